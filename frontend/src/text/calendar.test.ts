import { expect, it } from 'vitest';
import type { Planned } from '../backend/backend';
import { daysOf, weekOf } from './calendar';

it('begins a week on Monday, where the reader is', () => {
  const sunday = Date.parse('2026-03-29T22:30:00Z');
  expect(weekOf(sunday, 'UTC', 1)[0]).toBe('2026-03-23');
  expect(weekOf(sunday, 'Europe/Berlin', 1)).toEqual([
    '2026-03-30',
    '2026-03-31',
    '2026-04-01',
    '2026-04-02',
    '2026-04-03',
    '2026-04-04',
    '2026-04-05',
  ]);
});

it('puts an entry on the day on which it begins for the reader', () => {
  const entry = { id: 'a', startAt: '2026-03-28T13:00:00Z[Asia/Tokyo]' } as Planned;
  const late = { id: 'b', startAt: '2026-03-28T23:30:00Z[Asia/Tokyo]' } as Planned;
  const days = daysOf(['2026-03-28', '2026-03-29'], [entry, late], 'Europe/Berlin');
  expect(days.map((d) => d.entries.map((e) => e.id))).toEqual([['a'], ['b']]);
});
