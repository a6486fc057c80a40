/** What is copied elsewhere, and where it went. */

import type { Choice } from './schema';
import type { Audience, DocumentFinding, Waiver } from './work';

/** `card` "" is all that a record may need now. */
export interface CardRequest {
  id: string;
  card: string;
  waivers: Waiver[];
}

export interface CardField {
  id: string;
  label: string;
  help: string;
  /** To read, with its gaps. */
  value: string;
  /** For the clipboard; "" while a finding stands. */
  copy: string;
  missing: string[];
}

export interface Card {
  /** What `post` takes. */
  id: string;
  title: string;
  about: string;
  /** The part of the process that it belongs to. */
  moment: string;
  source: string;
  destination: string;
  /** The way to the form, step by step. */
  how: string[];
  audience: Audience;
  url: string;
  /** Kind of the document that it is. */
  document: string;
  /** Audiences that count as told once it is posted. */
  tells: Choice[];
  /** What the process asks for with it now. */
  asked: string;
  dueAt: string;
  late: boolean;
  fields: CardField[];
  findings: DocumentFinding[];
  posted: Posting[];
}

/** `text` as it went out, where a person changed it; "" is the card's own. `at` "" is now. */
export interface PostRequest {
  id: string;
  what: string;
  destination: string;
  url: string;
  at: string;
  text: string;
  waivers: Waiver[];
}

/** A line of the ledger of where each text went. */
export interface Posting {
  record: string;
  entry: string;
  title: string;
  what: string;
  label: string;
  destination: string;
  at: string;
  url: string;
  who: string;
  /** What was said, of an update. */
  text: string;
}

/** `remove`: it never went out. */
export interface PostingChange {
  record: string;
  entry: string;
  url: string;
  remove: boolean;
}
