/**
 * Times as the program writes them (RFC 9557) and as a person reads them. Pure: the present moment and the reader's
 * zone are always given, where that is the system's as "" too: what it is called takes a while to learn (`systemZone`). The
 * language of dates is fixed, as the page's language is.
 */

const LANGUAGE = 'en-GB';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec'];

export interface Moment {
  ms: number;
  /** The zone it was said in; "" when nobody said. */
  zone: string;
  dayOnly: boolean;
}

/** Made once for each way of writing and zone: to make one takes a millisecond. */
const formatters = new Map<Intl.DateTimeFormatOptions, Map<string, Intl.DateTimeFormat>>();

/** An unknown zone (an old name, an offset this engine does not take) is shown in UTC rather than not at all. */
function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const made = formatters.get(options) ?? new Map<string, Intl.DateTimeFormat>();
  formatters.set(options, made);
  const known = made.get(zone);
  if (known) return known;
  let fresh: Intl.DateTimeFormat;
  try {
    fresh = new Intl.DateTimeFormat(LANGUAGE, zone ? { ...options, timeZone: zone } : options);
  } catch {
    fresh = new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: 'UTC' });
  }
  made.set(zone, fresh);
  return fresh;
}

let asked = '';

/** The system's zone as it was when it was first asked for: to ask takes milliseconds. */
export function systemZone(): string {
  asked ||= askZone();
  return asked;
}

function askZone(): string {
  try {
    return new Intl.DateTimeFormat(LANGUAGE).resolvedOptions().timeZone || 'UTC';
  } catch {
    return 'UTC';
  }
}

const zones = new Map<string, boolean>();

export function knownZone(zone: string): boolean {
  const known = zones.get(zone) ?? isZone(zone);
  zones.set(zone, known);
  return known;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat(LANGUAGE, { timeZone: zone });
    return zone !== '';
  } catch {
    return false;
  }
}

const WRITTEN =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|z|[+-]\d{2}:?\d{2})?)?(?:\[([^\]]+)\])?$/;

/** Reads an instant, an appointment in its zone, or in the one `here` where it names none, or a bare day; null for everything else. */
export function readMoment(said: unknown, here = ''): Moment | null {
  if (typeof said !== 'string') return null;
  const parts = WRITTEN.exec(said.trim());
  if (!parts) return null;
  const [, day = '', clock, offset, zone = ''] = parts;
  if (!clock) return moment(Date.parse(`${day}T00:00:00Z`), zone, true);
  const full = clock.length === 5 ? `${clock}:00` : clock;
  if (offset) return moment(Date.parse(`${day}T${full}${offset.toUpperCase()}`), zone, false);
  const wall = Date.parse(`${day}T${full}Z`);
  return zone || here ? moment(fromWall(wall, zone || here), zone, false) : null;
}

function moment(ms: number, zone: string, dayOnly: boolean): Moment | null {
  return Number.isNaN(ms) ? null : { ms, zone, dayOnly };
}

const PARTS: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};

function askAhead(ms: number, zone: string): number {
  const parts = formatter(zone, PARTS).formatToParts(ms);
  const at = (type: string) => parts.find((p) => p.type === type)?.value ?? '00';
  const wall = Date.parse(
    `${at('year').padStart(4, '0')}-${at('month')}-${at('day')}T${at('hour')}:${at('minute')}:${at('second')}Z`,
  );
  return wall - Math.floor(ms / 1000) * 1000;
}

/** By zone and week, whose beginning and end agree: no zone changes its clocks twice in one. */
const aheads = new Map<string, Map<number, number>>();

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds; those of the system for "". A screen asks hundreds of times. */
function ahead(ms: number, zone: string): number {
  if (zone === '') return -new Date(ms).getTimezoneOffset() * MINUTE;
  const weeks = aheads.get(zone) ?? new Map<number, number>();
  aheads.set(zone, weeks);
  const week = Math.floor(ms / WEEK);
  let all = weeks.get(week);
  if (all === undefined) {
    const begins = askAhead(week * WEEK, zone);
    all = begins === askAhead((week + 1) * WEEK, zone) ? begins : Number.NaN;
    weeks.set(week, all);
  }
  return Number.isNaN(all) ? askAhead(ms, zone) : all;
}

/** The wall clock of a zone, to be read with the UTC methods. */
const wallOf = (ms: number, zone: string): Date => new Date(ms + ahead(ms, zone));

/** The instant at which a zone's clocks show `wall`. In the hour that does not exist, the moment after the jump. */
function fromWall(wall: number, zone: string): number {
  const first = wall - ahead(wall, zone);
  return wall - ahead(first, zone);
}

/** "13:56" */
export function clock(ms: number, zone: string): string {
  return wallOf(ms, zone).toISOString().slice(11, 16);
}

/** "13:56:02" */
export function clockSeconds(ms: number, zone: string): string {
  return wallOf(ms, zone).toISOString().slice(11, 19);
}

const CLOCK_WITH_ZONE: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
};

/** "14:05:12 CET" */
export function clockWithZone(ms: number, zone: string): string {
  return formatter(zone, CLOCK_WITH_ZONE).format(ms);
}

/** "2026-03-13": tells days apart. */
export function dayKey(m: Moment, zone: string): string {
  return wallOf(m.ms, m.dayOnly ? 'UTC' : zone)
    .toISOString()
    .slice(0, 10);
}

const LONG_DAY: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' };
const LONG_DAY_YEAR: Intl.DateTimeFormatOptions = { ...LONG_DAY, year: 'numeric' };

