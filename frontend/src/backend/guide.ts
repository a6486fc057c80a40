/** What the process says of a case beyond what is due. */
import type { Stand } from './emergency';

/** Something that the rules propose, with the rule. */
export interface Suggestion {
  id: string;
  says: string;
  source: string;
  /** A value of the field role; of those involved, who they are. */
  role: string;
  /** "" when nobody is named. */
  personId: string;
  person: string;
  required: boolean;
  /** Somebody has the role already. */
  filled: boolean;
  /** Stays until the case closes. */
  sticky: boolean;
}

/** What the process asks for at a severity. */
export interface SeverityRule {
  severity: string;
  meaning: string;
  source: string;
  /** Who is told or met, and how often. */
  clocks: { what: string; every: string; late: string; source: string }[];
  involves: string[];
}

/** Of a case that is about to be opened. */
export interface Advice {
  severity: SeverityRule | null;
  dri: Suggestion[];
  parts: Suggestion[];
  elsewhere: Suggestion[];
}

/** Of a case that is there. */
export interface Guide extends Advice {
  /** Steps of its playbooks, in their order, as they stand. */
  steps: Stand[];
  /** Documents it calls for. */
  papers: Suggestion[];
  stalled: { rule: string; says: string; source: string; at: string }[];
  /** The version of the process in use, and the one that the case began under. */
  policy: string;
  ranUnder: string;
}
