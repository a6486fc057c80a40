import { expect, it } from 'vitest';
import { keyName, printed } from './keys';

const press = (
  key: string,
  held: Partial<{ ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean }> = {},
) => keyName({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });

it('names keys', () => {
  expect(press('j')).toBe('j');
  expect(press('C', { shiftKey: true })).toBe('Shift+C');
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('Enter', { ctrlKey: true })).toBe('Ctrl+Enter');
  expect(press('k', { metaKey: true })).toBe('Ctrl+k');
  expect(press('i', { altKey: true })).toBe('Alt+i');
  expect(press(' ')).toBe('Space');
});

it('prints one key at a time', () => {
  expect(printed('Ctrl+Enter')).toEqual(['Ctrl', 'Enter']);
  expect(printed('g e')).toEqual(['G', 'E']);
  expect(printed('Ctrl+k', true)).toEqual(['⌘', 'K']);
  expect(printed('+')).toEqual(['+']);
});
