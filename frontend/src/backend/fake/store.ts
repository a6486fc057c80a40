/** The in-memory records, their history and what is derived from them. */
import type {
  CaseView,
  Change,
  ConflictView,
  DraftView,
  FieldChange,
  HistoryEntry,
  ListPage,
  ListQuery,
  ListRow,
  Named,
  RecordView,
  Saved,
} from '../backend';
import { kindOf } from './schema';

export type Fields = { [name: string]: unknown };
export interface Rec {
  id: string;
  key: string;
  kind: string;
  rev: number;
  fields: Fields;
  deletedAt: number;
  moved: number;
}
interface Entry {
  action: string;
  rev: number;
  at: number;
  by: string;
  says: string;
  before: Map<string, Rec | null>;
  after: Map<string, Rec>;
  undone: boolean;
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export class Refused extends Error {
  constructor(
    readonly code: string,
    readonly says: string,
  ) {
    super(says);
  }
}

const copy = <T>(value: T): T => structuredClone(value);

/** RFC 7396. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const out: Fields =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...(target as Fields) } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete out[name];
    else out[name] = mergePatch(out[name], value);
  }
  return out;
}

export class FakeStore {
  readonly records = new Map<string, Rec>();
  readonly drafts = new Map<string, DraftView>();
  readonly conflicts = new Map<string, ConflictView>();
  private readonly entries: Entry[] = [];
  private seq = 0;
  private made = 0;

  constructor(
    private readonly now: () => number,
    private readonly who: () => string,
  ) {}

  get sequence(): number {
    return this.seq;
  }

  id(): string {
    this.made += 1;
    return `0190f000-0000-7000-8000-${this.made.toString(16).padStart(12, '0')}`;
  }

  private key(prefix: string): string {
    if (!prefix) return '';
    let n = (this.made * 2_654_435_761) % 2 ** 30;
    let letters = '';
    for (let i = 0; i < 6; i++) {
      letters += ALPHABET[n % 32];
      n = Math.floor(n / 32);
    }
    return `${prefix}-${letters}`;
  }

  iso(ms = this.now()): string {
    return new Date(ms).toISOString();
  }

  find(idOrKey: string): Rec {
    const upper = idOrKey.toUpperCase();
    const rec = this.records.get(idOrKey) ?? [...this.records.values()].find((r) => r.key === upper);
    if (!rec) throw new Refused('not_found', `There is no record ${idOrKey}. It may have been purged.`);
    return rec;
  }

  /** The case a record belongs to: itself, or its parent. */
  top(rec: Rec): Rec {
    return this.records.get(String(rec.fields.parent ?? '')) ?? rec;
  }

  /** `gone` go into the bin with it. */
  save(says: string, changes: Change[], merge = true, gone: string[] = []): Saved {
    const entry: Entry = {
      action: `act-${this.seq + 1}`,
      rev: this.seq + 1,
      at: this.now(),
      by: this.who(),
      says,
      before: new Map(),
      after: new Map(),
      undone: false,
    };
    const conflicts: ConflictView[] = [];
    for (const change of changes) if (change.base > 0) this.find(change.id);
    this.seq += 1;
    const saved = changes.map((change) => this.apply(entry, change, merge ? conflicts : []));
    this.mark(entry, gone, true);
    this.entries.push(entry);
    return { action: entry.action, at: this.iso(), records: saved, conflicts, missing: [] };
  }

  private apply(entry: Entry, change: Change, conflicts: ConflictView[]): { id: string; key: string; rev: number } {
    const was = this.records.get(change.id);
    const id = change.id || this.id();
    if (was && change.base > 0 && was.rev > change.base) this.compare(was, change, conflicts);
    const fields = mergePatch(was?.fields ?? { created: this.iso() }, change.patch) as Fields;
    const rec: Rec = {
      id,
      key: was?.key ?? this.key(kindOf(change.kind)?.prefix ?? ''),
      kind: change.kind,
      rev: this.seq,
      fields,
      deletedAt: was?.deletedAt ?? 0,
      moved: this.now(),
    };
    if (!entry.before.has(id)) entry.before.set(id, was ? copy(was) : null);
    entry.after.set(id, copy(rec));
    this.records.set(id, rec);
    const top = this.top(rec);
    top.moved = this.now();
    return { id, key: rec.key, rev: this.seq };
  }

