/**
 * What the page may ask of the program, and what comes back.
 *
 * The rules of this border:
 * - Each method of `Backend` is one bound method of the same name with a capital letter, with the same
 *   arguments in the same order. Values are plain: strings, numbers, booleans, lists, objects.
 * - A failed call rejects with a `Fault` (a code for the program, a sentence for the person).
 * - A list is never null. An absent text is "", an absent number 0, an absent object null.
 * - Instants are strings in RFC 9557 form, `2026-03-13T07:50:00Z[Europe/Berlin]`; the zone may be left out.
 * - No path of the disk goes from the page to the program: the program asks with the system's dialog and
 *   hands back a token. A dialog that was closed answers "" or null.
 * - Long work answers a job id at once; its progress comes as `job` events, its state by `job(id)`.
 * - Events carry ids and revisions, never records.
 */

/** Codes are a closed list on the Go side; these are the ones the page acts on. */
export type FaultCode =
  | 'not_found' | 'invalid' | 'conflict' | 'busy' | 'locked' | 'disk_full' | 'damaged' | 'newer'
  | 'refused' | 'cancelled' | 'denied' | 'internal' | (string & {});

/** Arrives as a rejected promise; on the wire a JSON string `{"code":…,"says":…}`. */
export interface Fault { code: FaultCode; says: string }

// ---------------------------------------------------------------- schema

/**
 * `text` one line · `prose` Markdown of any length · `enum` one of `choices` · `bool` · `number` ·
 * `instant` has happened · `local` an appointment to come, `2026-03-20T14:00:00[Europe/Berlin]` · `date` ·
 * `ref` the id of a record of one of `refKinds`, or a name typed · `list` of texts, replaced as a whole · `address` of the
 * web · `zone` IANA · `map` of entries by id, each with the fields of `entry` · `object` shown, never edited by hand.
 */
export type FieldType =
  | 'text' | 'prose' | 'enum' | 'bool' | 'number' | 'instant' | 'local' | 'date' | 'ref' | 'list' | 'address' | 'zone' | 'map' | 'object';

export interface Choice { value: string; label: string; help: string }

export interface FieldSchema {
  name: string;
  label: string;
  type: FieldType;
  choices: Choice[];
  refKinds: string[];
  /** For `map`: the fields of an entry; else empty. */
  entry: FieldSchema[];
  help: string;
  /** Heading under which the record's page shows it; "" for the main block. */
  group: string;
  required: boolean;
  /** Set by the program: shown, never edited (recorded at, source, …). */
  readOnly: boolean;
}

export interface ColumnSchema {
  /** A field's name, or one of the computed columns: `key`, `moved`, `created`, `items`. */
  name: string;
  label: string;
  type: FieldType | 'key';
  sortable: boolean;
}

export interface KindSchema {
  kind: string;
  label: string;
  plural: string;
  /** "ESC"; "" for kinds without a key of their own. */
  prefix: string;
  /** Items live below a parent and have no page of their own. */
  item: boolean;
  /** Item kinds a record of this kind may have. */
  items: string[];
  fields: FieldSchema[];
  columns: ColumnSchema[];
  /** Fields a list of this kind can be narrowed by. */
  filters: string[];
  /** Document kinds that can be made from it: "closure", "rca". */
  documents: DocumentKind[];
}

export interface DocumentKind { kind: string; label: string; audiences: Audience[]; formats: DocumentFormat[] }
export interface Schema { kinds: KindSchema[] }

// ---------------------------------------------------------------- records

export interface RecordView {
  id: string;
  /** "ESC-7K3F2Q"; "" for items. */
  key: string;
  kind: string;
  /** The journal's sequence that last changed it: the `base` of the next change. */
  rev: number;
  /** The record's JSON object by its JSON names; items carry `parent`. */
  fields: { [name: string]: unknown };
}

/** Enough of a record to name it wherever its id stands. */
export interface Named { id: string; key: string; kind: string; title: string; deleted: boolean }

export interface CaseView {
  record: RecordView;
  items: RecordView[];
  attachments: AttachmentView[];
  drafts: DraftView[];
  conflicts: ConflictView[];
  /** What is missing or doubtful; it refuses nothing. */
  findings: FieldFinding[];
  /** Every record that `ref` fields and links name, by id. */
  names: { [id: string]: Named };
  deleted: boolean;
}

export interface FieldFinding { id: string; field: string; level: 'stop' | 'warn' | 'note'; says: string; source: string }

export interface AttachmentView {
  id: string;
  rev: number;
  name: string;
  type: string;
  size: number;
  at: string;
  by: string;
  visibility: string;
  /** Its text was read and is searched. */
  searched: boolean;
}

