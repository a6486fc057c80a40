import { expect, it } from 'vitest';
import { sideBySide } from './sides';

const line = (said: string) => ({ sign: said[0] ?? ' ', text: said.slice(1) });

it('puts what went away beside what came in its place', () => {
  expect(sideBySide([' a', '-b', '-c', '+B', ' d', '+e'].map(line))).toEqual([
    { left: 'a', right: 'a', changed: false },
    { left: 'b', right: 'B', changed: true },
    { left: 'c', right: null, changed: true },
    { left: 'd', right: 'd', changed: false },
    { left: null, right: 'e', changed: true },
  ]);
});

it('loses no line of either side', () => {
  const lines = ['+1', '-2', '+3', ' 4', '-5'].map(line);
  const rows = sideBySide(lines);
  const side = (sign: string) => lines.filter((l) => l.sign !== sign).map((l) => l.text);
  expect(rows.flatMap((r) => (r.left === null ? [] : [r.left]))).toEqual(side('+'));
  expect(rows.flatMap((r) => (r.right === null ? [] : [r.right]))).toEqual(side('-'));
});