  /** Fields changed by both since `base`: the later stands, the earlier is kept beside it. */
  private compare(was: Rec, change: Change, conflicts: ConflictView[]): void {
    for (const other of this.entries.filter((e) => e.rev > change.base && e.after.has(was.id))) {
      for (const field of Object.keys(change.patch)) {
        const theirs = other.after.get(was.id)?.fields[field];
        const before = other.before.get(was.id)?.fields[field];
        const mine = change.patch[field];
        if (
          JSON.stringify(theirs) === JSON.stringify(before) ||
          JSON.stringify(theirs) === JSON.stringify(mine ?? undefined)
        )
          continue;
        const conflict: ConflictView = {
          id: `${was.id}/${field}`,
          recordId: was.id,
          field,
          label: kindOf(was.kind)?.fields.find((f) => f.name === field)?.label ?? field,
          standing: mine,
          standingBy: this.who(),
          standingAt: this.iso(),
          kept: theirs,
          keptBy: other.by,
          keptAt: this.iso(other.at),
        };
        this.conflicts.set(conflict.id, conflict);
        conflicts.push(conflict);
      }
    }
  }

  /** A change as another window would make it. */
  by(who: string, says: string, changes: Change[]): Saved {
    const saved = this.save(says, changes);
    const entry = this.entries.at(-1);
    if (entry) entry.by = who;
    return saved;
  }

  undo(action: string): { says: string; left: string[]; ids: string[]; saved: Saved } {
    const entry = this.entries.find((e) => e.action === action);
    if (!entry) throw new Refused('not_found', 'There is nothing left to undo.');
    const undoing: Entry = {
      action: `act-${this.seq + 1}`,
      rev: this.seq + 1,
      at: this.now(),
      by: this.who(),
      says: `Undid: ${entry.says}`,
      before: new Map(),
      after: new Map(),
      undone: false,
    };
    this.seq += 1;
    const left: string[] = [];
    for (const [id, before] of entry.before) {
      const here = this.records.get(id);
      if (!here) continue;
      undoing.before.set(id, copy(here));
      const back = this.backed(here, before, entry.after.get(id), left);
      undoing.after.set(id, copy(back));
      this.records.set(id, back);
    }
    entry.undone = true;
    this.entries.push(undoing);
    return {
      says: undoing.says,
      left,
      ids: [...undoing.after.keys()],
      saved: { action: undoing.action, at: this.iso(), records: [], conflicts: [], missing: [] },
    };
  }

  private backed(here: Rec, before: Rec | null, after: Rec | undefined, left: string[]): Rec {
    if (!before) return { ...here, rev: this.seq, deletedAt: this.now() };
    const fields: Fields = { ...here.fields };
    for (const name of new Set([...Object.keys(before.fields), ...Object.keys(after?.fields ?? {})])) {
      if (JSON.stringify(before.fields[name]) === JSON.stringify(after?.fields[name])) continue;
      if (JSON.stringify(fields[name]) !== JSON.stringify(after?.fields[name]))
        left.push(kindOf(here.kind)?.fields.find((f) => f.name === name)?.label ?? name);
      else if (before.fields[name] === undefined) delete fields[name];
      else fields[name] = copy(before.fields[name]);
    }
    return { ...here, fields, rev: this.seq, deletedAt: before.deletedAt, moved: this.now() };
  }

  private mark(entry: Entry, ids: string[], deleted: boolean): void {
    for (const id of ids) {
      const rec = this.find(id);
      entry.before.set(rec.id, copy(rec));
      const next = { ...rec, rev: this.seq, deletedAt: deleted ? this.now() : 0 };
      entry.after.set(rec.id, copy(next));
      this.records.set(rec.id, next);
    }
  }

