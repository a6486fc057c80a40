/** The clocks of an emergency, and what of its steps comes next. Pure. */
import type { Stand } from '../backend/backend';
import { backDated, fromInput, readMoment, span } from './time';

const HOUR = 3_600_000;

/** The states in which a step asks for something. */
const ASKED = ['overdue', 'due', 'upcoming', 'open'];
export const asked = (s: Stand): boolean => ASKED.includes(s.state);
export const settled = (s: Stand): boolean => s.state === 'done' || s.state === 'passed';

const ms = (value: string): number => readMoment(value)?.ms ?? 0;

/** Somebody has so long for it: it is not merely to be done at once. */
const timed = (s: Stand): boolean => s.dueAt !== '' && ms(s.dueAt) !== ms(s.sinceAt);

export interface Deadline {
  step: Stand;
  at: number;
  /** Below 0 it is over. */
  left: number;
}

/** What must be done next by a time: the earliest, be it over already. */
export function deadline(steps: Stand[], now: number): Deadline | null {
  const open = steps.filter((s) => asked(s) && !s.optional && timed(s));
  const first = open.sort((a, b) => ms(a.dueAt) - ms(b.dueAt))[0];
  return first ? { step: first, at: ms(first.dueAt), left: ms(first.dueAt) - now } : null;
}

/** The clock of the customer's silence that runs now: waiting, or its time has come. Null when none does. */
export function silence(steps: Stand[], now: number): (Deadline & { ready: boolean }) | null {
  const next = deadline(
    steps.filter((s) => s.playbook === 'silence'),
    now,
  );
  return next && { ...next, ready: next.left <= 0 };
}

/** The step to do now: the first that is asked for and not merely proposed, else the first that is proposed. */
export function nextStep(steps: Stand[]): Stand | undefined {
  return steps.find((s) => asked(s) && !s.optional) ?? steps.find(asked);
}

export interface Playbook {
  name: string;
  steps: Stand[];
}

/** By playbook, in the order in which they begin; the steps for two pages at once come first, because they hold up everything. */
export function playbooks(steps: Stand[]): Playbook[] {
  const out: Playbook[] = [];
  for (const s of steps) {
    const there = out.find((p) => p.name === s.playbook);
    if (there) there.steps.push(s);
    else out.push({ name: s.playbook, steps: [s] });
  }
  const first = (p: Playbook) => Number(p.name !== 'second page');
  return out.sort((a, b) => first(a) - first(b));
}

/** "12:31", "0:05", "1 h 20 min": what is left, or how long it is over. */
export function countdown(left: number): string {
  const t = Math.abs(left);
  if (t >= HOUR) return span(t);
  const s = Math.floor(t / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

/** The instant of "21:04" (the last time it was that late), or of "2026-11-28 21:04"; "" when it is no time. */
export function timeSaid(typed: string, now: number, zone: string): string {
  const text = typed.trim();
  return /^\d{1,2}:\d{2}$/.test(text) ? backDated(`${text} x`, now, zone).at : fromInput(text, zone);
}
