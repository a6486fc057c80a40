/**
 * An in-memory program for tests, pictures and work on the look. It keeps what is saved, undoes, finds and refuses as the
 * real one does, on a smaller scale; nothing of it is shipped.
 */
import type {
  About,
  AttachmentPreview,
  AttachmentView,
  Backend,
  BinPage,
  CaseRequest,
  CaseView,
  ChosenFolder,
  ConflictView,
  DoRequest,
  DraftRequest,
  DraftView,
  DueAnswer,
  DueQuery,
  Events,
  Gate,
  HistoryPage,
  ImportPreview,
  ImportRequest,
  ImportSource,
  JobView,
  KindCount,
  LinesPage,
  LinesRequest,
  ListPage,
  ListQuery,
  MoveRequest,
  Movers,
  Named,
  OpenedCase,
  PolicyCheck,
  PolicyFile,
  PolicyPlace,
  PolicyView,
  RecordView,
  Saved,
  SaveRequest,
  Schema,
  SearchPage,
  SearchQuery,
  Settings,
  SimilarAnswer,
  SimilarQuery,
  SnoozeRequest,
  StartRequest,
  Stop,
  Undone,
  WorkspaceView,
} from './backend';
import { due, fulfil, gates, move, snooze } from './fake/due';
import { previewImport } from './fake/import';
import { FakeJobs } from './fake/jobs';
import { linesAfter, openCase } from './fake/lines';
import { merge, possiblySame, splitOff } from './fake/merging';
import type { OnlyReal } from './fake/only-real';
import { FakePolicy, movers } from './fake/policy';
import { CASES } from './fake/sample';
import { SCHEMA } from './fake/schema';
import { search, similar } from './fake/search';
import { seed } from './fake/seed';
import { FakeStore, Refused } from './fake/store';

export interface FakeOptions {
  now: () => number;
  /** A first start has not happened yet. */
  fresh?: boolean;
  sample?: boolean;
  /** That many more escalations, for long lists. */
  many?: number;
}

type Listeners = { [E in keyof Events]: Set<(payload: Events[E]) => void> };

export class FakeBackend implements Omit<Backend, OnlyReal> {
  readonly store: FakeStore;
  /** Set to make the next call of that method fail. */
  readonly failing = new Map<string, { code: string; says: string }>();
  readonly calls: string[] = [];
  /** What the page answered when its window was closed: whether all was kept. */
  readonly parted: boolean[] = [];
  readonly opened: string[] = [];
  private readonly now: () => number;
  private readonly listeners: Listeners = {
    changed: new Set(),
    job: new Set(),
    workspace: new Set(),
    front: new Set(),
    engine: new Set(),
    closing: new Set(),
  };
  private readonly work = new FakeJobs((job) => this.tell('job', job));
  private readonly files = new Map<string, AttachmentView & { caseId: string; data: string }>();
  private phase: WorkspaceView['phase'];
  private mine: Settings = {
    name: 'Marta Ilves',
    role: 'Customer success manager',
    zone: 'Europe/Berlin',
    appearance: 'system',
    textScale: 1,
    quietFrom: '',
    quietTo: '',
  };

  constructor(options: FakeOptions) {
    this.now = options.now;
    this.phase = options.fresh ? 'none' : 'ready';
    this.store = new FakeStore(options.now, () => this.mine.name || 'Someone');
    if (options.sample) seed(this.store, this.now());
    const many = Array.from({ length: options.many ?? 0 }, (_, i) => ({
      kind: 'escalation',
      id: '',
      base: 0,
      patch: { title: `Case number ${i}`, severity: ['critical', 'high', 'medium', 'low'][i % 4], status: 'active' },
    }));
    if (many.length > 0) this.store.save('Imported', many);
  }

  private async answer<T>(method: string, work: () => T): Promise<T> {
    this.calls.push(method);
    await Promise.resolve();
    const fault = this.failing.get(method);
    if (fault) {
      this.failing.delete(method);
      throw fault;
    }
    try {
      return work();
    } catch (error) {
      throw error instanceof Refused ? { code: error.code, says: error.says } : error;
    }
  }

