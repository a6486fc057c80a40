import { describe, expect, it } from 'vitest';
import { FIRST_LINES } from './ahead.svelte';
import { CaseState } from './case.svelte';
import { HistoryState } from './history.svelte';
import { ready, settle } from './testing';

async function opened() {
  const all = await ready();
  const row = all.fake.store.list({
    kind: 'escalation',
    filters: [],
    text: 'Repository storage',
    sort: '',
    descending: false,
    offset: 0,
    limit: 1,
  }).rows[0];
  const of = new CaseState(all.session, row?.id ?? '');
  const stop = of.begin();
  await settle();
  if (!of.record) throw new Error('not opened');
  return { ...all, of, stop, record: of.record };
}

describe('a long timeline', () => {
  it('opens with its newest lines and reads on to the oldest', async () => {
    const { of, fake } = await opened();
    const lines = Array.from({ length: 1500 }, (_, i) => ({
      kind: 'line',
      id: '',
      base: 0,
      patch: { parent: of.id, text: `Probe ${i}`, at: new Date(Date.UTC(2025, 0, 1, 0, i)).toISOString() },
    }));
    const oldest = fake.store.save('Imported lines', lines).records[0]?.id ?? '';
    await of.load();
    expect([of.timeline.length, of.counts.total > 1500]).toEqual([FIRST_LINES, true]);
    await of.readAll(oldest);
    expect(of.timeline.at(-1)?.fields.text).toBe('Probe 0');
    expect(of.timeline.length).toBe(of.counts.total);
    await of.load();
    expect(of.timeline.length).toBe(of.counts.total);
  });
});

describe('a record', () => {
  it('shows its items in order and its timeline newest first', async () => {
    const { of } = await opened();
    expect(of.timeline[0]?.fields.text).toContain('Storage trace');
    expect(of.items('line')[0]?.fields.text).toContain('First failure');
  });

  it('saves a field, clears it with null, and undoes both', async () => {
    const { of, record, session } = await opened();
    await of.change(record.id, { component: 'proxy' }, 'Changed component');
    expect(of.record?.fields.component).toBe('proxy');
    await of.change(record.id, { component: null }, 'Changed component');
    expect(of.record?.fields.component).toBeUndefined();
    session.undoLast();
    await settle();
    expect(of.record?.fields.component).toBe('proxy');
    session.undoLast();
    await settle();
    expect(of.record?.fields.component).toBe('storage proxy');
  });

  it('undoes a save that is still under way, not the one before it', async () => {
    const { of, record, session } = await opened();
    await of.change(record.id, { component: 'proxy' }, 'Changed component');
    const saving = of.change(record.id, { component: 'disk' }, 'Changed component');
    session.undoLast();
    await saving;
    await settle();
    expect(of.record?.fields.component).toBe('proxy');
  });

  it('keeps a draft through the loss of the window, and drops it with the revision', async () => {
    const { of, record, session, time } = await opened();
    const edit = of.edit(record, 'cause', 'Cause', '', (t) => t);
    edit.type('The secret was');
    await time.pass(500);
    const again = new CaseState(session, record.id);
    await again.load();
    expect(again.draft(record.id, 'cause')).toBe('The secret was');
    await edit.commit();
    await again.load();
    expect(again.draft(record.id, 'cause')).toBeUndefined();
    expect(again.record?.fields.cause).toBe('The secret was');
  });

  it('shows a conflict with both values, and keeps the chosen one', async () => {
    const { of, record, fake } = await opened();
    const base = record.rev;
    fake.store.by('Aoife Brannigan', 'Changed component', [
      { kind: 'escalation', id: record.id, base, patch: { component: 'theirs' } },
    ]);
    await of.change(record.id, { component: 'mine' }, 'Changed component');
    const conflict = of.conflict(record.id, 'component');
    expect(conflict).toMatchObject({ standing: 'mine', kept: 'theirs', keptBy: 'Aoife Brannigan' });
    if (!conflict) return;
    await of.resolve(conflict, 'kept');
    expect(of.record?.fields.component).toBe('theirs');
    expect(of.conflict(record.id, 'component')).toBeUndefined();
  });

  it('follows what another window did', async () => {
    const { of, record, fake } = await opened();
    await fake.save({
      action: 'Changed version',
      changes: [{ kind: 'escalation', id: record.id, base: record.rev, patch: { version: '17.2' } }],
    });
    await settle();
    expect(of.record?.fields.version).toBe('17.2');
  });

  it('adds, changes and deletes an item, with Undo', async () => {
    const { of, session } = await opened();
    const id = await of.add('action', { text: 'Write the guide', status: 'open' }, 'New action');
    await of.change(id, { owner: 'Docs' }, 'Changed owner');
    const item = of.items('action').find((a) => a.id === id);
    expect(item?.fields.owner).toBe('Docs');
    if (item) await of.removeItem(item, 'Action');
    expect(of.items('action').some((a) => a.id === id)).toBe(false);
    session.toasts.act();
    await settle();
    await of.load();
    expect(of.items('action').some((a) => a.id === id)).toBe(true);
  });

  it('has a history that can be undone, naming what was changed since', async () => {
    const { of, record, session } = await opened();
    await of.change(record.id, { version: '1', component: 'a' }, 'First');
    await of.change(record.id, { version: '2' }, 'Second');
    const history = new HistoryState(session, record.id);
    await history.load();
    const first = history.entries.find((e) => e.says === 'First');
    expect(first?.changes.map((c) => c.label)).toEqual(['Component', 'Version']);
    if (first) await history.undo(first);
    await of.load();
    expect([of.record?.fields.component, of.record?.fields.version]).toEqual(['storage proxy', '2']);
    expect(session.toasts.newest?.says).toContain('changed since: Version');
  });

  it('takes what is typed past the gates before its field, and keeps it typed where one turns back', async () => {
    const { of, record, session } = await opened();
    const edit = of.edit(record, 'status', 'Status', String(record.fields.status), (text) => text);
    edit.type('closed');
    const left = edit.commit();
    await settle();
    expect(session.gates.wanted?.value).toBe('closed');
    session.gates.leave();
    expect([await left, edit.problem !== '', of.record?.fields.status]).toEqual([false, true, record.fields.status]);
    const given = edit.commit();
    await settle();
    session.gates.setReason('gate-close-reason', 'the customer left');
    await session.gates.go();
    await given;
    expect([edit.problem, of.record?.fields.status]).toEqual(['', 'closed']);
  });

  it('says when it is not there', async () => {
    const { session } = await ready();
    const of = new CaseState(session, 'ESC-NOWHERE');
    await of.load();
    expect(of.fault?.code).toBe('not_found');
  });
});
