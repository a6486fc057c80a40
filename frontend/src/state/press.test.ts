import { expect, it } from 'vitest';
import { CaseState } from './case.svelte';
import { ready } from './testing';

it('waits until the button is let go and its click was told', async () => {
  const { session, time } = await ready();
  const { press } = session;
  const told: string[] = [];
  await press.over(); // nothing is pressed
  press.begins();
  void press.over().then(() => told.push('over'));
  await time.pass(100);
  press.ends();
  expect([press.held, told]).toEqual([true, []]);
  await time.pass(0);
  expect([press.held, told]).toEqual([false, ['over']]);
});

it('ends by itself where nobody tells its end, and a second press is one of its own', async () => {
  const { session, time } = await ready();
  session.press.begins();
  await time.pass(999);
  expect(session.press.held).toBe(true);
  await time.pass(1);
  expect(session.press.held).toBe(false);
  session.press.begins();
  session.press.ends();
  session.press.begins();
  await time.pass(500);
  expect(session.press.held).toBe(true);
});

it('holds back what was saved of a case, until then it stands as it was', async () => {
  const { session, fake, time } = await ready();

  const [row] = (
    await fake.list({ kind: 'escalation', filters: [], text: '', sort: '', descending: false, offset: 0, limit: 1 })
  ).rows;
  const of = new CaseState(session, row?.id ?? '');
  of.begin();
  await time.pass(10);
  session.press.begins();
  const saved = of.change(of.id, { title: 'Reads after the press' }, 'Changed title');
  await time.pass(100);
  expect(of.record?.fields.title).not.toBe('Reads after the press');
  session.press.ends();
  await time.pass(0);
  await saved;
  expect(of.record?.fields.title).toBe('Reads after the press');
});