/** `kind` image: `data` is a data: URL of a bounded picture. text: the first part as text. none: nothing to show. */
export interface AttachmentPreview { kind: 'image' | 'text' | 'none'; data: string; truncated: boolean }

/** `id` "" makes a record: `kind` and `patch` say which, an item's patch has `parent`. A null value in `patch` clears. */
export interface Change { kind: string; id: string; base: number; patch: { [field: string]: unknown } }

export interface SaveRequest { action: string; changes: Change[] }

export interface SavedRecord { id: string; key: string; rev: number }

export interface Saved {
  /** What `undo` takes: names the entry, or all entries of one action. */
  action: string;
  at: string;
  /** In the order of the changes. */
  records: SavedRecord[];
  conflicts: ConflictView[];
}

export interface DraftRequest { id: string; kind: string; parent: string; field: string; text: string }
export interface DraftView { id: string; kind: string; parent: string; field: string; text: string; at: string }

/** Two values of one field; `standing` is in the record, `kept` stands beside it until a person chooses. */
export interface ConflictView {
  id: string;
  recordId: string;
  field: string;
  label: string;
  standing: unknown;
  standingBy: string;
  standingAt: string;
  kept: unknown;
  keptBy: string;
  keptAt: string;
}

export interface FieldChange { recordId: string; kind: string; field: string; label: string; before: unknown; after: unknown }

export interface HistoryEntry {
  /** What `undo` takes. */
  action: string;
  rev: number;
  at: string;
  by: string;
  device: string;
  /** The action's name in words: "Changed severity". */
  says: string;
  changes: FieldChange[];
  undone: boolean;
  undoable: boolean;
}

export interface HistoryPage { entries: HistoryEntry[]; next: string }

/** `left` names what someone changed since and was therefore left as it is. */
export interface Undone { action: string; says: string; left: string[]; ids: string[] }

// ---------------------------------------------------------------- lists

export interface Filter { field: string; values: string[] }

export interface ListQuery {
  kind: string;
  filters: Filter[];
  /** Words that the row's own columns must contain; not a search. */
  text: string;
  sort: string;
  descending: boolean;
  offset: number;
  limit: number;
}

export interface ListRow {
  id: string;
  key: string;
  kind: string;
  rev: number;
  title: string;
  /** By the names of the kind's columns; `ref` columns carry the title of what they name. */
  cells: { [column: string]: unknown };
}

export interface Count { value: string; label: string; count: number }

export interface ListPage {
  rows: ListRow[];
  offset: number;
  /** Rows that match the filters. */
  total: number;
  /** Rows of the kind without any filter. */
  all: number;
  /** For each field of `filters`: its values with the rows each has. */
  counts: { [field: string]: Count[] };
}

export interface BinRow extends Named { deletedAt: string; by: string; daysLeft: number }
export interface BinPage { rows: BinRow[]; total: number; next: string }

// ---------------------------------------------------------------- search

/** Text cut where it matched; the parts put together are the text. */
export interface Part { text: string; hit: boolean }

export interface SearchQuery {
  text: string;
  /** True while the last word is unfinished: faster, no facets, no total. */
  typing: boolean;
  facets: boolean;
  sort: 'relevance' | 'newest' | 'oldest';
  cursor: string;
  limit: number;
}

/** One place inside a case that matched: a field of its own, a line, an action, an attachment. */
export interface Place { recordId: string; kind: string; field: string; label: string; at: string; parts: Part[] }

export interface SearchHit {
  id: string;
  key: string;
  kind: string;
  title: Part[];
  severity: string;
  status: string;
  customer: string;
  at: string;
  places: Place[];
  /** Places beyond those in `places`. */
  more: number;
}

export interface Facet { field: string; label: string; values: Count[] }

export interface SearchPage {
  hits: SearchHit[];
  next: string;
  /** -1 when it was not counted. */
  total: number;
  facets: Facet[];
  /** "" or what is wrong with the query, in words; the hits then answer what could be read. */
  problem: string;
  /** "" or a notice: the index is being rebuilt, and so on. */
  notice: string;
  took: number;
}

/** A record's id, or a text (a title and whatever else was typed). */
export interface SimilarQuery { id: string; title: string; text: string; limit: number }

export interface Reason {
  /** `signature` a code token or error line · `words` shared rare words · `field` same customer, component, cause · `recency` · `more` all that is too small to name. */
  kind: 'signature' | 'words' | 'field' | 'recency' | 'more' | (string & {});
  label: string;
  text: string;
  /** Its part of the score; the parts add up to the score. */
  part: number;
  here: string;
  there: string;
}

export interface Tried { text: string; outcome: 'worked' | 'failed' | 'unknown' }

