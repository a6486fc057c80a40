import { describe, expect, it } from 'vitest';
import { pagesOf, piecesOf, reveal, slotted, windowOf } from './rows';

describe('windowOf', () => {
  it('draws a few of very many', () => {
    for (const scrolled of [0, 1, 36 * 50_000 + 7, 36 * 100_000, 1e9]) {
      const w = windowOf(scrolled, 800, 36, 100_000);
      expect(w.end - w.first).toBeLessThan(60);
      expect(w.end).toBeGreaterThan(w.first);
    }
  });
  it('is empty for nothing', () => {
    expect(windowOf(0, 800, 36, 0)).toEqual({ first: 0, end: 0 });
  });
});

describe('slotted', () => {
  it('names each row of the window once, always in its slot, and in their order once one rests there', () => {
    const slots = 20;
    for (const first of [0, 7, 19, 20, 333]) {
      const window = { first, end: first + slots };
      const order = Array.from({ length: slots }, (_, i) => first + i);
      expect(slotted(window, slots, first)).toEqual(order);
      const moving = slotted(window, slots, 0);
      expect(moving.map((index) => index % slots)).toEqual(Array.from({ length: slots }, (_, i) => i));
      expect(moving.toSorted((a, b) => a - b)).toEqual(order);
    }
    expect(slotted({ first: 4, end: 6 }, slots, 4)).toEqual([4, 5]);
  });
});

describe('reveal', () => {
  it('scrolls no more than it must', () => {
    expect(reveal(3, 0, 100, 36)).toBe(44);
    expect(reveal(0, 80, 100, 36)).toBe(0);
    expect(reveal(2, 40, 100, 36)).toBe(40);
  });
});

describe('pagesOf', () => {
  it('names each page once', () => {
    expect(pagesOf(190, 410, 200)).toEqual([0, 200, 400]);
  });
});

it('a list is cut into pieces, the last as long as what is left', () => {
  expect([piecesOf([], 2), piecesOf([1, 2, 3], 2)]).toEqual([[], [[1, 2], [3]]]);
});
