/** What the foot says about saving: whether everything typed is on the disk, since when, or why not. */
export type SaveState = 'idle' | 'typing' | 'saving' | 'saved' | 'draft' | 'failed';

export class Saving {
  #state = $state<SaveState>('idle');
  #at = $state(0);
  #why = $state('');
  readonly #running = new Set<Promise<unknown>>();
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

  typing(): void {
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

  /** When no save is under way any more, whatever came of them: who began them has heard of it. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running]);
  }
}
