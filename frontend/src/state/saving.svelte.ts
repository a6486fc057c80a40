/** What the foot says about saving: whether everything typed is on the disk, since when, or why not. */
export type SaveState = 'idle' | 'typing' | 'saving' | 'saved' | 'draft' | 'failed';

export class Saving {
  #state = $state<SaveState>('idle');
  #at = $state(0);
  #why = $state('');
  #running = 0;

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
    if (this.#state !== 'failed') this.#state = 'typing';
  }

  /** Runs a save and tells how it went; the failure goes on to the caller. */
  async run<T>(kind: 'saved' | 'draft', work: () => Promise<T>, says: (error: unknown) => string): Promise<T> {
    this.#running += 1;
    this.#state = 'saving';
    try {
      const value = await work();
      this.#at = this.now();
      this.#why = '';
      this.#running -= 1;
      if (this.#running === 0) this.#state = kind;
      return value;
    } catch (error) {
      this.#running -= 1;
      this.#why = says(error);
      this.#state = 'failed';
      throw error;
    }
  }
}
