import type { Fault, Mover, Movers, Wait } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** How all open escalations stand: in numbers, by their DRI, and who waits for whom. */
export class StandingState {
  #answer = $state.raw<Movers | null>(null);
  #waits = $state.raw<Wait[]>([]);
  #fault = $state.raw<Fault | null>(null);
  #request = 0;

  /** `most` cases of each DRI are read: none for the numbers alone. */
  constructor(
    private readonly session: Session,
    private most = 0,
  ) {}

  /** Null until it is known. */
  get movers(): Mover[] | null {
    return this.#answer?.movers ?? null;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get open(): number {
    return this.#answer?.open ?? 0;
  }
  get stalled(): number {
    return this.#answer?.stalled ?? 0;
  }
  get late(): number {
    return this.#answer?.late ?? 0;
  }
  get unled(): number {
    return this.#answer?.unled ?? 0;
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

  /** Reads so many cases more of each DRI. */
  more(by: number): Promise<void> {
    this.most += by;
    return this.load();
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const { backend } = this.session;
      const [answer, waits] = await Promise.all([backend.movers(this.most), backend.waits()]);
      if (request !== this.#request) return;
      this.#answer = answer;
      this.#waits = waits;
      this.#fault = null;
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }
}
