/** The search box's text as words: enough to switch a filter on and off. What a query means is the program's to say. */

/** Splits at spaces outside quotes; an open quote runs to the end. */
export function words(query: string): string[] {
  return query.match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? [];
}

export function term(field: string, value: string): string {
  return /^[\p{L}\p{N}._-]+$/u.test(value) ? `${field}:${value}` : `${field}:"${value.replaceAll('"', '')}"`;
}

const same = (a: string, b: string) => a.replaceAll('"', '').toLowerCase() === b.replaceAll('"', '').toLowerCase();

export function hasTerm(query: string, field: string, value: string): boolean {
  return words(query).some((word) => same(word, term(field, value)));
}

/** Adds `field:value`, or takes it away where it is. */
export function toggleTerm(query: string, field: string, value: string): string {
  const all = words(query);
  const left = all.filter((word) => !same(word, term(field, value)));
  return (left.length < all.length ? left : [term(field, value), ...all]).join(' ');
}

/** True where the last word may still grow, so that the search may answer before it is finished. */
export function unfinished(query: string): boolean {
  return query !== '' && !/\s$/.test(query) && (query.match(/"/g)?.length ?? 0) % 2 === 0 && !query.endsWith('"');
}
