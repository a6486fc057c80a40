/** What the process asks of people, by the policy in use. */

export interface Deed {
  /** What doing it records: tick, tell (an update), now (a time), set (a value), fill (a value one gives), add (an item), promote (an escalation made from it). */
  kind: 'tick' | 'tell' | 'now' | 'set' | 'fill' | 'add' | 'promote' | (string & {});
  /** Of the field, the audience or the kind. */
  name: string;
  label: string;
  value: string;
  item: string;
  /** What a person must give. */
  needs: '' | 'text' | 'value';
}

export interface Obligation {
  /** Names the same duty for ever. */
  id: string;
  caseId: string;
  caseKey: string;
  caseTitle: string;
  caseKind: string;
  severity: string;
  customer: string;
  rule: string;
  group: string;
  what: string;
  role: string;
  /** "" when nobody has the role. */
  who: string;
  state: 'overdue' | 'due' | 'upcoming' | 'open' | 'snoozed' | (string & {});
  /** "" when it has no time. */
  dueAt: string;
  lateAt: string;
  sinceAt: string;
  why: string;
  /** Where the rule stands, such as S0:181. */
  source: string;
  doneBy: string;
  does: Deed[];
  /** The message that goes with it. */
  message: string;
  /** Proposed, never late. */
  optional: boolean;
  snoozedUntil: string;
  snoozeReason: string;
}

/** One waits for another: for what is due or late in open cases. */
export interface Wait {
  waits: string;
  ofCustomer: boolean;
  /** "" when nobody has the role. */
  for: string;
  role: string;
  count: number;
  late: number;
  /** What of it is due first. */
  what: string;
  dueAt: string;
  caseId: string;
  caseKey: string;
  caseKind: string;
}

/** `record` "" is all open cases; `at` "" is now. */
export interface DueQuery {
  record: string;
  at: string;
  /** Only what the person at the desk is to do. */
  mine: boolean;
  /** None is all. */
  states: string[];
  /** The place that the answer before ended with; "" begins. */
  after: string;
  /** 0 is all. */
  limit: number;
}

/** The first to be done first; those without a time last. */
export interface DueAnswer {
  at: string;
  policy: string;
  /** That were asked for, with those beyond the limit. */
  total: number;
  /** Of them, overdue. */
  late: number;
  /** Whoever is to do them, in whatever state. */
  all: number;
  /** Place of the last one; "" = there are no more. */
  next: string;
  obligations: Obligation[];
}

/** What came due since a time, told at once. */
export interface Digest {
  at: string;
  /** One line; "" = nothing to tell. */
  says: string;
  fresh: Obligation[];
  /** How many came due; `fresh` has the first. */
  count: number;
  overdue: number;
  due: number;
  /** In quiet hours only emergencies are told. */
  quiet: boolean;
  quietTo: string;
  nextAt: string;
  awaySince: string;
}

export interface DoRequest {
  id: string;
  at: string;
  text: string;
  value: string;
  /** When it is passed over instead. */
  reason: string;
}

export interface SnoozeRequest {
  id: string;
  until: string;
  reason: string;
}

/** Something that should hold before a field of a case gets a value. */
export interface Gate {
  id: string;
  /** What is missing. */
  says: string;
  why: string;
  source: string;
  /** It asks for a reason; else it is only said. */
  blocks: boolean;
  fix: Deed[];
}

export interface MoveRequest {
  record: string;
  field: string;
  value: string;
  /** What a gate misses, by its id: a value, a name, a text; for a time any word is now. */
  fills: { [gate: string]: string };
  /** Why a gate is passed without, by its id. */
  reasons: { [gate: string]: string };
}

/** A short text of the policy, ready to be copied. */
export interface Message {
  id: string;
  title: string;
  /** Where it goes. */
  where: string;
  text: string;
  /** Facts that it should name and nobody recorded. */
  missing: string[];
  source: string;
}
