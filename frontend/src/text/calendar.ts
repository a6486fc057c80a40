/** How what is planned is put on days. Pure. */
import type { Planned } from '../backend/backend';
import { dayKey, readMoment } from './time';

export interface Day {
  /** 2026-03-17, in the reader's zone. */
  key: string;
  entries: Planned[];
}

const DAY = 86_400_000;

/** The days of the weeks from the Monday of a time on, in a zone. */
export function weekOf(ms: number, zone: string, weeks: number): string[] {
  const today = dayKey({ ms, zone: '', dayOnly: false }, zone);
  const noon = Date.parse(`${today}T12:00:00Z`);
  const monday = noon - ((new Date(noon).getUTCDay() + 6) % 7) * DAY;
  return Array.from({ length: 7 * weeks }, (_, i) => new Date(monday + i * DAY).toISOString().slice(0, 10));
}

/** Each day with what begins on it where the reader is. */
export function daysOf(days: string[], entries: Planned[], zone: string): Day[] {
  const on = new Map<string, Planned[]>(days.map((d) => [d, []]));
  for (const entry of entries) {
    const start = readMoment(entry.startAt);
    if (start) on.get(dayKey(start, zone))?.push(entry);
  }
  return days.map((key) => ({ key, entries: on.get(key) ?? [] }));
}
