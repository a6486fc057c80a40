/** Long work, imports, documents. */

import type { RecordView } from './records';
import type { Choice } from './schema';

export type JobState = 'running' | 'done' | 'cancelled' | 'failed';

export interface Refusal {
  file: string;
  line: number;
  says: string;
}

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

export interface ImportSource {
  token: string;
  name: string;
  files: number;
  size: number;
  format: string;
}

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
  /** For times that name no zone. */
  zone: string;
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

export type Audience = 'internal' | 'customer';
export type DocumentFormat = 'md' | 'html' | 'pdf' | 'docx';

export interface DocumentRequest {
  kind: string;
  id: string;
  audience: Audience;
}

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
  /** How good it is, from 0 to 100; the findings say what would make it better. */
  score: number;
}

export interface Waiver {
  id: string;
  reason: string;
}
export interface ExportRequest {
  kind: string;
  id: string;
  audience: Audience;
  format: DocumentFormat;
  waivers: Waiver[];
}

/** `name` "" when the dialog was closed or findings stopped it (then they are in `findings`). */
export interface Exported {
  name: string;
  size: number;
  notices: string[];
  findings: DocumentFinding[];
}