  /** What is so already is no change, and no action. */
  setDeleted(ids: string[], deleted: boolean): Saved {
    const going = ids.filter((id) => Boolean(this.find(id).deletedAt) !== deleted);
    if (going.length === 0) return { action: '', at: '', records: [], conflicts: [], missing: [] };
    const entry: Entry = {
      action: `act-${this.seq + 1}`,
      rev: this.seq + 1,
      at: this.now(),
      by: this.who(),
      says: deleted ? 'Deleted' : 'Restored',
      before: new Map(),
      after: new Map(),
      undone: false,
    };
    this.seq += 1;
    this.mark(entry, going, deleted);
    this.entries.push(entry);
    return {
      action: entry.action,
      at: this.iso(),
      records: going.map((id) => ({ id, key: '', rev: this.seq })),
      conflicts: [],
      missing: [],
    };
  }

  purge(ids: string[]): void {
    for (const id of ids) {
      for (const rec of [...this.records.values()])
        if (rec.id === id || rec.fields.parent === id) this.records.delete(rec.id);
    }
  }

  items(id: string): Rec[] {
    return [...this.records.values()].filter((r) => r.fields.parent === id && !r.deletedAt && r.kind !== 'attachment');
  }

  cases(): Rec[] {
    return [...this.records.values()].filter((r) => !r.fields.parent && !r.deletedAt);
  }

  title(rec: Rec): string {
    const f = rec.fields;
    return String(f.title ?? f.name ?? f.text ?? f.body ?? f.description ?? '').split('\n')[0] ?? '';
  }

  named(rec: Rec): Named {
    return { id: rec.id, key: rec.key, kind: rec.kind, title: this.title(rec), deleted: rec.deletedAt > 0 };
  }

  /** What a `ref` shows: the title of what it names, or the name that was typed. */
  refTitle(value: unknown): string {
    const rec = this.records.get(String(value ?? ''));
    return rec ? this.title(rec) : String(value ?? '');
  }

  view(rec: Rec): RecordView {
    return { id: rec.id, key: rec.key, kind: rec.kind, rev: rec.rev, fields: copy(rec.fields) };
  }

  open(idOrKey: string): CaseView {
    const rec = this.find(idOrKey);
    const items = this.items(rec.id);
    const names: { [id: string]: Named } = {};
    for (const r of [rec, ...items]) {
      for (const value of Object.values(r.fields)) {
        const named = typeof value === 'string' ? this.records.get(value) : undefined;
        if (named) names[named.id] = this.named(named);
      }
    }
    const mine = new Set([rec.id, ...items.map((r) => r.id)]);
    const missing = (kindOf(rec.kind)?.fields ?? []).filter((f) => f.required && (rec.fields[f.name] ?? '') === '');
    return {
      record: this.view(rec),
      items: items.map((r) => this.view(r)),
      attachments: [],
      drafts: [...this.drafts.values()].filter((d) => mine.has(d.id) || d.parent === rec.id),
      conflicts: [...this.conflicts.values()].filter((c) => mine.has(c.recordId)),
      findings: missing.map((f) => ({
        id: rec.id,
        field: f.name,
        level: 'warn',
        says: `${f.label} is missing`,
        source: f.help,
      })),
      names,
      deleted: rec.deletedAt > 0,
    };
  }

  history(id: string): HistoryEntry[] {
    const mine = new Set([
      this.find(id).id,
      ...[...this.records.values()].filter((r) => r.fields.parent === id).map((r) => r.id),
    ]);
    return this.entries
      .filter((e) => [...e.after.keys()].some((x) => mine.has(x)))
      .reverse()
      .map((e) => ({
        action: e.action,
        rev: e.rev,
        at: this.iso(e.at),
        by: e.by,
        device: 'this computer',
        says: e.says,
        changes: this.changesOf(e, mine),
        undone: e.undone,
        undoable: !e.undone,
      }));
  }

