import { expect, it } from 'vitest';
import { ready, settle } from './testing';

async function closing() {
  const { session, fake } = await ready();
  const c = [...fake.store.records.values()].find((r) => r.kind === 'escalation' && r.fields.status === 'active');
  if (!c) throw new Error('no escalation is active');
  const wanted = { id: c.id, key: c.key, kind: c.kind, field: 'status', value: 'closed', says: 'Status: Closed' };
  const status = () => fake.store.find(c.id).fields.status;
  return { session, fake, c, wanted, status, gates: session.gates };
}

it('gives what no gate asks after at once, and one key takes it back', async () => {
  const { session, wanted, status, gates } = await closing();
  await gates.give({ ...wanted, value: 'monitoring' });
  expect([gates.wanted, status()]).toEqual([null, 'monitoring']);
  session.undoLast();
  await settle();
  expect(status()).toBe('active');
});

it('asks for what is missing or why not, and gives both as one', async () => {
  const { fake, c, wanted, status, gates } = await closing();
  const given = gates.give(wanted);
  await settle();
  expect(gates.gates.map((g) => g.source)).toEqual(['S0:195']);
  await gates.go();
  expect([gates.problem !== '', status()]).toEqual([true, 'active']);
  gates.setFill('gate-close-reason', 'resolved');
  fake.failing.set('move', { code: 'disk_full', says: 'The disk is full.' });
  await gates.go();
  expect([gates.problem, gates.fill('gate-close-reason')]).toEqual(['The disk is full.', 'resolved']);
  await gates.go();
  expect((await given)?.action).toBeTruthy();
  expect([status(), fake.store.find(c.id).fields.close_reason, gates.wanted]).toEqual(['closed', 'resolved', null]);
});

it('lets a gate be passed with a reason, and leaves everything as it was when one turns back, but for what was typed', async () => {
  const { fake, c, wanted, status, gates } = await closing();
  const elsewhere =
    [...fake.store.records.values()].find(
      (r) => r.kind === 'escalation' && r.fields.status === 'active' && r.id !== c.id,
    )?.id ?? '';
  const left = gates.give(wanted);
  await settle();
  gates.setReason('gate-close-reason', 'the customer left');
  gates.leave();
  expect([await left, status()]).toEqual([null, 'active']);
  const other = gates.give({ ...wanted, id: elsewhere });
  await settle();
  expect([gates.gates.length, gates.reason('gate-close-reason')]).toEqual([1, '']);
  gates.leave();
  await other;
  const passed = gates.give(wanted);
  await settle();
  expect(gates.reason('gate-close-reason')).toBe('the customer left');
  await gates.go();
  expect([(await passed) !== null, status()]).toEqual([true, 'closed']);
});
