import type { Fault, Planned } from '../backend/backend';
import { type Day, daysOf, weekOf } from '../text/calendar';
import { instantOf } from '../text/time';
import { faultOf, type Session } from './session.svelte';

export type Mode = 'week' | 'agenda';
const DAY = 86_400_000;
const WEEKS_AHEAD = { week: 1, agenda: 4 };

/** What is planned: a week as seven columns, or the four weeks from it on as one list. */
export class CalendarState {
  #all = $state.raw<Planned[] | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #mode = $state<Mode>('week');
  #weeks = $state(0);
  #kind = $state('');
  #person = $state('');
  #at = $state(0);
  #request = 0;

  constructor(private readonly session: Session) {}

  get fault(): Fault | null {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#all === null && this.#fault === null;
  }
  get mode(): Mode {
    return this.#mode;
  }
  get kind(): string {
    return this.#kind;
  }
  get person(): string {
    return this.#person;
  }
  /** Local days from the Monday on. */
  get days(): string[] {
    return weekOf(this.session.now + this.#weeks * 7 * DAY, this.session.zone, WEEKS_AHEAD[this.#mode]);
  }
  get people(): string[] {
    return [...new Set((this.#all ?? []).map((p) => p.person).filter(Boolean))].sort();
  }
  get shown(): Planned[] {
    return (this.#all ?? []).filter(
      (p) => (!this.#kind || p.kind === this.#kind) && (!this.#person || p.person === this.#person),
    );
  }
  /** Each day with what begins on it. */
  get filled(): Day[] {
    return daysOf(this.days, this.shown, this.session.zone);
  }
  get inOrder(): Planned[] {
    return this.filled.flatMap((d) => d.entries);
  }
  get current(): Planned | undefined {
    return this.inOrder[this.#at];
  }
  get total(): number {
    return this.#all?.length ?? 0;
  }

  begin(): () => void {
    this.session.go(this.load());
    return this.session.backend.on('changed', () => this.session.go(this.load()));
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    const from = this.session.now + this.#weeks * 7 * DAY - 8 * DAY;
    try {
      const answer = await this.session.backend.planned({
        from: instantOf(from, ''),
        to: instantOf(from + (WEEKS_AHEAD[this.#mode] + 2) * 7 * DAY, ''),
      });
      if (request !== this.#request) return;
      this.#all = answer.entries;
      this.#fault = null;
      this.select(this.#at);
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  show(mode: Mode): void {
    this.#mode = mode;
    this.session.go(this.load());
  }
  turn(by: number): void {
    this.#weeks = by === 0 ? 0 : this.#weeks + by;
    this.#at = 0;
    this.session.go(this.load());
  }
  only(kind: string, person: string): void {
    this.#kind = kind;
    this.#person = person;
    this.select(0);
  }
  select(at: number): void {
    this.#at = Math.max(0, Math.min(at, this.inOrder.length - 1));
  }
  move(by: number): void {
    this.select(this.#at + by);
  }
  choose(entry: Planned): void {
    this.select(this.inOrder.findIndex((p) => p.id === entry.id));
  }
}