export interface SimilarHit {
  id: string;
  key: string;
  kind: string;
  title: string;
  severity: string;
  status: string;
  customer: string;
  at: string;
  score: number;
  /** 1 to 5. */
  bars: number;
  reasons: Reason[];
  /** "" where not recorded. */
  cause: string;
  fix: string;
  tried: Tried[];
  judged: '' | 'same_problem' | 'not_related';
}

export interface SimilarAnswer {
  hits: SimilarHit[];
  /** A second block: older than a year. */
  older: SimilarHit[];
  searched: number;
  took: number;
}

// ---------------------------------------------------------------- long work

export type JobState = 'running' | 'done' | 'cancelled' | 'failed';

export interface Refusal { file: string; line: number; says: string }

export interface JobView {
  id: string;
  kind: 'import' | 'backup' | 'restore' | 'verify' | 'reindex' | 'export' | 'sample' | 'purge' | (string & {});
  state: JobState;
  done: number;
  /** 0 while unknown. */
  total: number;
  unit: string;
  /** Seconds left; 0 while unknown. */
  eta: number;
  /** What is going on, or how it ended, in words. */
  says: string;
  made: number;
  changed: number;
  same: number;
  refused: number;
  /** The first refusals; `saveReport` writes all. */
  refusals: Refusal[];
  /** What `undo` takes, "" where there is nothing to undo. */
  action: string;
  cancellable: boolean;
}

export interface ImportSource { token: string; name: string; files: number; size: number; format: string }

export interface ImportColumn {
  name: string;
  samples: string[];
  /** The field it goes to; "" keeps it under `extra`; "-" leaves it out. */
  field: string;
  guessed: boolean;
}

export interface ImportRequest {
  token: string;
  format: string;
  /** What the other system is called; a record is known by (source, id). */
  source: string;
  kind: string;
  mapping: { column: string; field: string }[];
  strict: boolean;
}

export interface ImportPreview {
  format: string;
  formats: Choice[];
  /** Why this format was taken. */
  because: string;
  kind: string;
  columns: ImportColumn[];
  /** Fields a column can go to. */
  fields: Choice[];
  /** The first records as they would be taken. */
  records: RecordView[];
  refusals: Refusal[];
  /** 0 when only the whole reading would tell. */
  total: number;
}

// ---------------------------------------------------------------- documents

export type Audience = 'internal' | 'customer';
export type DocumentFormat = 'md' | 'html' | 'pdf' | 'docx';

export interface DocumentRequest { kind: string; id: string; audience: Audience }

export interface DocumentSection {
  id: string;
  title: string;
  /** Markdown; a missing fact stands in it as `[missing: …]`. */
  body: string;
  gaps: string[];
  ready: boolean;
}

export interface DocumentFinding {
  id: string;
  level: 'stop' | 'warn' | 'note';
  section: string;
  says: string;
  excerpt: string;
  waivable: boolean;
}

export interface DocumentView {
  title: string;
  sections: DocumentSection[];
  findings: DocumentFinding[];
  gaps: number;
}

export interface Waiver { id: string; reason: string }
export interface ExportRequest { kind: string; id: string; audience: Audience; format: DocumentFormat; waivers: Waiver[] }

/** `name` "" when the dialog was closed or findings stopped it (then they are in `findings`). */
export interface Exported { name: string; size: number; notices: string[]; findings: DocumentFinding[] }

// ---------------------------------------------------------------- the workspace

export interface Settings {
  name: string;
  role: string;
  /** IANA zone; "" follows the system. */
  zone: string;
  appearance: 'system' | 'light' | 'dark';
  /** 0.9 to 1.5 */
  textScale: number;
}

export interface Notice { id: string; level: 'stop' | 'warn' | 'note'; says: string; todo: string }

export interface WorkspaceView {
  /** none: first start · opening and rebuilding: `job` has progress · trouble: `fault` says what to do. */
  phase: 'none' | 'opening' | 'rebuilding' | 'ready' | 'trouble';
  folder: string;
  /** Where a first start would put it. */
  suggested: string;
  /** The one who is logged in, as the system names them: a suggestion for the first start. */
  user: string;
  zone: string;
  records: number;
  seq: number;
  freeBytes: number;
  lastBackup: string;
  notices: Notice[];
  job: string;
  fault: Fault | null;
}

export interface StartRequest {
  /** A token from `chooseFolder`, or "" for the suggested folder. */
  folder: string;
  name: string;
  role: string;
  zone: string;
  begin: 'empty' | 'sample';
}

export interface ChosenFolder { token: string; path: string; says: string; existing: boolean }

export interface About { name: string; version: string; build: string; system: string; pdf: 'ready' | 'warming' | 'absent' }