/** "Today, Tuesday 17 March", "Friday 13 March", "Tuesday 4 November 2025" */
export function longDay(m: Moment, zone: string, now: number): string {
  const [day, today] = [dayKey(m, zone), dayKey({ ms: now, zone: '', dayOnly: false }, zone)];
  const options = day.slice(0, 4) === today.slice(0, 4) ? LONG_DAY : LONG_DAY_YEAR;
  const name = formatter(m.dayOnly ? 'UTC' : zone, options)
    .format(m.ms)
    .replace(',', '');
  return day === today ? `Today, ${name}` : name;
}

/** "13 Mar", "4 Nov 2025" */
export function shortDay(m: Moment, zone: string, now: number): string {
  const day = wallOf(m.ms, m.dayOnly ? 'UTC' : zone);
  const year = day.getUTCFullYear();
  const said = `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]}`;
  return year === wallOf(now, zone).getUTCFullYear() ? said : `${said} ${year}`;
}

/** "Nov 2025" */
export function month(m: Moment, zone: string): string {
  const day = wallOf(m.ms, m.dayOnly ? 'UTC' : zone);
  return `${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

/** "13 Mar, 07:50"; a bare day without the time. */
export function stamp(m: Moment, zone: string, now: number): string {
  return m.dayOnly ? shortDay(m, zone, now) : `${shortDay(m, zone, now)}, ${clock(m.ms, zone)}`;
}

const EXACT: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  ...CLOCK_WITH_ZONE,
};

/** For the hover: the exact time in the reader's zone, and in the zone it was said in where that differs. */
export function exact(m: Moment, zone: string): string {
  if (m.dayOnly) return `${formatter('UTC', LONG_DAY_YEAR).format(m.ms)}, time of day not known`;
  const here = `${formatter(zone, EXACT).format(m.ms)} (${zone || systemZone()})`;
  if (!m.zone || m.zone === (zone || systemZone()) || !knownZone(m.zone)) return here;
  return `${here}; said as ${formatter(m.zone, EXACT).format(m.ms)} (${m.zone})`;
}

/** A length of time in its two largest units: "9 min", "1 h 25 min", "4 d 6 h", "6 d". */
export function span(ms: number): string {
  const t = Math.abs(ms);
  if (t < MINUTE) return 'under a minute';
  if (t < HOUR) return `${Math.floor(t / MINUTE)} min`;
  if (t < DAY) return two(Math.floor(t / HOUR), 'h', Math.floor((t % HOUR) / MINUTE), 'min');
  if (t < 10 * DAY) return two(Math.floor(t / DAY), 'd', Math.floor((t % DAY) / HOUR), 'h');
  if (t < 730 * DAY) return `${Math.floor(t / DAY)} d`;
  return `${Math.floor(t / (365 * DAY))} years`;
}

function two(big: number, bigUnit: string, small: number, smallUnit: string): string {
  return small > 0 ? `${big} ${bigUnit} ${small} ${smallUnit}` : `${big} ${bigUnit}`;
}

/** The largest unit alone, for columns: "9 min", "17 h", "6 d", then the month. */
export function age(m: Moment, zone: string, now: number): string {
  const t = now - m.ms;
  // The reader's clock moves in steps: what was just saved is not to come.
  if (t < 0 && t > -5 * MINUTE && !m.dayOnly) return 'now';
  if (t < 0) return stamp(m, zone, now);
  if (m.dayOnly && t < DAY) return 'today';
  if (t < MINUTE) return 'now';
  if (t < HOUR) return `${Math.floor(t / MINUTE)} min`;
  if (t < DAY) return `${Math.floor(t / HOUR)} h`;
  if (t < 60 * DAY) return `${Math.floor(t / DAY)} d`;
  return month(m, zone);
}

/** What is stored for something that happens now, here. */
export function instantOf(ms: number, zone: string): string {
  return `${new Date(ms).toISOString()}${zone ? `[${zone}]` : ''}`;
}

/** The text of a time's editor: "2026-03-13 08:50" in the reader's zone, "2026-03-13" for a bare day. */
export function toInput(m: Moment, zone: string): string {
  if (m.dayOnly) return new Date(m.ms).toISOString().slice(0, 10);
  return wallOf(m.ms, zone).toISOString().slice(0, 16).replace('T', ' ');
}

/** The stored instant for what was typed into a time's editor; "" when it is not a time. */
export function fromInput(typed: string, zone: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2})?$/.exec(typed.trim());
  const wall = parts ? Date.parse(`${parts[1]}T${(parts[2] ?? '').padStart(5, '0')}${parts[3] ?? ':00'}Z`) : Number.NaN;
  if (Number.isNaN(wall)) return '';
  return instantOf(fromWall(wall, zone), zone);
}

/** The stored appointment for what an input holds: local time with its zone, so that a change of the clocks' rules moves it along. */
export function localFromInput(typed: string, zone: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})$/.exec(typed.trim());
  const local = parts ? `${parts[1]}T${(parts[2] ?? '').padStart(5, '0')}:00` : '';
  return local && !Number.isNaN(Date.parse(`${local}Z`)) ? `${local}[${zone}]` : '';
}

/** Takes a time of day off the front of a line: "09:15 node 3 restarted" happened today (or yesterday, when that is still to come). */
export function backDated(typed: string, now: number, zone: string): { text: string; at: string } {
  const parts = /^(\d{1,2}):(\d{2})\s+(\S[\s\S]*)$/.exec(typed);
  const hour = Number(parts?.[1]);
  const minute = Number(parts?.[2]);
  if (!parts || hour > 23 || minute > 59) return { text: typed, at: '' };
  const today = dayKey({ ms: now, zone: '', dayOnly: false }, zone);
  let ms = fromWall(Date.parse(`${today}T${String(hour).padStart(2, '0')}:${parts[2]}:00Z`), zone);
  if (ms > now) ms -= DAY;
  return { text: parts[3] ?? '', at: instantOf(ms, zone) };
}
