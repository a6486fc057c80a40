/** What search and likeness answer. */
import type { Count } from './records';

/** Text cut where it matched; the parts put together are the text. */
export interface Part {
  text: string;
  hit: boolean;
}

export interface SearchQuery {
  text: string;
  /** The last word may go on. */
  unfinished: boolean;
  /** It is being typed: unfinished, and answered faster, without facets and total. */
  typing: boolean;
  facets: boolean;
  sort: 'relevance' | 'newest' | 'oldest';
  cursor: string;
  limit: number;
}

/** One place inside a case that matched: a field of its own, a line, an action, an attachment. */
export interface Place {
  recordId: string;
  kind: string;
  field: string;
  label: string;
  at: string;
  parts: Part[];
}

export interface SearchHit {
  id: string;
  key: string;
  /** What the system it came from calls it; "" for records made here. */
  sourceId: string;
  kind: string;
  title: Part[];
  severity: string;
  status: string;
  customer: string;
  at: string;
  score: number;
  places: Place[];
  /** Places beyond those in `places`. */
  more: number;
}

export interface Facet {
  field: string;
  label: string;
  values: Count[];
}

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
  /** Milliseconds. */
  took: number;
}

/** A record's id, or a text (a title and whatever else was typed). */
export interface SimilarQuery {
  id: string;
  title: string;
  text: string;
  limit: number;
  /** Only cases created before; "" for all. */
  before: string;
  /** True while the text may still grow. */
  typing: boolean;
}

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

export interface Tried {
  text: string;
  outcome: 'worked' | 'failed' | 'unknown';
}

export interface SimilarHit {
  id: string;
  key: string;
  sourceId: string;
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
  /** Milliseconds. */
  took: number;
}