export interface KindCount { kind: string; count: number }

// ---------------------------------------------------------------- events

export interface Changed { seq: number; ids: string[]; kinds: string[] }

export interface Events {
  /** Records were saved, deleted, restored, imported, by this window, a command or another part. */
  changed: Changed;
  job: JobView;
  workspace: WorkspaceView;
  /** A second start asked the window to the front, perhaps with a record to open. */
  front: { id: string };
}

export type Stop = () => void;

export interface Backend {
  // The workspace
  workspace(): Promise<WorkspaceView>;
  about(): Promise<About>;
  schema(): Promise<Schema>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<Settings>;
  chooseFolder(): Promise<ChosenFolder | null>;
  start(request: StartRequest): Promise<WorkspaceView>;
  /** Opens another workspace's folder by a token of `chooseFolder`. */
  openWorkspace(token: string): Promise<WorkspaceView>;
  showFolder(): Promise<void>;
  thirdParty(): Promise<string>;

  // Records
  counts(): Promise<KindCount[]>;
  list(query: ListQuery): Promise<ListPage>;
  /** Records whose key begins with or whose title contains the text; best first. For the palette and for `ref` fields. */
  lookUp(text: string, kinds: string[], limit: number): Promise<Named[]>;
  /** Values already used in a field, most frequent first. */
  values(kind: string, field: string, prefix: string, limit: number): Promise<string[]>;
  /** By id or key. */
  open(id: string): Promise<CaseView>;
  /** An id for a record that does not exist yet, so that its drafts have one. */
  newId(): Promise<string>;
  save(request: SaveRequest): Promise<Saved>;
  /** Confirmed when it answers: it is on the disk. Gives the time. */
  draft(request: DraftRequest): Promise<string>;
  dropDraft(id: string, field: string): Promise<void>;
  /** Drafts of records that do not exist yet. */
  drafts(): Promise<DraftView[]>;
  history(id: string, cursor: string): Promise<HistoryPage>;
  /** The record as it was after entry `rev`. */
  version(id: string, rev: number): Promise<RecordView>;
  restoreVersion(id: string, rev: number): Promise<Saved>;
  undo(action: string): Promise<Undone>;
  /** Takes one side of a conflict: `standing` or `kept`. */
  resolve(conflictId: string, take: 'standing' | 'kept'): Promise<Saved>;
  conflicts(): Promise<ConflictView[]>;

  // Bin
  remove(ids: string[]): Promise<Saved>;
  bin(cursor: string): Promise<BinPage>;
  restore(ids: string[]): Promise<Saved>;
  /** Job id. */
  purge(ids: string[], reason: string): Promise<string>;

  // Attachments
  chooseAttachments(caseId: string): Promise<AttachmentView[]>;
  /** A pasted or dropped file, at most 25 MB; larger ones go through `chooseAttachments`. */
  attach(caseId: string, name: string, type: string, base64: string): Promise<AttachmentView>;
  attachmentPreview(id: string): Promise<AttachmentPreview>;
  openAttachment(id: string): Promise<void>;
  /** Name it was saved under, or "". */
  saveAttachment(id: string): Promise<string>;

  // Search and similar
  search(query: SearchQuery): Promise<SearchPage>;
  similar(query: SimilarQuery): Promise<SimilarAnswer>;
  /** Keeps the judgement as a link; "" takes it away. */
  judge(here: string, there: string, as: '' | 'same_problem' | 'not_related'): Promise<Saved>;

  // Import
  chooseImport(what: 'files' | 'folder'): Promise<ImportSource | null>;
  previewImport(request: ImportRequest): Promise<ImportPreview>;
  /** Job id. */
  startImport(request: ImportRequest): Promise<string>;
  loadSample(): Promise<string>;

  // Jobs
  jobs(): Promise<JobView[]>;
  job(id: string): Promise<JobView>;
  cancelJob(id: string): Promise<void>;
  /** The whole report of an import, through the system's save dialog; its name or "". */
  saveReport(jobId: string): Promise<string>;

  // Documents
  buildDocument(request: DocumentRequest): Promise<DocumentView>;
  exportDocument(request: ExportRequest): Promise<Exported>;

  // Care of the workspace: job id, or "" when the dialog was closed
  backup(): Promise<string>;
  restoreBackup(): Promise<string>;
  verify(): Promise<string>;
  reindex(): Promise<string>;
  exportAll(): Promise<string>;

  // The system
  /** http, https, mailto only; the program looks again. */
  openLink(url: string): Promise<void>;
  copyText(text: string): Promise<void>;

  on<E extends keyof Events>(event: E, hear: (payload: Events[E]) => void): Stop;
}
