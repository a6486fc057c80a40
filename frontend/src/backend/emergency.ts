/** The cockpit of an emergency: its steps as they stand, and the way to engineering. */

import type { Deed, Gate } from './due';
import type { Choice } from './schema';

export interface Stand {
  /** What `step` takes. */
  step: string;
  playbook: string;
  what: string;
  why: string;
  source: string;
  role: string;
  state: 'done' | 'passed' | 'waiting' | 'overdue' | 'due' | 'upcoming' | 'open' | 'snoozed' | (string & {});
  /** "" when nothing says. */
  doneAt: string;
  /** Why it was passed over. */
  reason: string;
  sinceAt: string;
  /** "" when it has no time. */
  dueAt: string;
  /** What a waiting one waits for, in words. */
  after: string;
  does: Deed[];
  document: string;
  message: string;
  optional: boolean;
  /** What is missing before it; it never blocks. */
  held: Gate[];
}

/** Another emergency that is open. */
export interface OtherEmergency {
  id: string;
  key: string;
  title: string;
  customer: string;
  pagedAt: string;
}

export interface Proposal {
  id: string;
  says: string;
  source: string;
}

export interface Criterion {
  /** What `tick` takes. */
  id: string;
  route: 'tier2' | 'request_for_help' | (string & {});
  says: string;
  source: string;
  holds: boolean;
  ticked: boolean;
  /** Why it cannot hold by itself. */
  undecided: string;
}

/** By which way engineering is asked; `proposed` "" while no criterion holds. */
export interface EngineeringRoute {
  proposed: '' | 'tier2' | 'request_for_help' | (string & {});
  says: string;
  criteria: Criterion[];
  cautions: Proposal[];
}

export interface Cockpit {
  at: string;
  /** In the order of the playbooks. */
  steps: Stand[];
  /** Open too, the first page first. */
  others: OtherEmergency[];
  /** Another page came before this one and is still open. */
  second: boolean;
  route: EngineeringRoute;
  messages: Choice[];
  /** Documents it calls for. */
  papers: Proposal[];
}

export interface StepRequest {
  record: string;
  step: string;
  /** `do` of a done step dates it anew. */
  how: 'do' | 'pass' | 'back';
  /** "" is now. */
  at: string;
  /** Of an update or an item. */
  text: string;
  /** Of a field that is to be filled. */
  value: string;
  reason: string;
}
