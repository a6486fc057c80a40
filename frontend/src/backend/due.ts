/** What the process asks of people, by the policy in use. */

export interface Deed {
  /** What doing it records: tick, tell (an update), now (a time), set (a value), fill (a value one gives), add (an item). */
  kind: 'tick' | 'tell' | 'now' | 'set' | 'fill' | 'add' | (string & {});
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
  template: string;
  /** Proposed, never late. */
  optional: boolean;
  snoozedUntil: string;
  snoozeReason: string;
}

/** `record` "" is all open cases; `at` "" is now; `limit` bounds the answer. */
export interface DueQuery {
  record: string;
  at: string;
  /** 0 is all. */
  limit: number;
}

/** The first to be done first; those without a time last. */
export interface DueAnswer {
  at: string;
  policy: string;
  /** With those beyond the limit. */
  total: number;
  obligations: Obligation[];
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