  tell<E extends keyof Events>(event: E, payload: Events[E]): void {
    for (const hear of this.listeners[event]) hear(payload);
  }

  private changed(ids: string[]): void {
    const kinds = [...new Set(ids.map((id) => this.store.records.get(id)?.kind ?? ''))];
    this.tell('changed', { seq: this.store.sequence, ids, kinds });
  }

  private told(saved: Saved): Saved {
    this.changed(saved.records.map((r) => r.id));
    return saved;
  }

  on<E extends keyof Events>(event: E, hear: (payload: Events[E]) => void): Stop {
    const all: Set<(payload: Events[E]) => void> = this.listeners[event];
    all.add(hear);
    return () => void all.delete(hear);
  }

  private view(): WorkspaceView {
    return {
      phase: this.phase,
      folder: '~/Documents/Precedent',
      suggested: '~/Documents/Precedent',
      user: 'Marta Ilves',
      zone: 'Europe/Berlin',
      seq: this.store.sequence,
      freeBytes: 214 * 1024 ** 3,
      lastBackup: '',
      notices: [],
      job: '',
      fault: null,
    };
  }

  workspace = (): Promise<WorkspaceView> => this.answer('workspace', () => this.view());
  painted = (): Promise<void> => this.answer('painted', () => undefined);
  part = (kept: boolean): Promise<void> => this.answer('part', () => void this.parted.push(kept));
  about = (): Promise<About> =>
    this.answer('about', () => ({
      name: 'Precedent',
      version: '0.0.0',
      build: 'fake',
      system: 'memory',
      pdf: 'ready',
    }));
  schema = (): Promise<Schema> => this.answer('schema', () => SCHEMA);
  settings = (): Promise<Settings> => this.answer('settings', () => ({ ...this.mine }));
  saveSettings = (settings: Settings): Promise<Settings> =>
    this.answer('saveSettings', () => {
      this.mine = { ...settings };
      return { ...settings };
    });
  chooseFolder = (): Promise<ChosenFolder | null> =>
    this.answer('chooseFolder', () => ({
      token: 'folder-1',
      path: '~/Cases',
      says: 'New folder. 214 GB free on this disk.',
      existing: false,
    }));
  start = (request: StartRequest): Promise<WorkspaceView> =>
    this.answer('start', () => {
      this.mine = { ...this.mine, name: request.name, role: request.role, zone: request.zone };
      if (request.begin === 'sample') seed(this.store, this.now());
      this.phase = 'ready';
      this.tell('workspace', this.view());
      return this.view();
    });
  openWorkspace = (): Promise<WorkspaceView> => this.answer('openWorkspace', () => this.view());
  showFolder = (): Promise<void> => this.answer('showFolder', () => undefined);
  thirdParty = (): Promise<string> =>
    this.answer(
      'thirdParty',
      () => 'Inter\nCopyright the Inter Project Authors. SIL Open Font License 1.1.\n\nSvelte\nMIT License.',
    );

