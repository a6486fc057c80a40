import { describe, expect, it } from 'vitest';
import { number, short } from './words';

/** From one digit to ten, beside every place where the writing turns. */
const numbers = [
  0, 1, 7, 42, 999, 1000, 1049, 1050, 1499, 9949, 9950, 9999, 10_000, 30_240, 99_499, 99_500, 340_112, 999_499,
]
  .concat([999_500, 1_000_000, 1_550_000, 9_960_000, 12_345_678, 999_499_999, 999_500_000, 1_234_567_890])
  .concat(Array.from({ length: 400 }, (_, i) => Math.round(1.06 ** i)).filter((n) => n < 1e10));

describe('numbers', () => {
  it('are grouped as the language has them', () => {
    const language = new Intl.NumberFormat('en-GB');
    expect(numbers.map(number)).toEqual(numbers.map((n) => language.format(n)));
    expect(number(-18_204)).toBe('-18,204');
  });

  it('are short as the language has them', () => {
    // Engines differ in the letters they know for it, not in the digits.
    const language = new Intl.NumberFormat('en-GB', { notation: 'compact' });
    const digits = (said: string) => said.replace(/[a-zA-Z]+/, '');
    expect(numbers.map(short).map(digits)).toEqual(numbers.map((n) => digits(language.format(n))));
    expect([999, 1000, 1500, 9950, 30_240, 340_112, 999_500, 2_900_000_000].map(short)).toEqual([
      '999',
      '1K',
      '1.5K',
      '10K',
      '30K',
      '340K',
      '1M',
      '2.9B',
    ]);
  });
});
