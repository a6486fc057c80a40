import { describe, expect, it } from 'vitest';
import { pagesOf, reveal, windowOf } from './rows';

describe('windowOf', () => {
  it('draws a few of very many, and holds the height of all', () => {
    for (const scrolled of [0, 1, 36 * 50_000 + 7, 36 * 100_000, 1e9]) {
      const w = windowOf(scrolled, 800, 36, 100_000);
      expect(w.end - w.first).toBeLessThan(60);
      expect(w.end).toBeGreaterThan(w.first);
      expect(w.above + (w.end - w.first) * 36 + w.below).toBe(100_000 * 36);
    }
  });
  it('is empty for nothing', () => {
    expect(windowOf(0, 800, 36, 0)).toEqual({ first: 0, end: 0, above: 0, below: 0 });
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
