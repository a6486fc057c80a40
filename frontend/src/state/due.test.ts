import { describe, expect, it } from 'vitest';
import { Away } from './away.svelte';
import { DueState } from './due.svelte';
import { PolicyState } from './policy.svelte';
import { HandTime, ready, settle } from './testing';

async function today() {
  const all = await ready();
  const due = new DueState(all.session);
  const stop = due.begin();
  await settle();
  due.own(false);
  await settle();
  return { ...all, due, stop };
}

describe('what the process asks', () => {
  it('is done with one key, and comes back with undo', async () => {
    const { due, session } = await today();
    const duty = due.all.find((o) => !o.does.some((d) => d.needs));
    if (!duty) throw new Error('no duty is done by a key alone');
    await due.done(duty);
    await settle();
    expect(due.all.some((o) => o.id === duty.id)).toBe(false);
    session.undoLast();
    await settle();
    await due.load();
    expect(due.all.some((o) => o.id === duty.id)).toBe(true);
  });

  it('makes way for the next at once, and comes back where it could not be done', async () => {
    const { due, fake } = await today();
    const duty = due.inOrder.find((o) => !o.does.some((d) => d.needs));
    if (!duty) throw new Error('no duty is done by a key alone');
    due.choose(duty);
    const next = due.inOrder[due.inOrder.indexOf(duty) + 1];
    fake.failing.set('do', { code: 'disk_full', says: 'The disk is full.' });
    const doing = due.done();
    expect(due.current?.id).toBe(next?.id);
    await expect(doing).rejects.toMatchObject({ code: 'disk_full' });
    expect(due.all.some((o) => o.id === duty.id)).toBe(true);
  });

  it('asks for words where an update belongs to it, and keeps them when it is refused', async () => {
    const { due, fake } = await today();
    const duty = due.all.find((o) => o.does.some((d) => d.needs === 'text'));
    await due.done(duty);
    expect(due.asking?.how).toBe('do');
    fake.failing.set('do', { code: 'disk_full', says: 'The disk is full.' });
    await due.answer({ text: 'Stable since noon.' });
    expect([due.problem, due.asking?.duty.id]).toEqual(['The disk is full.', duty?.id]);
    await due.answer({ text: 'Stable since noon.' });
    await settle();
    expect(due.asking).toBe(null);
    expect(due.all.some((o) => o.id === duty?.id)).toBe(false);
  });

  it('has its words again when they were left, and none once it is done', async () => {
    const { due, session, fake } = await today();
    const duty = due.all.find((o) => o.does.some((d) => d.needs === 'text'));
    await due.done(duty);
    due.asking?.said.type('Stable since');
    due.leave();
    await session.saving.keepNow();
    await due.done(duty);
    await settle();
    expect(due.asking?.said.text).toBe('Stable since');
    due.asking?.said.type('Stable since noon.');
    await due.answer({ text: due.asking?.said.text });
    await settle();
    expect([due.asking, fake.store.drafts.size]).toEqual([null, 0]);
  });

  it('is put off with a reason until its time', async () => {
    const { due } = await today();
    const duty = due.all.find((o) => o.state === 'overdue');
    due.ask(duty, 'snooze');
    await due.answer({ until: '2026-03-18T08:00:00Z', reason: 'The customer asked for tomorrow' });
    await settle();
    expect(due.all.find((o) => o.id === duty?.id)?.state).toBe('snoozed');
    expect(due.groups.at(-1)?.title).toBe('Put off');
  });

  it('is one’s own, or everybody’s', async () => {
    const { due, session } = await today();
    const all = due.shown.length;
    due.own(true);
    await settle();
    expect(due.shown.every((o) => o.who === session.settings.name)).toBe(true);
    expect(due.shown.length).toBeLessThan(all);
  });
});

it('counts what is late before anybody looks, and reaches row after row once somebody does', async () => {
  const { session, fake, time } = await ready({ many: 300 });
  const due = new DueState(session);
  due.watch();
  await time.pass(2000);
  const late = due.late;
  expect([late > 0, due.all.length]).toEqual([true, 0]);
  due.begin();
  due.own(false);
  await settle();
  const first = due.all.length;
  expect([first < due.total, due.more]).toEqual([true, true]);
  const asked = fake.calls.filter((c) => c === 'due').length;
  while (due.more) await due.reach();
  expect(due.all.length).toBe(due.total);
  expect(new Set(due.all.map((o) => o.id)).size).toBe(due.total);
  expect(fake.calls.filter((c) => c === 'due').length).toBeGreaterThan(asked);
});

it('notices that one was away, once', async () => {
  const time = new HandTime();
  let kept = time.now() - 3 * 3_600_000;
  const before = kept;
  const away = new Away(time, {
    read: () => kept,
    write: (ms) => {
      kept = ms;
    },
  });
  const stop = away.begin();
  expect(away.since).toBe(before);
  away.read();
  await time.pass(30 * 60_000);
  expect([away.since, kept]).toEqual([0, time.now()]);
  stop();
});

describe('the process as files', () => {
  it('says what is wrong by its line, and uses nothing before that', async () => {
    const { session, fake, time } = await ready();
    const policy = new PolicyState(session);
    await policy.load();
    const text = policy.text('cadence.yaml');
    policy.type('cadence.yaml', text.replace('24h', 'soon'));
    await time.pass(600);
    expect(policy.mistakes.map((m) => m.line)).toEqual([5]);
    await policy.use();
    expect(policy.problem).toContain('mistake');
    expect(fake.calls.filter((c) => c === 'usePolicy')).toHaveLength(1);
    policy.revert();
    expect([policy.changed, policy.text('cadence.yaml')]).toEqual([false, text]);
  });

  it('keeps what is typed in a file while other screens are shown, and takes no other change over it', async () => {
    const { session } = await ready();
    const policy = new PolicyState(session);
    await policy.load();
    const typed = policy.text('cadence.yaml').replace('24h', '12h');
    policy.type('cadence.yaml', typed);
    const again = new PolicyState(session);
    await again.load();
    expect(again.text('cadence.yaml')).toBe(typed);
    const place = again.view?.places[0];
    if (!place) throw new Error('there is no common value');
    expect(await again.set(place, '36h')).toBe(false);
    expect([again.wrong(place.label), again.text('cadence.yaml')]).toEqual([
      'Files are changed and not in use yet: use them, or put them back, first.',
      typed,
    ]);
    await again.use();
    expect([again.changed, again.text('cadence.yaml')]).toEqual([false, typed]);
  });

  it('takes a common value into its line', async () => {
    const { session } = await ready();
    const policy = new PolicyState(session);
    await policy.load();
    const place = policy.view?.places[0];
    if (!place) throw new Error('there is no common value');
    await policy.set(place, '12h');
    expect(policy.view?.places[0]?.value).toBe('12h');
    expect(policy.view?.builtin).toBe(false);
  });
});
