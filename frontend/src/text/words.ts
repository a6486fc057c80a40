/** Small wordings that many screens need. */

const grouped = new Intl.NumberFormat('en-GB');
const compact = new Intl.NumberFormat('en-GB', { notation: 'compact' });

/** 18204 → "18,204" */
export const number = (n: number): string => grouped.format(n);

/** Where there is little room: 999 → "999", 1500 → "1.5k" */
export const short = (n: number): string => compact.format(n);

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
