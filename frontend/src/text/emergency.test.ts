import { describe, expect, it } from 'vitest';
import type { Stand } from '../backend/backend';
import { countdown, deadline, nextStep, playbooks, silence, timeSaid } from './emergency';

const stand = (over: Partial<Stand>): Stand => ({
  step: 'page-ack',
  playbook: 'page',
  what: 'Acknowledge the page',
  why: '',
  source: 'S2:28',
  role: '',
  state: 'overdue',
  doneAt: '',
  reason: '',
  sinceAt: '2026-03-14T12:00:00Z',
  dueAt: '2026-03-14T12:00:00Z',
  after: '',
  does: [],
  document: '',
  message: '',
  optional: false,
  held: [],
  ...over,
});
const followUp = stand({
  step: 'silence-follow-up',
  playbook: 'silence',
  state: 'upcoming',
  sinceAt: '2026-03-14T12:10:00Z',
  dueAt: '2026-03-14T12:25:00Z',
});
const close = stand({ step: 'silence-close', playbook: 'silence', state: 'waiting', sinceAt: '', dueAt: '' });
const at = (time: string) => Date.parse(`2026-03-14T${time}Z`);

describe('the clocks of silence', () => {
  it('counts down from the first contact, then is ready and stays so', () => {
    expect(silence([followUp, close], at('12:12:29'))).toMatchObject({ ready: false, left: 751_000 });
    expect(silence([followUp, close], at('12:25:00'))).toMatchObject({ ready: true, left: 0 });
    expect(silence([{ ...followUp, state: 'overdue' }, close], at('12:31:00'))).toMatchObject({ ready: true });
  });

  it('runs its second quarter of an hour from when the follow-up was sent', () => {
    const sent = { ...followUp, state: 'done', doneAt: '2026-03-14T12:40:00Z' };
    const then = { ...close, state: 'upcoming', sinceAt: '2026-03-14T12:40:00Z', dueAt: '2026-03-14T12:55:00Z' };
    expect(silence([sent, then], at('12:45:00'))).toMatchObject({ step: { step: 'silence-close' }, left: 600_000 });
  });

  it('stands still when the customer answered, or when nothing was sent yet', () => {
    expect(silence([stand({})], at('12:45:00'))).toBeNull();
    expect(silence([{ ...followUp, state: 'waiting', dueAt: '' }], at('12:45:00'))).toBeNull();
  });
});

describe('the next deadline', () => {
  it('is the earliest with time of its own, not what is to be done at once, nor what is proposed', () => {
    const later = stand({ step: 'x', sinceAt: '2026-03-14T12:00:00Z', dueAt: '2026-03-14T14:00:00Z' });
    expect(deadline([stand({}), later, followUp], at('12:20:00'))?.step.step).toBe('silence-follow-up');
    expect(deadline([stand({}), { ...later, optional: true }], at('12:20:00'))).toBeNull();
  });
});

describe('the steps', () => {
  it('come in their playbooks, those for two pages first', () => {
    const groups = playbooks([
      stand({}),
      stand({ playbook: 'second page', step: 's' }),
      stand({ step: 'page-contact' }),
    ]);
    expect(groups.map((g) => [g.name, g.steps.length])).toEqual([
      ['second page', 1],
      ['page', 2],
    ]);
  });

  it('go on with what is asked before what is merely proposed', () => {
    const proposed = stand({ step: 'page-takeover', optional: true });
    const ticket = stand({ step: 'page-ticket' });
    expect(nextStep([stand({ state: 'done' }), proposed, ticket])?.step).toBe('page-ticket');
    expect(nextStep([stand({ state: 'passed' }), proposed])?.step).toBe('page-takeover');
  });
});

it('says what is left in figures that one can read aloud', () => {
  expect([751_000, -5_000, 4_800_000].map(countdown)).toEqual(['12:31', '0:05', '1 h 20 min']);
});

it('takes a time of day for the last time it was that late', () => {
  expect(timeSaid('12:05', at('12:20:00'), 'UTC')).toBe('2026-03-14T12:05:00.000Z[UTC]');
  expect(timeSaid('23:50', at('00:10:00'), 'UTC')).toBe('2026-03-13T23:50:00.000Z[UTC]');
  expect(timeSaid('2026-03-01 08:00', at('12:20:00'), 'UTC')).toBe('2026-03-01T08:00:00.000Z[UTC]');
  expect(timeSaid('soon', at('12:20:00'), 'UTC')).toBe('');
});
