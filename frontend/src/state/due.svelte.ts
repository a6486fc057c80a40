import type { DoRequest, DueAnswer, Fault, Obligation, Saved } from '../backend/backend';
import { type DueGroup, groupDuties } from '../text/due';
import { DUTIES } from './ahead.svelte';
import { Said } from './said.svelte';
import { faultOf, type Session } from './session.svelte';

/** Changes in a row are asked about once; the clock alone brings new duties within a minute. */
const SOON = 250;
const MINUTE = 60_000;
/** How long the first count waits: the first screen comes before the number beside its name. */
const AFTER_PAINT = 1500;
/** Rows of a page; the next one is asked for when the last rows are reached. */
const PAGE = DUTIES;

/** What one is asked before a duty is done: words or a value, or why it is passed over or put off. */
export type Asking = { duty: Obligation; how: 'do' | 'pass' | 'snooze'; said: Said } | null;

/** What the process asks: of one case, or of all that are open, of which only the rows come that were reached. */
export class DueState {
  #rows = $state.raw<Obligation[]>([]);
  #answer = $state.raw<Omit<DueAnswer, 'obligations'> | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #mine = $state(true);
  #states = $state.raw<string[] | null>(null);
  #most = $state(Infinity);
  #at = $state(0);
  #asking = $state.raw<Asking>(null);
  #problem = $state('');
  #counted = $state(0);
  #request = 0;
  #lookers = 0;
  #waiting: (() => void) | null = null;
  /** The answer was read for the screen that is being drawn. */
  #fresh = false;
  // Worked out once for all rows: each asks whether it is the current one.
  readonly #shown = $derived.by(() => {
    const wanted = this.#states;
    return (wanted ? this.#rows.filter((o) => wanted.includes(o.state)) : this.#rows).slice(0, this.#most);
  });
  readonly #groups = $derived.by(() => groupDuties(this.#shown, this.session.now, this.session.zone));
  readonly #inOrder = $derived(this.#groups.flatMap((g) => g.duties));

  constructor(
    private readonly session: Session,
    private readonly record = '',
  ) {
    const read = record ? session.ahead.of(record)?.due : null;
    if (read) this.#took(read);
    this.#fresh = Boolean(read);
  }

  get fault(): Fault | null {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#answer === null && this.#fault === null;
  }
  /** All that is asked of whom one looks at, also beyond what was reached. */
  get total(): number {
    return this.#answer?.total ?? 0;
  }
  /** What is asked of anybody. */
  get everybodys(): number {
    return this.#answer?.all ?? 0;
  }
  get all(): Obligation[] {
    return this.#rows;
  }
  /** Whether only one's own are shown; without a name nothing is one's own, and all are. */
  get mine(): boolean {
    return this.#mine && this.session.settings.name !== '' && this.record === '';
  }
  get shown(): Obligation[] {
    return this.#shown;
  }
  get groups(): DueGroup[] {
    return this.#groups;
  }
  /** In the order of the page. */
  get inOrder(): Obligation[] {
    return this.#inOrder;
  }
  /** There are rows that were not reached yet. */
  get more(): boolean {
    return (this.#answer?.next ?? '') !== '';
  }
  /** Of what is asked of one, late; also before a row was looked at. */
  get late(): number {
    return this.#counted;
  }
  /** The updates that are owed, each kind of reader once, the customer first: the next. */
  get updates(): { who: string; duty: Obligation }[] {
    const out = new Map<string, Obligation>();
    for (const duty of this.#rows)
      for (const deed of duty.does)
        if (deed.kind === 'tell' && duty.dueAt && duty.group === 'cadence' && !out.has(deed.label))
          out.set(deed.label, duty);
    const customer = (duty: Obligation): number => Number(duty.does.some((d) => d.name === 'customer'));
    return [...out].map(([who, duty]) => ({ who, duty })).sort((a, b) => customer(b.duty) - customer(a.duty));
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

  /** While a screen shows the rows. */
  begin(): () => void {
    this.#lookers += 1;
    if (this.#fresh) this.#loadSoon(MINUTE);
    else this.session.go(this.load());
    this.#fresh = false;
    const stop = this.session.backend.on('changed', () => this.#loadSoon(SOON));
    return () => {
      this.#lookers -= 1;
      stop();
      // The rail shows the number of all cases; of one case nobody shows anything any more.
      if (this.record) this.#waiting?.();
      else this.#loadSoon(MINUTE);
    };
  }

  /** While the rail shows how many are late: from the start, though not before the first screen stands. */
  watch(): () => void {
    this.#loadSoon(AFTER_PAINT);
    const stop = this.session.backend.on('changed', () => this.#lookers === 0 && this.#loadSoon(AFTER_PAINT));
    return () => {
      stop();
      this.#waiting?.();
    };
  }

  #loadSoon(ms: number): void {
    this.#waiting?.();
    this.#waiting = this.session.time.after(ms, () => this.session.go(this.load()));
  }

  #ask(after: string, limit: number): Promise<DueAnswer> {
    return this.session.backend.due({ record: this.record, at: '', mine: this.mine, states: [], after, limit });
  }

  /** Asks anew for the rows that were reached; for the numbers alone while nobody looks at rows. */
  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const looked = this.#lookers > 0;
      const read = await this.#ask('', looked ? Math.max(PAGE, this.#rows.length) : 1);
      await this.session.press.over();
      if (request !== this.#request) return;
      if (!this.record || looked) this.#loadSoon(MINUTE);
      if (!looked) {
        this.#answer = this.#answer && { ...this.#answer, total: read.total, late: read.late, all: read.all };
        this.#counted = read.late;
        return;
      }
      this.#took(read);
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  #took({ obligations, ...answer }: DueAnswer): void {
    const was = this.current?.id;
    this.#rows = obligations;
    this.#answer = answer;
    this.#counted = answer.late;
    this.#fault = null;
    const there = this.inOrder.findIndex((o) => o.id === was);
    this.select(there >= 0 ? there : this.#at);
  }

  /** The rows after those that were reached. */
  async reach(): Promise<void> {
    const next = this.#answer?.next;
    if (!next) return;
    const request = ++this.#request;
    const { obligations, ...answer } = await this.#ask(next, PAGE);
    if (request !== this.#request) return;
    const known = new Set(this.#rows.map((o) => o.id));
    this.#rows = [...this.#rows, ...obligations.filter((o) => !known.has(o.id))];
    this.#answer = answer;
  }

  own(mine: boolean): void {
    this.#mine = mine;
    this.#at = 0;
    this.session.go(this.load());
  }

  /** Only duties in these states, so many at the most; null is all. */
  only(states: string[] | null, most = Infinity): void {
    this.#states = states;
    this.#most = most;
  }

  select(at: number): void {
    this.#at = Math.max(0, Math.min(at, this.inOrder.length - 1));
  }

  move(by: number): void {
    this.select(this.#at + by);
    if (this.#at >= this.inOrder.length - 1) this.session.go(this.reach());
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
    if (!duty) return;
    const value = how === 'do' && duty.does.find((d) => d.needs)?.needs === 'value';
    const place = {
      id: duty.caseId,
      kind: duty.caseKind,
      map: how === 'snooze' ? 'snoozes' : 'ticks',
      entry: ruleOf(duty),
    } as const;
    const said = new Said(this.session, value ? null : place);
    this.session.go(said.begin());
    this.#asking = { duty, how, said };
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
      await asking.said.done();
    } catch (error) {
      this.#problem = faultOf(error).says;
    }
  }

  async #send(duty: Obligation, request: DoRequest): Promise<void> {
    // It goes at once, so that the next key acts on the next one; an answer from before does not bring it back.
    this.#request += 1;
    this.#rows = this.#rows.filter((o) => o.id !== duty.id);
    this.select(this.#at);
    const saved = await this.session.saving
      .run(
        'saved',
        () => this.session.backend.do(request),
        (e) => faultOf(e).says,
      )
      .catch(async (error: unknown) => {
        await this.load();
        throw error;
      });
    this.#said(saved, `${request.reason ? 'Passed over' : 'Done'}: ${duty.what}`);
  }

  #said(saved: Saved, says: string): void {
    this.session.did(saved);
    this.session.toasts.say(says, () => this.session.go(this.session.undo(saved.action).then(() => this.load())));
    this.session.go(this.load());
  }
}

/** What names a duty within its case. */
const ruleOf = (duty: Obligation): string => duty.id.slice(duty.id.indexOf('/') + 1);
