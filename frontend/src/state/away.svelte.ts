import type { Time } from './time';

/** A gap that is more than a look at something else: the lid was closed, or the program. */
const GAP = 15 * 60_000;
const BEAT = 60_000;

/** Where the last sign of life is kept between two windows. */
export interface Keeper {
  read(): number;
  write(ms: number): void;
}

/** Since when nobody was there, after the machine slept or the program was closed. */
export class Away {
  #since = $state(0);
  #last: number;

  constructor(
    private readonly time: Time,
    private readonly keeper: Keeper,
  ) {
    this.#last = keeper.read();
  }

  /** In milliseconds; 0 when one was not away, or has read about it. */
  get since(): number {
    return this.#since;
  }

  begin(): () => void {
    let stop = () => {};
    const beat = () => {
      const now = this.time.now();
      if (this.#last > 0 && now - this.#last > GAP) this.#since ||= this.#last;
      this.#last = now;
      this.keeper.write(now);
      stop = this.time.after(BEAT, beat);
    };
    beat();
    return () => stop();
  }

  read(): void {
    this.#since = 0;
  }
}