  counts = (): Promise<KindCount[]> =>
    this.answer('counts', () => {
      const seen = new Map<string, number>();
      for (const rec of this.store.cases()) seen.set(rec.kind, (seen.get(rec.kind) ?? 0) + 1);
      return [...seen].map(([kind, count]) => ({ kind, count }));
    });
  list = (query: ListQuery): Promise<ListPage> => this.answer('list', () => this.store.list(query));
  lookUp = (text: string, kinds: string[], limit: number): Promise<Named[]> =>
    this.answer('lookUp', () => {
      const low = text.toLowerCase();
      return this.store
        .cases()
        .filter(
          (r) =>
            (kinds.length === 0 || kinds.includes(r.kind)) &&
            `${r.key} ${this.store.title(r)}`.toLowerCase().includes(low),
        )
        .slice(0, limit)
        .map((r) => this.store.named(r));
    });
  values = (kind: string, field: string, prefix: string, limit: number): Promise<string[]> =>
    this.answer('values', () => {
      const all = [...this.store.records.values()]
        .filter((r) => r.kind === kind)
        .map((r) => String(r.fields[field] ?? ''));
      return [...new Set(all)].filter((v) => v?.toLowerCase().startsWith(prefix.toLowerCase())).slice(0, limit);
    });
  private whole(id: string): CaseView {
    const view = this.store.open(id);
    const files = [...this.files.values()].filter(
      (f) => f.caseId === view.record.id && !this.store.records.get(f.id)?.deletedAt,
    );
    return { ...view, attachments: files.map(({ caseId: _, data: __, ...file }) => file) };
  }
  openCase = (request: CaseRequest): Promise<OpenedCase> =>
    this.answer('openCase', () => openCase(this.whole(request.id), request));
  lines = (request: LinesRequest): Promise<LinesPage> =>
    this.answer('lines', () => linesAfter(this.whole(request.id), request));
  newId = (): Promise<string> => this.answer('newId', () => this.store.id());
  save = (request: SaveRequest): Promise<Saved> =>
    this.answer('save', () => {
      const saved = this.store.save(request.action, request.changes);
      for (const change of request.changes)
        for (const field of Object.keys(change.patch)) this.store.drafts.delete(`${change.id}/${field}`);
      return this.told(saved);
    });
  private readonly process = new FakePolicy();
  policyInUse = (): Promise<PolicyView> => this.answer('policyInUse', () => this.process.view());
  checkPolicy = (files: PolicyFile[]): Promise<PolicyCheck> =>
    this.answer('checkPolicy', () => this.process.check(files));
  usePolicy = (files: PolicyFile[]): Promise<Saved> =>
    this.answer('usePolicy', () => {
      this.process.use(files);
      return this.told(this.store.save('Used a policy', []));
    });
  setPolicyValue = (place: PolicyPlace, value: string): Promise<Saved> =>
    this.answer('setPolicyValue', () => {
      this.process.set(place, value);
      return this.told(this.store.save('Used a policy', []));
    });
  movers = (most: number): Promise<Movers> => this.answer('movers', () => movers(this.store, this.now(), most));
  due = (query: DueQuery): Promise<DueAnswer> =>
    this.answer('due', () => due(this.store, this.now(), query, this.mine.name));
  do = (request: DoRequest): Promise<Saved> =>
    this.answer('do', () => this.told(fulfil(this.store, this.now(), request)));
  snooze = (request: SnoozeRequest): Promise<Saved> =>
    this.answer('snooze', () => this.told(snooze(this.store, this.now(), request)));
  gates = (id: string, field: string, value: string): Promise<Gate[]> =>
    this.answer('gates', () => gates(this.store, id, field, value));
  move = (request: MoveRequest): Promise<Saved> => this.answer('move', () => this.told(move(this.store, request)));
  merge = (keep: string, other: string): Promise<Saved> =>
    this.answer('merge', () => this.told(merge(this.store, keep, other)));
  splitOff = (id: string, alias: string): Promise<Saved> =>
    this.answer('splitOff', () => this.told(splitOff(this.store, id, alias)));
  possiblySame = (id: string): Promise<Named[]> => this.answer('possiblySame', () => possiblySame(this.store, id));
  draft = (request: DraftRequest): Promise<string> =>
    this.answer('draft', () => {
      this.store.drafts.set(`${request.id}/${request.field}`, { ...request, at: this.store.iso() });
      return this.store.iso();
    });
  dropDraft = (id: string, field: string): Promise<void> =>
    this.answer('dropDraft', () => {
      for (const d of this.store.drafts.values())
        if (d.id === id && (!field || d.field === field)) this.store.drafts.delete(`${id}/${d.field}`);
    });
  drafts = (): Promise<DraftView[]> =>
    this.answer('drafts', () =>
      [...this.store.drafts.values()].filter((d) => !this.store.records.has(d.id) && !this.store.records.has(d.parent)),
    );
  history = (id: string, cursor: string): Promise<HistoryPage> =>
    this.answer('history', () => {
      const all = this.store.history(id);
      const from = Number(cursor || 0);
      return { entries: all.slice(from, from + 50), next: from + 50 < all.length ? String(from + 50) : '' };
    });
  version = (id: string, rev: number): Promise<RecordView> => this.answer('version', () => this.store.version(id, rev));
  restoreVersion = (id: string, rev: number): Promise<Saved> =>
    this.answer('restoreVersion', () => {
      const was = this.store.version(id, rev);
      const here = this.store.find(id);
      const gone = Object.fromEntries(
        Object.keys(here.fields)
          .filter((f) => !(f in was.fields))
          .map((f) => [f, null]),
      );
      return this.told(
        this.store.save('Restored a version', [
          { kind: was.kind, id, base: here.rev, patch: { ...gone, ...was.fields } },
        ]),
      );
    });
  undo = (action: string): Promise<Undone> =>
    this.answer('undo', () => {
      const undone = this.store.undo(action);
      this.changed(undone.ids);
      return { action: undone.saved.action, says: undone.says, left: undone.left, ids: undone.ids };
    });
  resolve = (conflictId: string, take: 'standing' | 'kept'): Promise<Saved> =>
    this.answer('resolve', () => {
      const conflict = this.store.conflicts.get(conflictId);
      if (!conflict) throw new Refused('not_found', 'This was decided already.');
      this.store.conflicts.delete(conflictId);
      const rec = this.store.find(conflict.recordId);
      return this.told(
        this.store.save('Decided a conflict', [
          { kind: rec.kind, id: rec.id, base: rec.rev, patch: { [conflict.field]: conflict[take] } },
        ]),
      );
    });
  conflicts = (): Promise<ConflictView[]> => this.answer('conflicts', () => [...this.store.conflicts.values()]);

