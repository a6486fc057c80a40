import { describe, expect, it } from 'vitest';
import { BinState } from './bin.svelte';
import { FreshState } from './fresh.svelte';
import { ImportState } from './import.svelte';
import { StartState } from './start.svelte';
import { ready, settle } from './testing';

const escalation = (fake: Awaited<ReturnType<typeof ready>>['fake'], text: string) =>
  fake.store.list({ kind: 'escalation', filters: [], text, sort: '', descending: false, offset: 0, limit: 1 }).rows[0]
    ?.id ?? '';

describe('an import', () => {
  it('guesses, is corrected, runs with progress, and is undone', async () => {
    const { session, fake } = await ready();
    const imp = new ImportState(session);
    await imp.choose('files');
    expect(imp.preview?.columns[1]).toMatchObject({ name: 'Summary', field: 'title', guessed: true });
    await imp.map('Notes', 'description');
    expect(imp.preview?.columns[3]).toMatchObject({ field: 'description', guessed: false });
    await imp.start();
    await settle();
    expect(imp.job).toMatchObject({ state: 'running', total: 200 });
    fake.finishAll();
    expect(imp.job).toMatchObject({ state: 'done', refused: 1 });
    expect(imp.job?.refusals[0]?.line).toBe(17);
    const before = fake.store.cases().length;
    await session.undo(imp.job?.action ?? '');
    expect(fake.store.cases().length).toBe(before - 20);
  });

  it('does not run again when a late report overtakes its end', async () => {
    const { session, fake } = await ready();
    const imp = new ImportState(session);
    await imp.choose('files');
    await imp.start();
    await settle();
    const running = imp.job;
    fake.finishAll();
    if (running) fake.tell('job', running);
    expect(imp.job?.state).toBe('done');
  });

  it('can be stopped', async () => {
    const { session } = await ready();
    const imp = new ImportState(session);
    await imp.choose('folder');
    await imp.start();
    await settle();
    imp.cancel();
    await settle();
    expect(imp.job?.state).toBe('cancelled');
  });
});

describe('the bin', () => {
  it('restores, and purges for good', async () => {
    const { session, fake } = await ready();
    const [one, two] = [escalation(fake, 'Audit log'), escalation(fake, 'Wrong time zone')];
    await session.remove([one], 'One');
    await session.remove([two], 'Two');
    const bin = new BinState(session);
    await bin.load();
    expect(bin.total).toBe(2);
    const row = bin.rows.find((r) => r.id === one);
    if (row) await bin.restore(row);
    expect(fake.store.open(one).deleted).toBe(false);
    await bin.purge(bin.rows, 'asked by the customer');
    expect(fake.store.records.has(two)).toBe(false);
  });
});

describe('a new record', () => {
  it('keeps what is typed as drafts, and finds it again', async () => {
    const { session, time } = await ready();
    const fresh = new FreshState(session, 'escalation');
    await fresh.begin();
    fresh.set('title', 'Registry down');
    await time.pass(500);
    const again = new FreshState(session, 'escalation');
    await again.begin();
    expect([again.found, again.value('title')]).toEqual([true, 'Registry down']);
    const id = await again.create();
    const third = new FreshState(session, 'escalation');
    await third.begin();
    expect([id !== '', third.found]).toEqual([true, false]);
  });

  it('that was emptied again is not begun', async () => {
    const { session, fake, time } = await ready();
    const fresh = new FreshState(session, 'escalation');
    await fresh.begin();
    fresh.set('title', 'Never mind');
    await time.pass(500);
    const left = new FreshState(session, 'escalation');
    await left.begin();
    left.set('title', '');
    await time.pass(500);
    expect(fake.store.drafts.size).toBe(0);
    const next = new FreshState(session, 'escalation');
    await next.begin();
    expect([next.found, next.value('title')]).toEqual([false, '']);
  });

  it('reads the times that were typed when it is made, and leaves no draft behind', async () => {
    const { session, fake } = await ready();
    const fresh = new FreshState(session, 'escalation');
    await fresh.begin();
    const of = (name: string) => session.kind('escalation')?.fields.find((f) => f.name === name);
    const [next, mitigated] = [of('next_sync'), of('mitigated')];
    if (!next || !mitigated) throw new Error('no times');
    fresh.set('title', 'Registry down');
    fresh.set('next_sync', '2026-12-02 9:00');
    fresh.set('mitigated', '2026-13-40 99:99');
    expect(await fresh.create()).toBe('');
    expect([fresh.unread, fresh.problem]).toEqual([
      'mitigated',
      'Mitigated: “2026-13-40 99:99” is not a time. Write it as 2026-03-13 07:50.',
    ]);
    expect([fresh.text(next), fresh.text(mitigated)]).toEqual(['2026-12-02 9:00', '2026-13-40 99:99']);
    fresh.set('mitigated', '2026-12-01T17:30:00Z');
    expect(fresh.unread).toBe('');
    expect(fresh.text(mitigated)).toMatch(/^2026-12-0\d \d\d:30$/);
    const id = await fresh.create();
    const { fields } = fake.store.open(id).record;
    expect([fields.next_sync, fields.mitigated]).toEqual([
      `2026-12-02T09:00:00[${session.zone}]`,
      '2026-12-01T17:30:00Z',
    ]);
    expect((await fake.drafts()).filter((d) => d.id === id && d.text !== '')).toEqual([]);
  });

  it('stays on the screen when it could not be kept', async () => {
    const { session, fake } = await ready();
    const fresh = new FreshState(session, 'escalation');
    await fresh.begin();
    fresh.set('title', 'Registry down');
    fake.failing.set('save', { code: 'disk_full', says: 'The disk is full. Free 40 MB.' });
    expect(await fresh.create()).toBe('');
    expect([fresh.problem, fresh.value('title')]).toEqual(['The disk is full. Free 40 MB.', 'Registry down']);
  });
});

describe('the first start', () => {
  it('asks for a name, makes the workspace, loads the sample', async () => {
    const { session, fake } = await ready({ fresh: true, sample: false });
    expect(session.workspace?.phase).toBe('none');
    const start = new StartState(session);
    start.name = ' ';
    await start.go();
    expect(start.problem).toContain('name');
    start.name = 'Marta Ilves';
    start.begin = 'sample';
    await start.choose();
    expect(start.path).toBe('~/Cases');
    await start.go();
    expect(session.workspace?.phase).toBe('ready');
    expect(fake.store.cases().length).toBeGreaterThan(10);
    expect(session.settings.name).toBe('Marta Ilves');
  });

  it('goes on to the import', async () => {
    const { session } = await ready({ fresh: true, sample: false });
    const start = new StartState(session);
    start.begin = 'import';
    await start.go();
    expect(session.nav.route).toEqual({ at: 'import' });
  });
});