  private changesOf(entry: Entry, mine: Set<string>): FieldChange[] {
    const out: FieldChange[] = [];
    for (const [id, after] of entry.after) {
      if (!mine.has(id)) continue;
      const before = entry.before.get(id);
      for (const f of kindOf(after.kind)?.fields ?? []) {
        if (JSON.stringify(before?.fields[f.name]) === JSON.stringify(after.fields[f.name])) continue;
        out.push({
          recordId: id,
          kind: after.kind,
          field: f.name,
          label: f.label,
          before: before?.fields[f.name] ?? '',
          after: after.fields[f.name] ?? '',
        });
      }
    }
    return out;
  }

  version(id: string, rev: number): RecordView {
    const entry = this.entries.findLast((e) => e.rev <= rev && e.after.has(id));
    const rec = entry?.after.get(id);
    if (!rec) throw new Refused('not_found', 'That version is not kept any more.');
    return this.view(rec);
  }

  private row(rec: Rec): ListRow {
    const cells: Fields = {};
    for (const column of kindOf(rec.kind)?.columns ?? []) {
      if (column.name === 'key') cells.key = rec.key;
      else if (column.name === 'moved') cells.moved = this.iso(rec.moved);
      else
        cells[column.name] =
          column.type === 'ref' ? this.refTitle(rec.fields[column.name]) : (rec.fields[column.name] ?? '');
    }
    return { id: rec.id, key: rec.key, kind: rec.kind, rev: rec.rev, title: this.title(rec), cells };
  }

  list(q: ListQuery): ListPage {
    const all = this.cases().filter((r) => r.kind === q.kind);
    const kind = kindOf(q.kind);
    const value = (rec: Rec, field: string) =>
      kind?.fields.find((f) => f.name === field)?.type === 'ref'
        ? this.refTitle(rec.fields[field])
        : String(rec.fields[field] ?? '');
    const fits = (rec: Rec, but = '') =>
      q.filters.every((f) => f.field === but || f.values.length === 0 || f.values.includes(value(rec, f.field))) &&
      (!q.text || JSON.stringify(this.row(rec)).toLowerCase().includes(q.text.toLowerCase()));
    const matched = all.filter((r) => fits(r));
    const order = kind?.fields.find((f) => f.name === q.sort)?.choices.map((c) => c.value);
    const key = (rec: Rec) =>
      order ? String(order.indexOf(String(rec.fields[q.sort] ?? '')) + 100) : String(this.row(rec).cells[q.sort] ?? '');
    if (q.sort) {
      const keyed = matched.map((rec) => ({ rec, key: key(rec) }));
      keyed.sort(
        (a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.rec.id < b.rec.id ? -1 : 1) * (q.descending ? -1 : 1),
      );
      matched.splice(0, matched.length, ...keyed.map((k) => k.rec));
    }
    const counts: ListPage['counts'] = {};
    for (const field of (q.counts && kind?.filters) || []) {
      const seen = new Map<string, number>();
      for (const rec of all.filter((r) => fits(r, field)))
        seen.set(value(rec, field), (seen.get(value(rec, field)) ?? 0) + 1);
      const label = (v: string) =>
        kind?.fields.find((f) => f.name === field)?.choices.find((c) => c.value === v)?.label ?? (v || 'None');
      counts[field] = [...seen]
        .map(([v, n]) => ({ value: v, label: label(v), count: n }))
        .sort((a, b) => b.count - a.count);
    }
    const begin = q.offset + (q.after ? matched.findIndex((r) => r.id === q.after) + 1 : 0);
    const rows = matched.slice(begin, begin + q.limit).map((r) => this.row(r));
    return {
      rows,
      offset: q.offset,
      total: matched.length,
      all: all.length,
      counts,
      next: begin + rows.length < matched.length ? (rows.at(-1)?.id ?? '') : '',
    };
  }
}
