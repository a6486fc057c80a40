import { expect, it } from 'vitest';
import { CaseState } from './case.svelte';
import { NextItem } from './next.svelte';
import { ready, settle } from './testing';

async function adding() {
  const { session, fake, time } = await ready();
  const made = await session.save('New', [{ kind: 'escalation', id: '', base: 0, patch: { title: 'Down' } }]);
  const of = new CaseState(session, made.records[0]?.id ?? '');
  await of.load();
  const next = new NextItem(session, of, 'action', 'text');
  const add = async (text: string, id: string) => void (await of.add('action', { text }, 'New task', id));
  const again = async () => {
    const other = new CaseState(session, of.id);
    await other.load();
    return new NextItem(session, other, 'action', 'text');
  };
  return { session, fake, time, of, next, add, again, texts: () => of.items('action').map((i) => i.fields.text) };
}

it('what is typed while the item before is sent is the next, and what could not be kept is there again', async () => {
  const { fake, of, next, add, texts, again } = await adding();
  next.type(' One ');
  const sent = [next.send(add), next.send(add)];
  next.type('Two');
  await Promise.all(sent);
  expect([texts(), next.text]).toEqual([['One'], 'Two']);
  fake.failing.set('save', { code: 'disk_full', says: 'The disk is full.' });
  const refused = next.send(add);
  next.type('three');
  await expect(refused).rejects.toMatchObject({ says: 'The disk is full.' });
  expect([next.text, (await again()).text]).toEqual(['Two three', '']);
  await next.send(add);
  await of.load();
  expect(texts()).toEqual(['One', 'Two three']);
  expect(fake.store.drafts.size).toBe(0);
});

it('what is typed is there again after the window is gone, until it is sent or taken back', async () => {
  const { session, fake, time, next, add, again } = await adding();
  next.type('Call the bank');
  await time.pass(500);
  const left = await again();
  expect(left.text).toBe('Call the bank');
  left.type('Call the bank back');
  await session.saving.keepNow();
  await left.send(add);
  await settle();
  expect([(await again()).text, fake.store.drafts.size]).toEqual(['', 0]);
  const other = await again();
  other.type('x');
  await time.pass(500);
  other.type('');
  await time.pass(500);
  expect(fake.store.drafts.size).toBe(0);
});
