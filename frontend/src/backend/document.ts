/** Writing a document: its sections, its check list, its versions, its pages, and the templates it is written by. */

import type { Saved } from './records';
import type { Audience, DocumentRequest } from './work';

/** One thing that would make a document better; it stops nothing. */
export interface DocumentAdvice {
  section: string;
  title: string;
  rule: string;
  /** The place in the section's body; both 0 where it is about the section as a whole. */
  start: number;
  end: number;
  excerpt: string;
  says: string;
  hint: string;
  points: number;
  /** 1 a word or a field, 2 a sentence, 3 some thought. */
  effort: number;
  /** The record that would be changed; "" is the text itself. */
  record: string;
  field: string;
}

/** Something that a person may confirm: a value for a field of a record, and why. */
export interface DocumentProposal {
  record: string;
  key: string;
  field: string;
  value: string;
  says: string;
}

export interface DocumentJudgement {
  /** From 0 to 100. */
  score: number;
  /** The three cheapest to do first. */
  first: DocumentAdvice[];
  findings: DocumentAdvice[];
  proposals: DocumentProposal[];
}

export interface DocumentVersion {
  id: string;
  key: string;
  version: number;
  status: 'draft' | 'final';
  /** Since when it is final; "" is a draft. */
  final: string;
  reviewer: string;
  /** How many sections a person wrote. */
  edited: number;
  who: string;
  /** Why it was made final before the internal review. */
  early: string;
}

export interface SectionComparison {
  id: string;
  title: string;
  change: 'added' | 'removed' | 'changed';
  /** "+" stands only in the newer, "-" only in the older. */
  lines: { sign: '+' | '-' | ' '; text: string }[];
}

export interface DocumentComparison {
  older: number;
  newer: number;
  sections: SectionComparison[];
}

/** A document as it will print; `file` names what `page` draws it from. */
export interface PagesView {
  /** ready; else how far the PDF engine is. */
  state: 'ready' | 'idle' | 'preparing' | 'failed' | 'absent';
  file: string;
  /** In points of 1/72 inch. */
  pages: { width: number; height: number }[];
}

export interface EngineView {
  state: 'ready' | 'warming' | 'failed' | 'absent';
  says: string;
}

export interface TemplateSection {
  id: string;
  title: string;
  help: string;
  audience: 'internal' | 'customer' | 'both';
  fill: string;
  starter: string[];
  needs: string[];
  hidden: boolean;
}

export interface TemplateMistake {
  /** From 1. */
  line: number;
  says: string;
}

export interface TemplateView {
  kind: string;
  title: string;
  about: string;
  of: string[];
  audiences: Audience[];
  /** built in, workspace, or the customer's name. */
  from: string;
  /** The record that keeps it; "" is built in. */
  record: string;
  text: string;
  sections: TemplateSection[];
  /** Of a kept one that somebody broke: the built-in one is used meanwhile. */
  mistakes: TemplateMistake[];
}

/** What a pasted brief says, and what found no place. */
export interface BriefReading {
  kind: string;
  fields: { [field: string]: unknown };
  items: { kind: string; fields: { [field: string]: unknown } }[];
  notes: { line: number; says: string; text: string }[];
}

export interface DocumentBackend {
  judgeDocument(request: DocumentRequest): Promise<DocumentJudgement>;
  /** Confirmed when it answers. The first letter of all begins the document. */
  draftSection(request: DocumentRequest, section: string, text: string): Promise<string>;
  dropSectionDraft(request: DocumentRequest, section: string): Promise<void>;
  /** Markdown; "" gives the section back to the record. */
  writeSection(request: DocumentRequest, section: string, text: string): Promise<Saved>;
  documentVersions(request: DocumentRequest): Promise<DocumentVersion[]>;
  /** `newer` 0 is the newest. */
  compareDocument(request: DocumentRequest, older: number, newer: number): Promise<DocumentComparison>;
  finishDocument(request: DocumentRequest, reason: string): Promise<Saved>;
  reviseDocument(request: DocumentRequest): Promise<Saved>;
  reviewDocument(request: DocumentRequest, reviewer: string): Promise<Saved>;
  /** A later call ends an earlier one. */
  pages(request: DocumentRequest): Promise<PagesView>;
  /** Nobody waits for pages any more: what is being made of them is given up. */
  leavePages(): Promise<void>;
  /** One page (from 0), so many pixels wide, as the address of a picture. */
  page(file: string, page: number, width: number): Promise<string>;
  /** Tries again after a failure. */
  prepareEngine(): Promise<void>;

  /** Those of the workspace (""), or those that hold for a customer. */
  templates(customer: string): Promise<TemplateView[]>;
  checkTemplate(text: string): Promise<TemplateMistake[]>;
  saveTemplate(text: string, customer: string): Promise<Saved>;
  saveTemplateSections(kind: string, customer: string, title: string, sections: TemplateSection[]): Promise<Saved>;
  resetTemplate(kind: string, customer: string): Promise<Saved>;
  /** The text of a file a person chose, "" when the dialog was closed. */
  chooseTemplate(): Promise<string>;
  /** The name under which the file was saved, or "". */
  writeTemplate(kind: string, customer: string): Promise<string>;

  /** Reads a pasted text in the form of a brief, and keeps nothing; rejects what is none. */
  readBrief(kind: 'escalation' | 'brief', text: string): Promise<BriefReading>;
}
