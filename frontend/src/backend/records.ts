/** Records as they are shown, saved, listed, undone and thrown away. */
import type { Gate } from './due';

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
export interface Named {
  id: string;
  key: string;
  kind: string;
  title: string;
  deleted: boolean;
}

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

/** A case with the newest lines of its timeline: a case may have thousands. */
export interface CaseRequest {
  /** Or key. */
  id: string;
  lines: number;
  /** Lines that are wanted wherever they stand. */
  with: string[];
}

export interface OpenedCase extends CaseView {
  timeline: TimelineCounts;
}

/** Of all lines and updates of a case, those too that were not sent along. */
export interface TimelineCounts {
  total: number;
  updates: number;
  customer: number;
  starred: number;
  marks: { [mark: string]: number };
  /** Where the older ones begin; "" when all are here. */
  next: string;
}

export interface LinesRequest {
  id: string;
  after: string;
  limit: number;
}

/** The newest first. */
export interface LinesPage {
  items: RecordView[];
  next: string;
}

export interface FieldFinding {
  id: string;
  field: string;
  level: 'stop' | 'warn' | 'note';
  says: string;
  source: string;
}

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
export interface AttachmentPreview {
  kind: 'image' | 'text' | 'none';
  data: string;
  truncated: boolean;
}

/** `id` "" makes a record: `kind` and `patch` say which, an item's patch has `parent`. A null value in `patch` clears. */
export interface Change {
  kind: string;
  id: string;
  base: number;
  patch: { [field: string]: unknown };
}

export interface SaveRequest {
  action: string;
  changes: Change[];
}

export interface SavedRecord {
  id: string;
  key: string;
  rev: number;
}

export interface Saved {
  /** What `undo` takes: names the entry, or all entries of one action. */
  action: string;
  at: string;
  /** In the order of the changes. */
  records: SavedRecord[];
  conflicts: ConflictView[];
  /** What the process wants before a value that was given, and nobody recorded. */
  missing: Gate[];
}

export interface DraftRequest {
  id: string;
  kind: string;
  parent: string;
  field: string;
  text: string;
}
export interface DraftView {
  id: string;
  kind: string;
  parent: string;
  field: string;
  text: string;
  at: string;
}

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
  /** The case it belongs to, where all of a workspace are listed. */
  of?: Named;
}

/** A piece of a text: "+" only in the newer, "-" only in the older, " " in both. */
export interface TextPiece {
  sign: string;
  text: string;
}

export interface FieldChange {
  recordId: string;
  kind: string;
  field: string;
  label: string;
  before: unknown;
  after: unknown;
}

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

export interface HistoryPage {
  entries: HistoryEntry[];
  next: string;
}

/** `left` names what someone changed since and was therefore left as it is. */
export interface Undone {
  action: string;
  says: string;
  left: string[];
  ids: string[];
}

export interface Filter {
  field: string;
  values: string[];
}

export interface ListQuery {
  kind: string;
  filters: Filter[];
  /** Words that the row's own columns must contain; not a search. */
  text: string;
  sort: string;
  descending: boolean;
  /** `next` of a page of the same list: begins behind it, however the rows change meanwhile; `offset` counts from there. */
  after?: string;
  offset: number;
  limit: number;
  /** With the page's `counts`. */
  counts?: boolean;
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

export interface Count {
  value: string;
  label: string;
  count: number;
}

export interface ListPage {
  rows: ListRow[];
  offset: number;
  /** Rows that match the filters. */
  total: number;
  /** Rows of the kind without any filter. */
  all: number;
  /** For each field of `filters`: its values with the rows each has. Empty unless asked for. */
  counts: { [field: string]: Count[] };
  /** Where the page after begins; empty after the last one. */
  next: string;
}

export interface BinRow extends Named {
  deletedAt: string;
  by: string;
  daysLeft: number;
}
export interface BinPage {
  rows: BinRow[];
  total: number;
  next: string;
}
