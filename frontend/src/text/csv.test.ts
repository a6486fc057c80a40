import { expect, it } from 'vitest';
import { csv } from './csv';

it('quotes what would break a row or run as a formula', () => {
  expect(
    csv([
      ['a "b", c', '=SUM(A1)'],
      ['-3', 'plain'],
    ]),
  ).toBe('"a ""b"", c",\'=SUM(A1)\r\n-3,plain');
});
