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
