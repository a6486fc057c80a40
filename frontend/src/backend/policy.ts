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

/** One list of the policy's files that is edited field by field. */
export interface PolicyForm {
  group: string;
  title: string;
  says: string;
  file: string;
  /** The key under which it stands; "" = the file is the list. */
  list: string;
  /** What one entry is. */
  one: string;
  /** Each entry is a name with a value. */
  pairs: boolean;
  fields: PolicyField[];
  entries: PolicyEntry[];
}

export interface PolicyField {
  key: string;
  label: string;
  help: string;
  /** line, text, words, lines, rows, yes or choice. */
  shape: string;
  choices: { value: string; label: string }[];
  needed: boolean;
}

export interface PolicyEntry {
  title: string;
  line: number;
  values: { [key: string]: string };
}

/** One change of one list. */
export interface PolicyEdit {
  /** The version that the person sees. */
  version: string;
  do: 'set' | 'add' | 'remove' | 'move';
  file: string;
  list: string;
  /** Of an addition the entry before which it comes. */
  at: number;
  to: number;
  values: { [key: string]: string };
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
  /** Why the team's own cannot be read, and the program's holds instead; "". */
  bad: string;
  used: { version: string; at: string; who: string; cases: number }[];
  rules: PolicyRule[];
  places: PolicyPlace[];
  forms: PolicyForm[];
}

/** Two versions, by the lines that only one of them has: "-" the first, "+" the second. */
export interface PolicyDiff {
  from: string;
  to: string;
  lines: { file: string; line: number; sign: string; text: string }[];
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

/** The cases of one DRI; "" is nobody. `all` is how many they are, of which the first are here. */
export interface Mover {
  dri: string;
  all: number;
  cases: Move[];
}

/** Whether every open escalation moves. */
export interface Movers {
  open: number;
  stalled: number;
  late: number;
  /** Without a DRI. */
  unled: number;
  movers: Mover[];
}
