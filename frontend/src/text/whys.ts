/** The why-graph of a review: each node explains one or several others, and what explains nothing stands first. Pure. */

export interface Why {
  text?: string;
  /** The nodes that it explains. */
  because?: string[];
  evidence?: string;
  /** Of the line, the update, the call or the file that shows it. */
  source?: string;
  confidence?: string;
  order?: string;
}
export interface Whys {
  [id: string]: Why;
}
/** A change of the graph; null takes a node away. */
export interface WhyPatch {
  [id: string]: Why | null;
}

/** One line of the graph as it is shown. A node that explains several stands below the first, and is named below the others. */
export interface WhyRow {
  id: string;
  why: Why;
  depth: number;
  /** The node that it stands below; "" at the top. */
  parent: string;
  /** W1, W2 …, as in the document. */
  number: number;
  /** It stands above already. */
  again: boolean;
}

const byOrder = ([a, x]: [string, Why], [b, y]: [string, Why]): number =>
  (x.order ?? '').localeCompare(y.order ?? '') || a.localeCompare(b);

/** The nodes that a node explains, of those that there are. */
const explains = (whys: Whys, id: string): string[] =>
  (whys[id]?.because ?? []).filter((of) => of !== id && whys[of] !== undefined);

/** In the order in which they are read; a node in a circle is shown once. */
export function rows(whys: Whys): WhyRow[] {
  const all = Object.entries(whys).sort(byOrder);
  const out: WhyRow[] = [];
  const number = new Map<string, number>();
  const show = (id: string, parent: string, depth: number): void => {
    const why = whys[id] ?? {};
    const known = number.get(id);
    if (known === undefined) number.set(id, number.size + 1);
    out.push({ id, why, depth, parent, number: known ?? number.size, again: known !== undefined });
    if (known !== undefined) return;
    for (const [below] of all) if (explains(whys, below).includes(id)) show(below, id, depth + 1);
  };
  for (const [id] of all) if (explains(whys, id).length === 0) show(id, '', 0);
  for (const [id] of all) if (!number.has(id)) show(id, '', 0);
  return out;
}

/** What stands beside a line: the lines below the same node, without those that stand above already. */
const beside = (whys: Whys, row: WhyRow): WhyRow[] => rows(whys).filter((r) => r.parent === row.parent && !r.again);

/** A new node among the others: one that explains `of` ("" = at the top), behind `after` where one is named. */
export function added(whys: Whys, id: string, of: string, after = ''): WhyPatch {
  const patch = ordered(whys, [id], (list) => {
    const at = list.indexOf(after);
    list.splice(at < 0 ? list.length : at + 1, 0, id);
  });
  return { ...patch, [id]: { because: of ? [of] : [], order: patch[id]?.order ?? '' } };
}

/** Makes a line a cause of the one before it at the same depth; null where there is none. */
export function indented(whys: Whys, row: WhyRow): WhyPatch | null {
  const siblings = beside(whys, row);
  const before = siblings[siblings.findIndex((r) => r.id === row.id) - 1];
  return before ? { [row.id]: { because: swapped(row, before.id) } } : null;
}

/** Makes a line a cause of what its parent explains; null at the top. */
export function outdented(whys: Whys, row: WhyRow): WhyPatch | null {
  if (!row.parent) return null;
  const above = rows(whys).find((r) => r.id === row.parent && !r.again)?.parent ?? '';
  return { [row.id]: { because: swapped(row, above) } };
}

/** The nodes that a line explains, with another one in the place of the one that it stands below. */
function swapped(row: WhyRow, to: string): string[] {
  const others = (row.why.because ?? []).filter((of) => of !== row.parent && of !== to);
  return to ? [to, ...others] : others;
}

/** Lets a node explain another one too, or no longer. A node never explains what explains it. */
export function linked(whys: Whys, id: string, of: string): WhyPatch | null {
  const because = whys[id]?.because ?? [];
  if (because.includes(of)) return { [id]: { because: because.filter((b) => b !== of) } };
  return above(whys, of).has(id) ? null : { [id]: { because: [...because, of] } };
}

/** All that a node explains in the end, and itself. */
function above(whys: Whys, id: string, seen = new Set<string>()): Set<string> {
  if (!seen.has(id)) {
    seen.add(id);
    for (const of of explains(whys, id)) above(whys, of, seen);
  }
  return seen;
}

/** Moves a line up or down among those beside it; null at the end. */
export function moved(whys: Whys, row: WhyRow, by: 1 | -1): WhyPatch | null {
  const siblings = beside(whys, row);
  const other = siblings[siblings.findIndex((r) => r.id === row.id) + by];
  if (!other) return null;
  return ordered(whys, [], (list) => {
    list.splice(list.indexOf(row.id), 1);
    list.splice(list.indexOf(other.id) + (by > 0 ? 1 : 0), 0, row.id);
  });
}

/** Takes a node away; what explained it explains what it explained. */
export function removed(whys: Whys, id: string): WhyPatch {
  const patch: WhyPatch = { [id]: null };
  for (const [other, why] of Object.entries(whys))
    if (why.because?.includes(id)) {
      const rest = why.because.filter((of) => of !== id);
      patch[other] = { because: [...new Set([...rest, ...explains(whys, id)])] };
    }
  return patch;
}

/** New order keys for those nodes alone whose place changed. */
function ordered(whys: Whys, fresh: string[], arrange: (list: string[]) => void): WhyPatch {
  const list = rows(whys)
    .filter((r) => !r.again)
    .map((r) => r.id);
  arrange(list);
  const patch: WhyPatch = {};
  list.forEach((id, i) => {
    const order = String(i + 1).padStart(4, '0');
    if (fresh.includes(id) || whys[id]?.order !== order) patch[id] = { order };
  });
  return patch;
}
