import { expect, it } from 'vitest';
import type { SearchHit } from '../../backend/backend';
import { inSight, roomFor } from './shown.svelte';

const hit = (places: number) => ({ places: Array.from({ length: places }) }) as unknown as SearchHit;

it('draws the hits that a window has room for, and the one that begins at its foot', () => {
  // 450 px below what stands above: 84 + 108 + 132 px are in sight, and of the fourth a part.
  const hits = [hit(1), hit(2), hit(3), hit(3), hit(1)];
  expect(inSight(hits, 600, 1)).toBe(4);
  expect(inSight(hits, 600, 2)).toBe(3);
  expect(inSight(hits.slice(0, 2), 600, 1)).toBe(2);
  expect([roomFor(600, 1), roomFor(600, 2)]).toEqual([8, 4]);
});
