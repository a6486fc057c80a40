/** The process as files a team can edit, and who moves by it. */

export interface PolicyFile {
  name: string;
  text: string;
}

/** A common value with the line in which it stands. */
export interface PolicyPlace {
  group: string;
  label: string;
  value: string;
  file: string;
  line: number;
  help: string;
}

export interface PolicyRule {
  id: string;
  says: string;
  why: string;
  source: string;
  file: string;
  line: number;
}

export interface PolicyView {
  version: string;
  /** It is the one that the program brings. */
  builtin: boolean;
  files: PolicyFile[];
  used: { version: string; at: string; who: string; cases: number }[];
  rules: PolicyRule[];
  places: PolicyPlace[];
}

export interface PolicyMistake {
  file: string;
  /** 0 is the file as a whole. */
  line: number;
  says: string;
}

export interface PolicyCheck {
  version: string;
  files: number;
  mistakes: PolicyMistake[];
  says: string;
}

/** How one case moves. */
export interface Move {
  id: string;
  key: string;
  title: string;
  customer: string;
  severity: string;
  status: string;
  /** "" = none yet. */
  lastUpdateAt: string;
  customerAt: string;
  /** Whole days since the customer heard, or since it was opened. */
  customerDays: number;
  nextDueAt: string;
  overdue: number;
  /** One has an owner and a date. */
  nextStep: boolean;
  stalled: { rule: string; says: string; source: string; at: string }[];
}

/** The cases of one DRI; "" is nobody. */
export interface Mover {
  dri: string;
  cases: Move[];
}