  remove = (ids: string[]): Promise<Saved> => this.answer('remove', () => this.told(this.store.setDeleted(ids, true)));
  bin = (): Promise<BinPage> =>
    this.answer('bin', () => {
      const rows = [...this.store.records.values()]
        .filter((r) => r.deletedAt > 0 && !r.fields.parent)
        .map((r) => ({
          ...this.store.named(r),
          deletedAt: this.store.iso(r.deletedAt),
          by: this.mine.name,
          daysLeft: 30,
        }));
      return { rows, total: rows.length, next: '' };
    });
  restore = (ids: string[]): Promise<Saved> =>
    this.answer('restore', () => this.told(this.store.setDeleted(ids, false)));
  purge = (ids: string[]): Promise<string> =>
    this.answer('purge', () => {
      this.store.purge(ids);
      this.changed(ids);
      return this.begin('purge', ids.length, 'record', 'Removed for good.');
    });

  chooseAttachments = (caseId: string): Promise<AttachmentView[]> =>
    this.answer('chooseAttachments', () => [
      this.keep(caseId, 'trace-n1-n2.txt', 'text/plain', btoa('connection reset by peer')),
    ]);
  attach = (caseId: string, name: string, type: string, base64: string): Promise<AttachmentView> =>
    this.answer('attach', () => this.keep(caseId, name, type, base64));
  private keep(caseId: string, name: string, type: string, data: string): AttachmentView {
    const attached = { kind: 'attachment', id: '', base: 0, patch: { parent: caseId, name } };
    const [made] = this.store.save('Attached a file', [attached]).records;
    const file = {
      id: made?.id ?? '',
      rev: this.store.sequence,
      name,
      type,
      size: atob(data).length,
      at: this.store.iso(),
      by: this.mine.name,
      visibility: 'internal',
      searched: type.startsWith('text/'),
      caseId,
      data,
    };
    this.files.set(file.id, file);
    this.changed([caseId]);
    return file;
  }
  attachmentPreview = (id: string): Promise<AttachmentPreview> =>
    this.answer('attachmentPreview', () => {
      const file = this.files.get(id);
      if (file?.type.startsWith('image/'))
        return { kind: 'image', data: `data:${file.type};base64,${file.data}`, truncated: false };
      if (file?.type.startsWith('text/')) return { kind: 'text', data: atob(file.data), truncated: false };
      return { kind: 'none', data: '', truncated: false };
    });
  openAttachment = (id: string): Promise<void> => this.answer('openAttachment', () => void this.opened.push(id));
  saveAttachment = (id: string): Promise<string> => this.answer('saveAttachment', () => this.files.get(id)?.name ?? '');

