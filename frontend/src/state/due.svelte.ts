import type { DoRequest, Fault, Obligation, Saved } from '../backend/backend';
import { type DueGroup, groupDuties, isLate } from '../text/due';
import { faultOf, type Session } from './session.svelte';

/** Changes in a row are asked about once; the clock alone brings new duties within a minute. */
const SOON = 250;
const MINUTE = 60_000;
/** The first of them are what one can do today; a workspace of thousands of open cases has more than can be shown. */
const MOST = 1000;

/** What one is asked before a duty is done: words or a value, or why it is passed over or put off. */
export type Asking = { duty: Obligation; how: 'do' | 'pass' | 'snooze' } | null;

/** What the process asks: of one case, or of all that are open. */
export class DueState {
  #all = $state.raw<Obligation[]>([]);
  #fault = $state.raw<Fault | null>(null);
  #loaded = $state(false);
  #total = $state(0);
  #mine = $state(true);
  #states = $state.raw<string[] | null>(null);
  #at = $state(0);
  #asking = $state.raw<Asking>(null);
  #problem = $state('');
  #request = 0;
  #waiting: (() => void) | null = null;

  constructor(
    private readonly session: Session,
    private readonly record = '',
  ) {}

  get fault(): Fault | null {
    return this.#fault;
  }
  get loading(): boolean {
    return !this.#loaded && this.#fault === null;
  }
  /** All that is asked, also beyond what is shown. */
  get total(): number {
    return this.#total;
  }
  get all(): Obligation[] {
    return this.#all;
  }
  /** Whether only one's own are shown; without a name nothing is one's own, and all are. */
  get mine(): boolean {
    return this.#mine && this.session.settings.name !== '' && this.record === '';
  }
  get shown(): Obligation[] {
    const me = this.session.settings.name;
    const of = this.mine ? this.#all.filter((o) => o.who === me) : this.#all;
    return this.#states ? of.filter((o) => this.#states?.includes(o.state)) : of;
  }
  get groups(): DueGroup[] {
    return groupDuties(this.shown, this.session.now, this.session.zone);
  }
  /** In the order of the page. */
  get inOrder(): Obligation[] {
    return this.groups.flatMap((g) => g.duties);
  }
  get late(): number {
    return this.shown.filter(isLate).length;
  }
  get current(): Obligation | undefined {
    return this.inOrder[this.#at];
  }
  get asking(): Asking {
    return this.#asking;
  }
  get problem(): string {
    return this.#problem;
  }

  begin(): () => void {
    this.session.go(this.load());
    const stop = this.session.backend.on('changed', () => this.#loadSoon(SOON));
    return () => {
      stop();
      this.#waiting?.();
    };
  }

  #loadSoon(ms: number): void {
    this.#waiting?.();
    this.#waiting = this.session.time.after(ms, () => this.session.go(this.load()));
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const answer = await this.session.backend.due({ record: this.record, at: '', limit: MOST });
      if (request !== this.#request) return;
      const was = this.current?.id;
      this.#all = answer.obligations;
      this.#total = answer.total;
      this.#loaded = true;
      this.#fault = null;
      const there = this.inOrder.findIndex((o) => o.id === was);
      this.select(there >= 0 ? there : this.#at);
      this.#loadSoon(MINUTE);
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  own(mine: boolean): void {
    this.#mine = mine;
    this.#at = 0;
  }

  /** Only duties in these states; null is all. */
  only(states: string[] | null): void {
    this.#states = states;
  }

  select(at: number): void {
    this.#at = Math.max(0, Math.min(at, this.inOrder.length - 1));
  }

  move(by: number): void {
    this.select(this.#at + by);
  }

  choose(duty: Obligation): void {
    this.select(this.inOrder.findIndex((o) => o.id === duty.id));
  }

  /** One key: done at once, or asked about first where words or a value belong to it. */
  async done(duty = this.current): Promise<void> {
    if (!duty) return;
    if (duty.does.some((d) => d.needs)) this.ask(duty, 'do');
    else await this.#send(duty, { id: duty.id, at: '', text: '', value: '', reason: '' });
  }

  ask(duty: Obligation | undefined, how: 'do' | 'pass' | 'snooze'): void {
    this.#problem = '';
    if (duty) this.#asking = { duty, how };
  }

  leave(): void {
    this.#asking = null;
  }

  async answer(said: { text?: string; value?: string; reason?: string; until?: string }): Promise<void> {
    const asking = this.#asking;
    if (!asking) return;
    const { duty, how } = asking;
    try {
      if (how === 'snooze') {
        const saved = await this.session.backend.snooze({
          id: duty.id,
          until: said.until ?? '',
          reason: said.reason ?? '',
        });
        this.#said(saved, `Put off: ${duty.what}`);
      } else
        await this.#send(duty, {
          id: duty.id,
          at: '',
          text: said.text ?? '',
          value: said.value ?? '',
          reason: how === 'pass' ? (said.reason ?? '') : '',
        });
      this.#asking = null;
    } catch (error) {
      this.#problem = faultOf(error).says;
    }
  }

  async #send(duty: Obligation, request: DoRequest): Promise<void> {
    const saved = await this.session.saving.run(
      'saved',
      () => this.session.backend.do(request),
      (e) => faultOf(e).says,
    );
    this.#said(saved, `${request.reason ? 'Passed over' : 'Done'}: ${duty.what}`);
  }

  #said(saved: Saved, says: string): void {
    this.session.did(saved);
    this.session.toasts.say(says, () => this.session.go(this.session.undo(saved.action).then(() => this.load())));
    this.session.go(this.load());
  }
}
