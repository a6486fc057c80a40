import { describe, expect, it } from 'vitest';
import {
  age,
  backDated,
  clock,
  clockSeconds,
  exact,
  fromInput,
  instantOf,
  localFromInput,
  longDay,
  readMoment,
  shortDay,
  span,
  stamp,
  toInput,
} from './time';

const BERLIN = 'Europe/Berlin';
const now = Date.parse('2026-03-17T13:05:12Z');
const read = (said: string) => {
  const m = readMoment(said);
  if (!m) throw new Error(`${said} was not read`);
  return m;
};

describe('readMoment', () => {
  it('reads an instant with its zone', () => {
    expect(read('2026-03-13T07:50:00Z[Europe/Berlin]')).toEqual({
      ms: Date.parse('2026-03-13T07:50:00Z'),
      zone: BERLIN,
      dayOnly: false,
    });
  });
  it('reads fractions, offsets and a bare day', () => {
    expect(read('2026-03-13T07:50:00.123Z').ms % 1000).toBe(123);
    expect(read('2026-03-13T08:50:00+01:00').ms).toBe(Date.parse('2026-03-13T07:50:00Z'));
    expect(read('2026-03-13')).toMatchObject({ dayOnly: true });
  });
  it('reads an appointment on either side of a change of clocks', () => {
    expect(read('2026-03-20T14:00:00[Europe/Berlin]').ms).toBe(Date.parse('2026-03-20T13:00:00Z'));
    expect(read('2026-04-20T14:00:00[Europe/Berlin]').ms).toBe(Date.parse('2026-04-20T12:00:00Z'));
  });
  it('reads an appointment that names no zone where one is', () => {
    expect(readMoment('2026-03-20T14:00:00', BERLIN)?.ms).toBe(Date.parse('2026-03-20T13:00:00Z'));
  });
  it('refuses a time of day without zone or offset, and nonsense', () => {
    for (const said of ['2026-03-13T07:50:00', 'yesterday', '', '2026-13-40', '2026-99-99T10:00:00Z'])
      expect(readMoment(said)).toBeNull();
    for (const said of [undefined, null, 7, {}]) expect(readMoment(said)).toBeNull();
  });
});

describe('reading for people', () => {
  it('shows times in the reader’s zone', () => {
    const m = read('2026-03-13T07:50:00Z[America/New_York]');
    expect(clock(m.ms, BERLIN)).toBe('08:50');
    expect(stamp(m, BERLIN, now)).toBe('13 Mar, 08:50');
    expect(exact(m, BERLIN)).toContain('said as 13 March 2026');
  });
  it('names the year only when it is another', () => {
    expect(shortDay(read('2025-11-04T21:41:00Z'), BERLIN, now)).toBe('4 Nov 2025');
    expect(longDay(read('2026-03-17T06:00:00Z'), BERLIN, now)).toBe('Today, Tuesday 17 March');
  });
  it('keeps a bare day on its day in every zone', () => {
    expect(shortDay(read('2026-03-13'), 'Pacific/Auckland', now)).toBe('13 Mar');
    expect(shortDay(read('2026-03-13'), 'America/Los_Angeles', now)).toBe('13 Mar');
  });
  it('gives lengths in two units', () => {
    expect(span(85 * 60_000)).toBe('1 h 25 min');
    expect(span(4 * 86_400_000 + 6 * 3_600_000)).toBe('4 d 6 h');
    expect(span(17 * 3_600_000)).toBe('17 h');
  });
  it('gives ages by the largest unit', () => {
    expect(age(read('2026-03-17T12:56:00Z'), BERLIN, now)).toBe('9 min');
    expect(age(read('2025-11-04T00:00:00Z'), BERLIN, now)).toBe('Nov 2025');
    expect(age(read('2026-03-17T13:05:40Z'), BERLIN, now)).toBe('now');
    expect(age(read('2026-03-18T13:05:40Z'), BERLIN, now)).toBe('18 Mar, 14:05');
  });
  it('takes no name for the system’s own zone', () => {
    const before = process.env.TZ;
    for (const zone of ['America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'UTC']) {
      process.env.TZ = zone;
      for (let ms = Date.UTC(2025, 11, 20); ms < Date.UTC(2027, 0, 10); ms += 7 * 3600_000)
        expect(clockSeconds(ms, '')).toBe(clockSeconds(ms, zone));
    }
    process.env.TZ = before;
  });

  it('does not fail on a zone this engine does not know', () => {
    expect(clock(0, 'Nowhere/Atall')).toBe('00:00');
  });
});

describe('typing times', () => {
  it('goes through an input and back unchanged, in every zone', () => {
    for (const zone of [BERLIN, 'Asia/Kolkata', 'America/St_Johns', 'UTC']) {
      for (const ms of [now, Date.parse('2026-07-01T22:30:00Z'), Date.parse('2026-03-29T03:30:00Z')]) {
        const whole = Math.floor(ms / 60_000) * 60_000;
        expect(fromInput(toInput({ ms: whole, zone: '', dayOnly: false }, zone), zone)).toBe(instantOf(whole, zone));
      }
    }
  });
  it('keeps appointments local', () => {
    expect(localFromInput('2026-03-20T14:00', BERLIN)).toBe('2026-03-20T14:00:00[Europe/Berlin]');
    expect(localFromInput('soon', BERLIN)).toBe('');
  });
  it('takes a time of day off a line', () => {
    expect(backDated('09:15 node 3 restarted', now, BERLIN)).toEqual({
      text: 'node 3 restarted',
      at: '2026-03-17T08:15:00.000Z[Europe/Berlin]',
    });
    expect(backDated('23:50 late', now, BERLIN).at).toContain('2026-03-16T22:50');
    expect(backDated('99:99 no', now, BERLIN)).toEqual({ text: '99:99 no', at: '' });
  });
});
