/** What the foot says about saving: whether everything typed is on the disk, since when, or why not. */
export type SaveState = 'idle' | 'typing' | 'saving' | 'saved' | 'draft' | 'failed';

export class Saving {
  #state = $state<SaveState>('idle');
  #at = $state(0);
  #why = $state('');
  readonly #running = new Set<Promise<unknown>>();
  /** Work of several steps, of which not each is a save. */
  readonly #works = new Set<Promise<unknown>>();
  /** Texts whose last letters wait for a pause, or could not be kept: how each is kept now, which answers what is wrong, or "". */
  readonly #waiting = new Set<() => Promise<string>>();
  #typed = 0;

  constructor(private readonly now: () => number) {}

  get state(): SaveState {
    return this.#state;
  }
  get at(): number {
    return this.#at;
  }
  get why(): string {
    return this.#why;
  }

  /** A letter was typed; `keep` keeps it before its text has a pause. */
  typing(keep: () => Promise<string>): void {
    this.waits(keep);
    this.#typed += 1;
    if (this.#state !== 'failed') this.#state = 'typing';
  }

  /** Runs a save and tells how it went; the failure goes on to the caller. */
  run<T>(kind: 'saved' | 'draft', work: () => Promise<T>, says: (error: unknown) => string): Promise<T> {
    const typed = this.#typed;
    this.#state = 'saving';
    const running = work().then(
      (value) => {
        this.#at = this.now();
        this.#why = '';
        this.#running.delete(running);
        // What was typed meanwhile is not on the disk yet.
        if (this.#running.size === 0) this.#state = typed === this.#typed ? kind : 'typing';
        return value;
      },
      (error: unknown) => {
        this.#running.delete(running);
        this.#why = says(error);
        this.#state = 'failed';
        throw error;
      },
    );
    this.#running.add(running);
    return running;
  }

  /** What was typed in a text is still to be kept. */
  waits(keep: () => Promise<string>): void {
    this.#waiting.add(keep);
  }
  /** What was typed in this text is being kept. */
  waitsNoMore(keep: () => Promise<string>): void {
    this.#waiting.delete(keep);
  }

  /**
   * Keeps what was typed a moment ago, as where it was typed is being left. Answers when no save is under way any more: what could
   * not be kept, or "".
   */
  async keepNow(): Promise<string> {
    const problems = await Promise.all([...this.#waiting].map((keep) => keep()));
    await this.settled();
    return problems.find(Boolean) ?? (this.#state === 'failed' ? this.#why : '');
  }

  /** Work that saves sooner or later: it is under way until all of it is done. */
  through(work: Promise<unknown>): void {
    this.#works.add(work);
    const end = () => this.#works.delete(work);
    work.then(end, end);
  }

  /** When no save is under way any more, whatever came of them: who began them has heard of it. */
  async settled(): Promise<void> {
    for (;;) {
      const under = [...this.#works, ...this.#running];
      if (under.length === 0) return;
      await Promise.allSettled(under);
    }
  }
}
