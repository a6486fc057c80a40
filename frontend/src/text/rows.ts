/** Which rows of a long list are drawn. Rows are of equal height, so that any place of a list can be jumped to. */
export interface Window {
  first: number;
  /** One past the last. */
  end: number;
}

/** How many rows are drawn above and below those in sight. */
export const AROUND = 8;

/** How many rows are drawn at most: those that fit, and some beyond. */
export function slotsOf(height: number, row: number, extra = AROUND): number {
  return Math.ceil(height / Math.max(row, 1)) + 1 + 2 * extra;
}

export function windowOf(scrolled: number, height: number, row: number, total: number, extra = AROUND): Window {
  if (total <= 0 || row <= 0) return { first: 0, end: 0 };
  const first = Math.min(Math.max(0, Math.floor(scrolled / row) - extra), Math.max(0, total - 1));
  const end = Math.min(total, first + slotsOf(height, row, extra));
  return { first, end };
}

/**
 * The rows of a window in the order of their slots, beginning with the slot of row `begins`: row `i` is always drawn in slot
 * `i % slots`, so that a row keeps its element while others come and go around it.
 */
export function slotted({ first, end }: Window, slots: number, begins: number): number[] {
  const rows = Array.from({ length: slots }, (_, i) => {
    const slot = (begins + i) % slots;
    return first + ((((slot - first) % slots) + slots) % slots);
  });
  return rows.filter((index) => index < end);
}

/** Where to scroll so that a row is wholly in sight; the same place when it is. */
export function reveal(index: number, scrolled: number, height: number, row: number): number {
  const top = index * row;
  if (top < scrolled) return top;
  if (top + row > scrolled + height) return top + row - height;
  return scrolled;
}

/** The pages of `size` rows that a window touches, as offsets. */
export function pagesOf(first: number, end: number, size: number): number[] {
  const offsets: number[] = [];
  for (let at = Math.floor(first / size) * size; at < end; at += size) offsets.push(at);
  return offsets;
}

/** A list in pieces of `size`, which are drawn together. */
export function piecesOf<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
