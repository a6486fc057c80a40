/** The clock and the timers, handed in so that tests choose them. */
export interface Time {
  now(): number;
  /** Runs once after so many milliseconds; the answer stops it. */
  after(ms: number, run: () => void): () => void;
}

export const systemTime: Time = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
