import { expect, it } from 'vitest';
import { CaseState } from './case.svelte';
import { DueState } from './due.svelte';
import { ready } from './testing';

/** A session that counts what the page asks the program for, and its first escalation. */
async function counted() {
  const all = await ready();
  const { rows } = await all.fake.list({
    kind: 'escalation',
    filters: [{ field: 'status', values: ['active'] }],
    text: '',
    sort: '',
    descending: false,
    after: '',
    offset: 0,
    limit: 1,
  });
  const asked: string[] = [];
  for (const method of ['openCase', 'due'] as const) {
    const was = all.fake[method].bind(all.fake) as (q: unknown) => Promise<unknown>;
    Object.assign(all.fake, {
      [method]: (q: unknown) => {
        asked.push(method);
        return was(q);
      },
    });
  }
  return { ...all, asked, id: rows[0]?.id ?? '' };
}

it('a case is drawn with what was read before its screen, and asks for nothing again', async () => {
  const { session, asked, id } = await counted();
  await session.ahead.read(id);
  expect(asked).toEqual(['openCase', 'due']);
  const [of, due] = [new CaseState(session, id), new DueState(session, id)];
  const stops = [of.begin(), due.begin()];
  expect([of.record?.id, of.loading, due.loading]).toEqual([id, false, false]);
  expect(asked).toHaveLength(2);
  for (const stop of stops) stop();
});

it('what is being read is waited for, not asked for twice', async () => {
  const { session, asked, id } = await counted();
  const read = session.ahead.read(id);
  const of = new CaseState(session, id);
  of.begin();
  await read;
  expect(of.record?.id).toBe(id);
  expect(asked.filter((a) => a === 'openCase')).toHaveLength(1);
});

it('what was read when a row was pressed is shown when it is let go, but not later', async () => {
  const { session, time, asked, id } = await counted();
  await session.ahead.read(id);
  await session.ahead.read(id);
  expect(asked).toEqual(['openCase', 'due']);
  await time.pass(5000);
  await session.ahead.read(id);
  expect(asked).toEqual(['openCase', 'due', 'openCase', 'due']);
});

it('a change between makes the screen ask again', async () => {
  const { session, asked, id } = await counted();
  await session.ahead.read(id);
  await session.save('Changed title', [{ kind: 'escalation', id, base: 0, patch: { title: 'Renamed meanwhile' } }]);
  const of = new CaseState(session, id);
  of.begin();
  expect(of.record).toBeUndefined();
  await of.load();
  expect(of.record?.fields.title).toBe('Renamed meanwhile');
  expect(asked.filter((a) => a === 'openCase').length).toBeGreaterThan(1);
});

it('of a case that nobody looks at any more nothing is asked', async () => {
  const { session, time, asked, id } = await counted();
  const due = new DueState(session, id);
  const stop = due.begin();
  await time.pass(0);
  stop();
  const before = asked.length;
  await time.pass(10 * 60_000);
  expect(asked).toHaveLength(before);
});

it('a case is ready to be drawn once it was read, unless a draft stands in it, until something changes', async () => {
  const { session, time, id } = await counted();
  const reading = session.ahead.read(id);
  expect(session.ahead.ready).toBe('');
  await reading;
  expect(session.ahead.ready).toBe(id);
  await session.save('Changed title', [{ kind: 'escalation', id, base: 0, patch: { title: 'Renamed meanwhile' } }]);
  expect(session.ahead.ready).toBe('');
  const of = new CaseState(session, id);
  await of.load();
  if (of.record) await of.keepDraft(of.record, 'description', 'Since Tuesday');
  await time.pass(5000);
  await session.ahead.read(id);
  expect([session.ahead.of(id)?.view.drafts.length, session.ahead.ready]).toEqual([1, '']);
});
