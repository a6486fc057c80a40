import { expect, it } from 'vitest';
import { BriefState } from './brief.svelte';
import { FreshState } from './fresh.svelte';
import { ready, settle } from './testing';

const READING = {
  kind: 'escalation',
  fields: { title: 'Storage refuses', severity: 'high', extra: { not_placed: 'Fix: soon' } },
  items: [{ kind: 'attempt', fields: { action: 'Restarted node 3', result: 'no help' } }],
  notes: [{ line: 9, says: 'It has no place.', text: 'Fix: soon' }],
};

async function opened() {
  const { session, fake, time } = await ready();
  Object.assign(fake, {
    readBrief: async (_: string, text: string) => {
      if (!text.startsWith('ESCALATION')) throw { code: 'invalid', says: 'That is no brief.' };
      return READING;
    },
  });
  const fresh = new FreshState(session, 'escalation');
  await fresh.begin();
  return { session, fresh, fake, time, brief: new BriefState(session, fresh) };
}

it('a brief that was filled in comes back after a kill, with its severity, its items and what found no place', async () => {
  const { session, fresh, fake, time, brief } = await opened();
  await brief.pasted('ESCALATION: Storage refuses\nSeverity: high');
  brief.take();
  const customer = [...fake.store.records.values()].find((r) => r.kind === 'customer');
  fresh.name('customer', customer?.id ?? '', String(customer?.fields.name));
  await time.pass(500);
  const again = new FreshState(session, 'escalation');
  await again.begin();
  expect(again.found).toBe(true);
  expect(again.filled.values).toEqual({ ...READING.fields, customer: customer?.id });
  expect(again.items).toEqual(fresh.items);
  expect(again.items[0]?.fields).toEqual(READING.items[0]?.fields);
  expect(again.shown('customer')).toBe(String(customer?.fields.name));
  const id = await again.create();
  expect(fake.store.items(id).map((i) => i.fields.action)).toEqual(['Restarted node 3']);
  expect(await session.backend.drafts()).toEqual([]);
});

it('a brief that was taken back, or thrown away, leaves nothing behind', async () => {
  const { session, fresh, brief } = await opened();
  await brief.pasted('ESCALATION: Storage refuses\nSeverity: high');
  brief.take();
  await settle();
  brief.back();
  await settle();
  const again = new FreshState(session, 'escalation');
  await again.begin();
  expect([again.found, again.items]).toEqual([false, []]);
  brief.take();
  await settle();
  await fresh.discard();
  expect(await session.backend.drafts()).toEqual([]);
});

it('a pasted brief fills the fields when that is wanted, and is taken back whole', async () => {
  const { fresh, brief } = await opened();
  fresh.set('component', 'storage');
  await brief.pasted('ESCALATION: Storage refuses\nSeverity: high');
  fresh.set('title', 'ESCALATION: Storage refuses Severity: high'); // where it landed
  expect(brief.offer?.notes).toHaveLength(1);
  brief.take();
  expect(fresh.value('title')).toBe('Storage refuses');
  expect(fresh.value('severity')).toBe('high');
  expect(fresh.value('component')).toBe('storage');
  expect(fresh.items).toHaveLength(1);
  brief.back();
  expect(fresh.value('title')).toBe('');
  expect(fresh.value('severity')).toBe('');
  expect(fresh.value('component')).toBe('storage');
  expect(fresh.items).toEqual([]);
  expect(brief.offer).not.toBeNull();
});

it('what was tried is made with the escalation, and any other text is only pasted', async () => {
  const { fresh, fake, brief } = await opened();
  await brief.pasted('Two lines\nof a log');
  expect(brief.offer).toBeNull();
  await brief.pasted('ESCALATION: Storage refuses\nSeverity: high');
  brief.take();
  const id = await fresh.create();
  const items = fake.store.items(id);
  expect(items.map((i) => [i.kind, i.fields.action])).toEqual([['attempt', 'Restarted node 3']]);
});
