import { expect, it } from 'vitest';
import type { Wait } from '../backend/backend';
import { StandingState } from './standing.svelte';
import { ready } from './testing';

const wait = (waits: string, on: string): Wait => ({
  waits,
  ofCustomer: false,
  for: on,
  role: '',
  count: 1,
  late: 1,
  what: '',
  dueAt: '',
  caseId: '',
  caseKey: '',
  caseKind: 'escalation',
});

it('who waits for me stands first, then for whom I wait, and nobody stands twice', async () => {
  const { session, fake } = await ready();
  const all = [
    wait('Quillhaven', 'Tomás'),
    wait('Marta Ilves', 'Ruth'),
    wait('Veldhoorn', 'Marta Ilves'),
    wait('Marta Ilves', 'Marta Ilves'),
  ];
  Object.assign(fake, { waits: () => Promise.resolve(all) });
  const standing = new StandingState(session);
  await standing.load();
  expect(standing.waits.map((g) => [g.title, g.rows.length])).toEqual([
    ['Wait for you', 2],
    ['You wait for', 1],
    ['Others', 1],
  ]);
  expect(standing.open).toBeGreaterThan(0);
});

it('numbers come without cases, and cases as many as were asked for', async () => {
  const { session, fake } = await ready();
  Object.assign(fake, { waits: () => Promise.resolve([]) });
  const numbers = new StandingState(session);
  await numbers.load();
  expect(numbers.movers?.flatMap((m) => m.cases)).toEqual([]);
  const standing = new StandingState(session, 1);
  await standing.load();
  expect(Math.max(...(standing.movers ?? []).map((m) => m.cases.length))).toBe(1);
  await standing.more(1000);
  expect(standing.movers?.reduce((n, m) => n + m.cases.length, 0)).toBe(numbers.open);
});
