import type { Fault, Mover, Wait } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** How all open escalations stand: by their DRI, and who waits for whom. */
export class StandingState {
  #movers = $state.raw<Mover[] | null>(null);
  #waits = $state.raw<Wait[]>([]);
  #fault = $state.raw<Fault | null>(null);
  #request = 0;

  constructor(private readonly session: Session) {}

  get movers(): Mover[] | null {
    return this.#movers;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get open(): number {
    return this.#cases.length;
  }
  get stalled(): number {
    return this.#cases.filter((c) => c.stalled.length > 0).length;
  }
  get late(): number {
    return this.#cases.filter((c) => c.overdue > 0).length;
  }
  get unled(): number {
    return this.#movers?.find((m) => !m.dri)?.cases.length ?? 0;
  }
  get #cases(): Mover['cases'] {
    return this.#movers?.flatMap((m) => m.cases) ?? [];
  }
  /** Who waits for me, for whom I wait, and the rest; none without a name. */
  get waits(): { title: string; rows: Wait[] }[] {
    const me = this.session.settings.name;
    const mine = me ? this.#waits.filter((w) => w.for === me) : [];
    const wanted = me ? this.#waits.filter((w) => w.waits === me && w.for !== me) : [];
    const others = this.#waits.filter((w) => !mine.includes(w) && !wanted.includes(w));
    return [
      { title: 'Wait for you', rows: mine },
      { title: 'You wait for', rows: wanted },
      { title: me ? 'Others' : 'Everybody', rows: others },
    ].filter((g) => g.rows.length > 0);
  }

  begin(): () => void {
    this.session.go(this.load());
    return this.session.afterChanges(() => this.load());
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const [movers, waits] = await Promise.all([this.session.backend.movers(), this.session.backend.waits()]);
      if (request !== this.#request) return;
      this.#movers = movers;
      this.#waits = waits;
      this.#fault = null;
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }
}
