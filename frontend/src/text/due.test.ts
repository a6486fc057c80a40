import { expect, it } from 'vitest';
import type { Obligation } from '../backend/backend';
import { groupDuties } from './due';

const BERLIN = 'Europe/Berlin';
const NOW = Date.parse('2026-03-17T13:05:00Z');
const duty = (id: string, state: string, dueAt: string, more: Partial<Obligation> = {}): Obligation => ({
  id,
  state,
  dueAt,
  lateAt: dueAt,
  sinceAt: '',
  caseId: 'c',
  caseKey: '',
  caseTitle: '',
  caseKind: 'escalation',
  severity: '',
  customer: '',
  rule: '',
  group: '',
  what: '',
  role: '',
  who: '',
  why: '',
  source: '',
  doneBy: '',
  does: [],
  message: '',
  optional: false,
  snoozedUntil: '',
  snoozeReason: '',
  ...more,
});

it('puts a day together as one works through it', () => {
  const groups = groupDuties(
    [
      duty('none', 'open', ''),
      duty('tomorrow', 'upcoming', '2026-03-18T08:00:00Z[Europe/Berlin]'),
      duty('late', 'overdue', '2026-03-17T09:00:00Z[Europe/Berlin]'),
      duty('soon', 'due', '2026-03-17T14:30:00Z[Europe/Berlin]'),
      duty('evening', 'upcoming', '2026-03-17T16:10:00Z[Europe/Berlin]'),
      duty('friday', 'upcoming', '2026-03-20T08:00:00Z[Europe/Berlin]'),
      duty('off', 'snoozed', '2026-03-17T09:00:00Z[Europe/Berlin]'),
      duty('maybe', 'open', '', { optional: true }),
    ],
    NOW,
    BERLIN,
  );
  expect(groups.map((g) => [g.title, g.duties.map((d) => d.id).join()])).toEqual([
    ['Late', 'late'],
    ['14:00 to 16:00', 'soon'],
    ['16:00 to 18:00', 'evening'],
    ['Tomorrow, Wednesday 18 March', 'tomorrow'],
    ['Friday 20 March', 'friday'],
    ['At any time', 'none'],
    ['Proposed', 'maybe'],
    ['Put off', 'off'],
  ]);
});
