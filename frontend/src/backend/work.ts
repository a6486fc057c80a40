/** Long work, imports, documents. */

import type { DraftView, RecordView } from './records';
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

/** How an earlier import ended; kept with the workspace. */
export interface KeptReport
  extends Pick<JobView, 'made' | 'changed' | 'same' | 'refused' | 'refusals' | 'action' | 'says'> {
  id: string;
  at: string;
  /** Of the file or folder. */
  name: string;
  by: string;
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
/** To paste elsewhere, and the draft of a mail with the PDF attached. */
export type CopyFormat = 'slack' | 'rich' | 'text' | 'eml';

export interface DocumentRequest {
  kind: string;
  id: string;
  audience: Audience;
  /** 0 is the newest. */
  version?: number;
  /** With what is being typed and is no revision yet. */
  typed?: boolean;
}

/** Where a fact that is not recorded would stand: a field of a record, or a kind of items below it. */
export interface DocumentGap {
  fact: string;
  record: string;
  /** The record that an item stands below, else the record itself. */
  case: string;
  /** Of the record. */
  kind: string;
  field: string;
  /** The place in words. */
  fills: string;
}

/** A record that a section speaks from, and the field of it; "" is the record as a whole. */
export interface DocumentFact {
  record: string;
  /** What an item stands below, else the record itself. */
  case: string;
  kind: string;
  title: string;
  field: string;
  label: string;
}

export interface DocumentSection {
  id: string;
  title: string;
  help: string;
  /** Markdown; a missing fact stands in it as `[missing: …]`. */
  body: string;
  /** A person wrote it. */
  edited: boolean;
  /** What the record says where a person wrote something else. */
  recorded: string;
  /** The record has changed since the person wrote. */
  moved: boolean;
  gaps: string[];
  missing: DocumentGap[];
  facts: DocumentFact[];
  ready: boolean;
  /** What is being typed and is no revision yet. */
  draft: DraftView | null;
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
  version: number;
  status: 'draft' | 'final';
  /** "" while nobody wrote in it. */
  record: string;
  reviewer: string;
  /** For a customer, before the internal review: it is made final only with a reason. */
  early: boolean;
  /** It is made of its record's own fields alone, and not written in. */
  fixed: boolean;
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
  version?: number;
  format: DocumentFormat | CopyFormat;
  waivers: Waiver[];
}

/** `name` "" when the dialog was closed or findings stopped it (then they are in `findings`). */
export interface Exported {
  name: string;
  size: number;
  notices: string[];
  findings: DocumentFinding[];
}

/** A document as text for the clipboard, or the findings that stop it: then `text` is "". */
export interface Copied {
  text: string;
  notices: string[];
  findings: DocumentFinding[];
}