  search = (query: SearchQuery): Promise<SearchPage> => this.answer('search', () => search(this.store, query));
  similar = (query: SimilarQuery): Promise<SimilarAnswer> =>
    this.answer('similar', () => similar(this.store, query, this.now()));
  judge = (here: string, there: string, as: '' | 'same_problem' | 'not_related'): Promise<Saved> =>
    this.answer('judge', () => {
      const old = this.store.items(here).filter((i) => i.kind === 'link' && i.fields.to === there);
      this.store.purge(old.map((i) => i.id));
      return this.told(
        this.store.save(
          'Judged a similar case',
          as ? [{ kind: 'link', id: '', base: 0, patch: { parent: here, to: there, type: as } }] : [],
        ),
      );
    });

  chooseImport = (what: 'files' | 'folder'): Promise<ImportSource | null> =>
    this.answer('chooseImport', () => ({
      token: 'import-1',
      name: what === 'folder' ? 'old-tracker' : 'cases.csv',
      files: 1,
      size: 48_213,
      format: 'csv',
    }));
  previewImport = (request: ImportRequest): Promise<ImportPreview> =>
    this.answer('previewImport', () => previewImport(request));
  startImport = (request: ImportRequest): Promise<string> =>
    this.answer('startImport', () => {
      const made = this.store.save(
        'Imported cases.csv',
        Array.from({ length: 20 }, (_, i) => ({
          kind: request.kind || 'escalation',
          id: '',
          base: 0,
          patch: { title: `Imported case ${i + 1}`, source: request.source, severity: 'low' },
        })),
      );
      this.told(made);
      return this.begin('import', 200, 'record', '20 made, 180 were there already, 1 refused.', {
        made: 20,
        same: 180,
        refused: 1,
        refusals: [{ file: 'cases.csv', line: 17, says: 'The line has 3 fields, the head 4.' }],
        action: made.action,
      });
    });
  loadSample = (): Promise<string> =>
    this.answer('loadSample', () => {
      seed(this.store, this.now());
      this.changed([...this.store.records.keys()]);
      return this.begin('sample', CASES.length, 'record', 'The sample is loaded.');
    });

  private begin(kind: string, total: number, unit: string, says: string, more: Partial<JobView> = {}): string {
    return this.work.begin(kind, total, unit, says, more);
  }
  finishAll(): void {
    this.work.finishAll();
  }
  jobs = (): Promise<JobView[]> => this.answer('jobs', () => this.work.all());
  job = (id: string): Promise<JobView> => this.answer('job', () => this.work.one(id));
  cancelJob = (id: string): Promise<void> => this.answer('cancelJob', () => this.work.finish(id, 'cancelled'));
  saveReport = (): Promise<string> => this.answer('saveReport', () => 'import-report.csv');

  backup = (): Promise<string> =>
    this.answer('backup', () => this.begin('backup', 100, 'file', 'Saved as precedent-backup.zip and read back.'));
  restoreBackup = (): Promise<string> =>
    this.answer('restoreBackup', () => this.begin('restore', 100, 'entry', 'Restored.'));
  verify = (): Promise<string> =>
    this.answer('verify', () =>
      this.begin('verify', this.store.records.size, 'record', 'Every record is as the journal says.'),
    );
  reindex = (): Promise<string> =>
    this.answer('reindex', () => this.begin('reindex', this.store.records.size, 'record', 'The index is new.'));
  exportAll = (): Promise<string> =>
    this.answer('exportAll', () => this.begin('export', this.store.records.size, 'record', 'Everything is written.'));

  openLink = (url: string): Promise<void> =>
    this.answer('openLink', () => {
      if (!/^(https?|mailto):/i.test(url)) throw new Refused('refused', 'This address is not opened.');
      this.opened.push(url);
    });
  copyText = (text: string): Promise<void> => this.answer('copyText', () => void this.opened.push(text));
}

/** The in-memory program as the page takes it: what only the real one can do is refused in words. */
export function fakeBackend(options: FakeOptions): FakeBackend & Backend {
  const fake = new FakeBackend(options);
  return new Proxy(fake, {
    get: (target, name) =>
      name in target || typeof name === 'symbol' || name === 'then'
        ? Reflect.get(target, name, target)
        : () => Promise.reject({ code: 'absent', says: `The in-memory program cannot do that (${name}).` }),
  }) as FakeBackend & Backend;
}
