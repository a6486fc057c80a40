/**
 * What every backend does alike, whoever keeps the records: tried with the one in memory by vitest, with the real program by
 * app/e2e. The state classes are tested on the first and run on the second. No behaviour takes the workspace to be empty.
 */
import type { Backend, CaseRequest, FieldChange, ListQuery, OpenedCase, RecordView } from './backend';

type Behaviour = (backend: Backend) => Promise<void>;

function is(what: string, got: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: ${a} instead of ${b}`);
}

async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 100; i++) {
    if (await holds()) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`${what}: not within five seconds`);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'no fault';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
}

const CASE = { kind: 'escalation', id: '', base: 0 };
let made = 0;
/** A word that stands nowhere else. */
const word = (): string => `Q${Date.now().toString(36)}${(made++).toString(36)}z`;

async function make(backend: Backend, patch: { [field: string]: unknown }): Promise<string> {
  const saved = await backend.save({ action: 'Made', changes: [{ ...CASE, patch }] });
  return saved.records[0]?.id ?? '';
}
const change = (backend: Backend, of: RecordView, patch: { [field: string]: unknown }) =>
  backend.save({ action: 'Changed', changes: [{ kind: of.kind, id: of.id, base: of.rev, patch }] });
const open = (backend: Backend, id: string, more: Partial<CaseRequest> = {}): Promise<OpenedCase> =>
  backend.openCase({ id, lines: 10, with: [], ...more });
const query = (more: Partial<ListQuery>): ListQuery => ({
  kind: 'escalation',
  filters: [],
  text: '',
  sort: '',
  descending: false,
  offset: 0,
  limit: 100,
  ...more,
});

export const BEHAVIOURS: { [says: string]: Behaviour } = {
  async 'a record that is made has a key and its fields; null clears one, and what is not named stays'(backend) {
    const saved = await backend.save({
      action: 'Made',
      changes: [{ ...CASE, patch: { title: 'A title', component: 'storage', severity: 'high' } }],
    });
    const [first] = saved.records;
    is('a key', /^ESC-[0-9A-Z]{6}$/.test(first?.key ?? ''), true);
    is('an action', saved.action !== '', true);
    const { record, deleted } = await open(backend, first?.id ?? '');
    is('its fields', [record.fields.title, record.fields.component, deleted], ['A title', 'storage', false]);
    is('found by its key', (await open(backend, record.key)).record.id, record.id);
    await change(backend, record, { component: null });
    const after = (await open(backend, record.id)).record;
    is(
      'cleared and kept',
      [after.fields.component, after.fields.title, after.rev > record.rev],
      [undefined, 'A title', true],
    );
  },

  async 'changes of two fields from one revision are both taken; of one field both values stand until one is chosen'(
    backend,
  ) {
    const { record } = await open(backend, await make(backend, { title: 'One', component: 'a' }));
    await change(backend, record, { title: 'Two' });
    is('another field', (await change(backend, record, { component: 'b' })).conflicts.length, 0);
    const [conflict, ...more] = (await change(backend, record, { title: 'Three' })).conflicts;
    is('one conflict', [conflict?.field, more.length], ['title', 0]);
    const both = await open(backend, record.id);
    is(
      'the conflict of the case',
      both.conflicts.map((c) => [c.field, c.recordId]),
      [['title', record.id]],
    );
    is('both values', [both.conflicts[0]?.standing, both.conflicts[0]?.kept].sort(), ['Three', 'Two']);
    is(
      'in the list of all',
      (await backend.conflicts()).some((c) => c.id === both.conflicts[0]?.id),
      true,
    );
    const kept = both.conflicts[0]?.kept;
    await backend.resolve(both.conflicts[0]?.id ?? '', 'kept');
    const after = await open(backend, record.id);
    is(
      'the chosen one',
      [after.record.fields.title, after.record.fields.component, after.conflicts.length],
      [kept, 'b', 0],
    );
  },

  async 'an action is undone, but not what was changed since'(backend) {
    const { record } = await open(backend, await make(backend, { title: 'Before', component: 'a' }));
    const saved = await change(backend, record, { title: 'After', component: 'b' });
    await change(backend, (await open(backend, record.id)).record, { component: 'c' });
    const undone = await backend.undo(saved.action);
    const after = await open(backend, record.id);
    is('title and component', [after.record.fields.title, after.record.fields.component], ['Before', 'c']);
    is('something was left', undone.left.length > 0, true);
    is('nobody knows it', await codeOf(backend.undo('0190-nobody')), 'not_found');
  },

  async 'what is deleted is in no list, is in the bin, and comes back whole'(backend) {
    const title = word();
    const id = await make(backend, { title });
    const listed = async () => (await backend.list(query({ text: title }))).rows.map((r) => r.id);
    is('listed', await listed(), [id]);
    await backend.remove([id]);
    is('not listed', await listed(), []);
    is(
      'in the bin',
      (await backend.bin('')).rows.some((r) => r.id === id && r.title === title && r.daysLeft > 0),
      true,
    );
    is('told when opened', (await open(backend, id)).deleted, true);
    await backend.restore([id]);
    is('listed again', await listed(), [id]);
    await backend.undo((await backend.remove([id])).action);
    is('listed by undoing it too', await listed(), [id]);
    is('whole', [(await open(backend, id)).record.fields.title, (await open(backend, id)).deleted], [title, false]);
  },

  async 'a draft stands beside its record until it is dropped, and without one it is among all'(backend) {
    const id = await make(backend, { title: 'With a draft' });
    const draft = { id, kind: 'escalation', parent: '', field: 'description', text: 'half a sent' };
    await backend.draft(draft);
    await backend.draft({ ...draft, text: 'half a sentence' });
    const drafts = async () => (await open(backend, id)).drafts.map((d) => [d.field, d.text]);
    is('the last one', await drafts(), [['description', 'half a sentence']]);
    is('not in the record', (await open(backend, id)).record.fields.description, undefined);
    await backend.dropDraft(id, 'description');
    is('dropped', await drafts(), []);
    const reason = { ...draft, field: 'ticks.channel@20261109T101500Z.reason', text: 'of one entry' };
    await backend.draft(reason);
    is('of an entry', await drafts(), [[reason.field, 'of one entry']]);
    await backend.dropDraft(id, reason.field);
    const item = { id: await backend.newId(), kind: 'action', parent: id, field: 'text', text: 'an item' };
    await backend.draft(item);
    is('of an item that is not made', await drafts(), [['text', 'an item']]);
    const { records } = await backend.save({
      action: 'New task',
      changes: [{ kind: 'action', id: item.id, base: 0, patch: { text: 'an item', parent: id } }],
    });
    is('it is made under its id', [records[0]?.id, await drafts()], [item.id, []]);
    const fresh = await backend.newId();
    await backend.draft({ ...draft, id: fresh, field: 'title', text: 'not made yet' });
    const all = async () => (await backend.drafts()).filter((d) => d.id === fresh).map((d) => d.text);
    is('of a record that is not there', await all(), ['not made yet']);
    await backend.draft({ ...draft, id: fresh, field: 'description', text: 'nor this' });
    await backend.dropDraft(fresh, '');
    is('all of its fields dropped', await all(), []);
  },

  async 'a list is narrowed, sorted both ways, counted, and paged without a gap'(backend) {
    const mark = word();
    for (const [n, severity] of ['low', 'critical', 'high', 'low', 'medium'].entries())
      await make(backend, { title: `${mark} ${n}`, severity });
    const titles = async (more: Partial<ListQuery>) =>
      (await backend.list(query({ text: mark, ...more }))).rows.map((r) => r.title.slice(-1)).join('');
    is('by title', await titles({ sort: 'title' }), '01234');
    is('the other way', await titles({ sort: 'title', descending: true }), '43210');
    is('by severity, the worst first', (await titles({ sort: 'severity' })).slice(0, 3), '124');
    const low = [{ field: 'severity', values: ['low'] }];
    is('one value', await titles({ sort: 'title', filters: low }), '03');
    const page = await backend.list(query({ text: mark, sort: 'title', limit: 2, filters: [] }));
    is('counted', [page.total, page.rows.length, page.all >= 5], [5, 2, true]);
    const second = await backend.list(query({ text: mark, sort: 'title', limit: 2, after: page.next }));
    is('the page after', second.rows.map((r) => r.title.slice(-1)).join(''), '23');
    is('by offset', await titles({ sort: 'title', limit: 2, offset: 4 }), '4');
    const severities = async (more: Partial<ListQuery>) =>
      (await backend.list(query({ text: mark, ...more }))).counts.severity?.map((c) => `${c.value} ${c.count}`).sort();
    is('no values that are not asked for', await severities({}), undefined);
    is('each value', await severities({ counts: true }), ['critical 1', 'high 1', 'low 2', 'medium 1']);
  },

  async 'what hangs below a case comes with it, and of its timeline the newest, then the older ones'(backend) {
    const id = await make(backend, { title: 'With lines' });
    const line = (n: number) => ({
      kind: 'line',
      id: '',
      base: 0,
      patch: { parent: id, text: `line ${n}`, at: `2026-03-0${n}T10:00:00Z[UTC]` },
    });
    await backend.save({ action: 'Lines', changes: [1, 2, 3, 4, 5].map(line) });
    await backend.save({
      action: 'Task',
      changes: [{ ...CASE, kind: 'action', patch: { parent: id, text: 'do it' } }],
    });
    const view = await open(backend, id, { lines: 2 });
    const texts = (items: RecordView[]) =>
      items
        .filter((i) => i.kind === 'line')
        .map((i) => String(i.fields.text))
        .sort();
    is('the newest', texts(view.items), ['line 4', 'line 5']);
    is('the task', view.items.filter((i) => i.kind === 'action').length, 1);
    is('all are counted', view.timeline.total, 5);
    const older = await backend.lines({ id, after: view.timeline.next, limit: 2 });
    is('the older ones', texts(older.items), ['line 2', 'line 3']);
    const last = await backend.lines({ id, after: older.next, limit: 2 });
    is('the last one', [texts(last.items), last.next], [['line 1'], '']);
  },

  async 'each change is told with the records it changed'(backend) {
    const told: string[][] = [];
    const stop = backend.on('changed', ({ ids }) => told.push(ids));
    const id = await make(backend, { title: 'Told' });
    await eventually('its making', async () => told.some((ids) => ids.includes(id)));
    stop();
    const before = told.length;
    await backend.remove([id]);
    is('not once one stopped listening', told.length, before);
  },

  async 'the history has each change with what was before and after, and a version comes back'(backend) {
    const { record } = await open(backend, await make(backend, { title: 'First' }));
    await change(backend, record, { title: 'Second' });
    const { entries } = await backend.history(record.id, '');
    const named = (c: FieldChange) => c.field === 'title';
    is(
      'the newest first',
      entries[0]?.changes.filter(named).map((c) => [c.before, c.after]),
      [['First', 'Second']],
    );
    is('in words', entries[0]?.says, 'Changed');
    is('as it was', (await backend.version(record.id, record.rev)).fields.title, 'First');
    await backend.restoreVersion(record.id, record.rev);
    is('restored', (await open(backend, record.id)).record.fields.title, 'First');
    is('nobody has it', await codeOf(backend.history('0190f000-dead-7000-8000-000000000000', '')), 'not_found');
  },

  async 'a search finds what was written, with the words marked, and nothing where nothing is'(backend) {
    const [title, text] = [word(), word()];
    const id = await make(backend, { title: `About ${title}`, description: `It says ${text} in the log` });
    const ask = (text: string) =>
      backend.search({
        text,
        unfinished: false,
        typing: false,
        facets: true,
        sort: 'relevance',
        cursor: '',
        limit: 10,
      });
    await eventually('found by its text', async () => (await ask(text)).hits.some((h) => h.id === id));
    const page = await ask(text);
    is('one', [page.total, page.hits.length, page.problem], [1, 1, '']);
    const marked = page.hits[0]?.places.flatMap((p) => p.parts).filter((p) => p.hit);
    is(
      'marked',
      marked?.map((p) => p.text.toLowerCase()),
      [text.toLowerCase()],
    );
    is(
      'by its title',
      (await ask(title)).hits.map((h) => h.id),
      [id],
    );
    is('nothing', [(await ask(word())).hits.length, (await ask(`${title} -about`)).hits.length], [0, 0]);
  },

  async 'a record is looked up by its key and its title, and values that were used are proposed'(backend) {
    const title = word();
    const component = word();
    const { record } = await open(backend, await make(backend, { title: `The ${title}`, component }));
    is(
      'by title',
      (await backend.lookUp(title, ['escalation'], 5)).map((n) => n.id),
      [record.id],
    );
    is('by key', (await backend.lookUp(record.key, [], 5))[0]?.id, record.id);
    is('not of another kind', (await backend.lookUp(title, ['call'], 5)).length, 0);
    is('its value', await backend.values('escalation', 'component', component.slice(0, 6), 5), [component]);
  },

  async 'two customers are made one, whose links follow, and parted again by undoing it'(backend) {
    const named = async (name: string) =>
      (await backend.save({ action: 'Made', changes: [{ ...CASE, kind: 'customer', patch: { name } }] })).records[0]
        ?.id ?? '';
    const [keep, other] = [await named(word()), await named(word())];
    const name = String((await open(backend, other)).record.fields.name);
    const id = await make(backend, { title: 'Of a customer', customer: other });
    const saved = await backend.merge(keep, other);
    const one = await open(backend, keep);
    is('its other name', JSON.stringify(one.record.fields).includes(name), true);
    is('the link follows', (await open(backend, id)).record.fields.customer, keep);
    is('in the bin', (await open(backend, other)).deleted, true);
    await backend.undo(saved.action);
    is(
      'parted',
      [(await open(backend, id)).record.fields.customer, (await open(backend, other)).deleted],
      [other, false],
    );
  },

  async 'a file is kept with its case and named by a line, goes into the bin and comes back'(backend) {
    const id = await make(backend, { title: 'With a file' });
    const file = await backend.attach(id, 'note.txt', 'text/plain', btoa('hello'));
    const files = async () => (await open(backend, id)).attachments.map((a) => [a.id, a.name, a.size]);
    is('with the case', await files(), [[file.id, 'note.txt', 5]]);
    is('no item of it', (await open(backend, id)).items.length, 0);
    const patch = { parent: id, text: 'see the file', attachments: [file.id] };
    await backend.save({ action: 'Line', changes: [{ ...CASE, kind: 'line', patch }] });
    is('named by the line', (await open(backend, id)).items[0]?.fields.attachments, [file.id]);
    const gone = await backend.remove([file.id]);
    is('gone', await files(), []);
    await backend.undo(gone.action);
    is('back', (await files()).length, 1);
  },

  async 'what nobody has, or nobody should open, is refused by its code'(backend) {
    const nobody = '0190f000-dead-7000-8000-000000000000';
    is('a case', await codeOf(open(backend, nobody)), 'not_found');
    is(
      'a change',
      await codeOf(backend.save({ action: 'x', changes: [{ ...CASE, id: nobody, base: 1, patch: {} }] })),
      'not_found',
    );
    is('a link', await codeOf(backend.openLink('file:///etc/hostname')), 'refused');
    is('a job', await codeOf(backend.job(nobody)), 'not_found');
  },
};

/** All of them, one after the other; what fails, in words. */
export async function failures(backend: Backend): Promise<string[]> {
  const failed: string[] = [];
  for (const [says, behaves] of Object.entries(BEHAVIOURS))
    await behaves(backend).catch((error: unknown) => {
      failed.push(`${says}: ${error instanceof Error ? error.message : JSON.stringify(error)}`);
    });
  return failed;
}
