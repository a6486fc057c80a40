/** How a day's duties are put together: late, then by the hours of today, then by day. Pure. */
import type { Obligation } from '../backend/backend';
import { clock, dayKey, longDay, type Moment, readMoment, span, stamp } from './time';

export interface DueGroup {
  key: string;
  title: string;
  late: boolean;
  duties: Obligation[];
}

const HOUR = 3_600_000;
/** The blocks of today: two hours as they come, then the rest of the day. */
const BLOCK = 2 * HOUR;

export const dueMoment = (o: Obligation): Moment | null => readMoment(o.dueAt);

/** Late is what the policy calls overdue; what is snoozed waits until its time. */
export const isLate = (o: Obligation): boolean => o.state === 'overdue';

/** Groups in their order, each with its duties as they came; none is empty. */
export function groupDuties(duties: Obligation[], now: number, zone: string): DueGroup[] {
  const groups = new Map<string, DueGroup>();
  for (const duty of duties) {
    const { key, title } = groupOf(duty, now, zone);
    const group = groups.get(key) ?? { key, title, late: key === 'late', duties: [] };
    group.duties.push(duty);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => (rank(a.key) < rank(b.key) ? -1 : rank(a.key) > rank(b.key) ? 1 : 0));
}

const LAST = ['none', 'optional', 'snoozed'];
/** Keys in the order of the page: late, blocks and days by their time, then what has none. */
function rank(key: string): string {
  return key === 'late' ? '0' : LAST.includes(key) ? `9${LAST.indexOf(key)}` : `5${key}`;
}

function groupOf(duty: Obligation, now: number, zone: string): { key: string; title: string } {
  if (duty.state === 'snoozed') return { key: 'snoozed', title: 'Put off' };
  if (isLate(duty)) return { key: 'late', title: 'Late' };
  const due = dueMoment(duty);
  if (!due) return duty.optional ? { key: 'optional', title: 'Proposed' } : { key: 'none', title: 'At any time' };
  const today = dayKey({ ms: now, zone: '', dayOnly: false }, zone);
  const day = dayKey(due, zone);
  if (day > today) return { key: day, title: dayTitle(due, now, zone) };
  if (due.dayOnly) return { key: `${today}T99`, title: 'During today' };
  return block(due.ms, now, zone, today);
}

/** The next two hours, the two after, and so on to midnight. */
function block(ms: number, now: number, zone: string, today: string): { key: string; title: string } {
  const first = Math.floor(now / HOUR) * HOUR;
  const from = ms <= now ? first : first + Math.floor((ms - first) / BLOCK) * BLOCK;
  return {
    key: `${today}T${String(from).padStart(15, '0')}`,
    title: `${clock(from, zone)} to ${clock(from + BLOCK, zone)}`,
  };
}

function dayTitle(due: Moment, now: number, zone: string): string {
  const tomorrow = dayKey({ ms: now + 24 * HOUR, zone: '', dayOnly: false }, zone);
  const name = longDay(due, zone, now);
  return dayKey(due, zone) === tomorrow ? `Tomorrow, ${name}` : name;
}

/** Less than this is left of what is soon. */
const SOON = 2 * HOUR;

/** How something to come is shown: far off is quiet, soon is strong, past is late and says so. */
export interface Nearness {
  near: 'late' | 'soon' | '';
  /** How much of the time of what is soon has gone, in percent. */
  gone: number;
  says: string;
}

export function nearness(m: Moment, zone: string, now: number, done: boolean): Nearness {
  const left = m.ms - now;
  if (done) return { near: '', gone: 0, says: stamp(m, zone, now) };
  if (left < 0) return { near: 'late', gone: 0, says: `${span(left)} late` };
  if (left < SOON) return { near: 'soon', gone: Math.round(100 - (left / SOON) * 100), says: span(left) };
  return { near: '', gone: 0, says: span(left) };
}
