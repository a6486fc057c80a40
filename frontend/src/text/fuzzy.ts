/** Names found by some of their letters: uFuzzy, told to forgive one wrong letter in a word. */
import uFuzzy from '@leeoniya/ufuzzy';

const fuzzy = new uFuzzy({ intraMode: 1 });

/** The names that fit, the best first, by their place; `ranges` are the beginnings and ends of what fits. */
export function find(names: string[], needle: string): { at: number; ranges: number[] }[] {
  const [found, info, order] = fuzzy.search(names, needle);
  if (!found || !info || !order) return [];
  return order.map((i) => ({ at: info.idx[i] ?? -1, ranges: info.ranges[i] ?? [] }));
}
