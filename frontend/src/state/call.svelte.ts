import { readMoment } from '../text/time';
import type { CaseState } from './case.svelte';
import type { Session } from './session.svelte';

/** What of a call the search of past cases begins with. */
const LAST_LINES = 6;

/** A call while it runs, and after: its clock, and what past cases are looked for with. */
export class CallState {
  #now = $state(0);
  #stop: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
  ) {
    this.#now = session.time.now();
  }

  get started(): number {
    return readMoment(this.of.record?.fields.started)?.ms ?? 0;
  }
  get ended(): number {
    return readMoment(this.of.record?.fields.ended)?.ms ?? 0;
  }
  get live(): boolean {
    return this.started > 0 && this.ended === 0;
  }
  /** "00:26:22": how long it has been running, or how long it took. */
  get clock(): string {
    return this.started ? running((this.ended || this.#now) - this.started) : '';
  }

  begin(): () => void {
    this.#tick();
    return () => this.#stop();
  }

  #tick(): void {
    this.#now = this.session.time.now();
    this.#stop = this.session.time.after(1000 - (this.#now % 1000), () => this.#tick());
  }

  /** What is said now counts most: the last lines, then what is being typed. */
  symptoms(typed: string): string {
    const lines = this.of.items('line').slice(-LAST_LINES);
    return [...lines.map((l) => String(l.fields.text ?? '')), typed].join('\n').trim();
  }
}

/** Hours, minutes and seconds with leading noughts, so that the figures stand still. */
export function running(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000));
  return [Math.floor(s / 3600), Math.floor(s / 60) % 60, s % 60].map((n) => String(n).padStart(2, '0')).join(':');
}
