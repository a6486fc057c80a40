import { expect, it } from 'vitest';
import { PLAIN, readLook, writeLook } from './look';

it('goes into the address and back', () => {
  const look = {
    filters: [
      { field: 'severity', values: ['critical', 'high'] },
      { field: 'dri', values: [''] },
      { field: 'customer', values: ['Tamarack & Vole = 100 %'] },
    ],
    text: 'node 3?',
    sort: 'created',
    descending: true,
    board: true,
  };
  expect(readLook(writeLook(look))).toEqual(look);
  expect(writeLook(PLAIN)).toBe('');
  expect(readLook('')).toEqual(PLAIN);
});
