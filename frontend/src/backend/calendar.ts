/** What is planned: standups, meetings, customers' events, shifts. */

export interface Planned {
  /** The same for the same turn. */
  id: string;
  /** standup, meeting, event, shift, duty (of the process, which a shift may cover). */
  kind: 'standup' | 'meeting' | 'event' | 'shift' | 'duty' | (string & {});
  title: string;
  startAt: string;
  endAt: string;
  /** In which it was set. */
  zone: string;
  person: string;
  customer: string;
  /** "" for what the process itself plans. */
  record: string;
  key: string;
  about: string;
  source: string;
}

export interface PlannedAnswer {
  zone: string;
  /** The first one first. */
  entries: Planned[];
}
