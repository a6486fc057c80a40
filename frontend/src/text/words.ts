/** Small wordings that many screens need. */

/**
 * 18204 → "18,204", a whole number as Intl's "en-GB" has it. It is not asked, as every first screen has numbers: the first format
 * that a page makes has JavaScriptCore go through all languages there are, which takes a fifth of what a first screen does.
 */
export const number = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

const LARGE: [number, string][] = [
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
];

/** Where there is little room, as Intl's compact notation: 999 → "999", 1500 → "1.5K", 30240 → "30K" */
export function short(n: number): string {
  for (const [size, letter] of LARGE) {
    if (Math.round(n / (size / 1000)) < 1000) continue;
    const tenths = Math.round(n / (size / 10));
    return `${tenths < 100 ? tenths / 10 : number(Math.round(n / size))}${letter}`;
  }
  return String(n);
}

/** "1 record", "18,204 records" */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

export function bytes(n: number): string {
  if (n < 1024) return `${n} B`;
  if (n < 1024 ** 2) return `${Math.round(n / 1024)} kB`;
  if (n < 1024 ** 3) return `${(n / 1024 ** 2).toFixed(1)} MB`;
  return `${Math.round(n / 1024 ** 3)} GB`;
}

/** Two letters for a person's mark. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** A name of the program's files as words: "ask_and_needs" is "ask and needs". */
export function words(name: string): string {
  return name.replace(/[-_]+/g, ' ');
}

export function capital(text: string): string {
  return text ? text[0]?.toUpperCase() + text.slice(1) : text;
}

/** "about 40 seconds left" */
export function remaining(seconds: number): string {
  if (seconds <= 0) return '';
  if (seconds < 90) return `about ${Math.max(1, Math.round(seconds))} seconds left`;
  return `about ${Math.round(seconds / 60)} minutes left`;
}

/** The first line that has anything in it. */
export function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .find(Boolean) ?? ''
  );
}

/** "8 ms", "under 1 ms" */
export function milliseconds(ms: number): string {
  return ms < 1 ? 'under 1 ms' : `${number(Math.round(ms))} ms`;
}

/** A unit of work after a number; units come in the singular or in the plural. */
export function units(unit: string, n: number): string {
  return n === 1 || unit.endsWith('s') ? unit : `${unit}s`;
}

/** Ends a sentence once. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
