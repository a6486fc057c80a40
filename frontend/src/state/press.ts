import type { Time } from './time';

/** A press that lasts longer is a drag, or nobody was told of its end, as of a scrollbar's. */
const LONGEST = 1000;

/**
 * Whether a button of the pointer is down. A press that ends on something else than it began on is no click, so what would move the
 * things under it waits: an editor that was left by it, what was saved of it, rows that change their place.
 */
export class Press {
  #over: Promise<void> | null = null;
  #done: () => void = () => undefined;
  #late: () => void = () => undefined;

  constructor(private readonly time: Time) {}

  get held(): boolean {
    return this.#over !== null;
  }

  begins(): void {
    this.#over ??= new Promise((done) => {
      this.#done = done;
    });
    this.#late();
    this.#late = this.time.after(LONGEST, () => this.#end());
  }

  /** The click itself is told after this. */
  ends(): void {
    this.#late();
    this.#late = this.time.after(0, () => this.#end());
  }

  /** Once nothing is pressed any more, and its click was told. */
  over(): Promise<void> {
    return this.#over ?? Promise.resolve();
  }

  #end(): void {
    this.#over = null;
    this.#done();
  }
}
