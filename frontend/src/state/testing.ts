/** What the tests of the state classes share: a clock that is turned by hand, and a session on the in-memory backend. */
import { type FakeBackend, type FakeOptions, fakeBackend } from '../backend/fake';
import { Session } from './session.svelte';
import type { Time } from './time';

export class HandTime implements Time {
  private due: { at: number; run: () => void }[] = [];
  constructor(private ms = Date.parse('2026-03-17T13:05:12Z')) {}

  now(): number {
    return this.ms;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.ms + ms, run };
    this.due.push(timer);
    return () => {
      this.due = this.due.filter((t) => t !== timer);
    };
  }

  /** Lets time pass, runs what came due in its order, and waits for what that started. */
  async pass(ms: number): Promise<void> {
    const end = this.ms + ms;
    for (;;) {
      const next = this.due.filter((t) => t.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.due = this.due.filter((t) => t !== next);
      this.ms = Math.max(this.ms, next.at);
      next.run();
      await settle();
    }
    this.ms = end;
    await settle();
  }
}

/** Waits until what was started has been answered: the in-memory backend needs only turns of the queue. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve();
}

export async function ready(
  options: Partial<FakeOptions> = {},
): Promise<{ session: Session; fake: FakeBackend; time: HandTime }> {
  const time = new HandTime();
  const fake = fakeBackend({ now: () => time.now(), sample: true, ...options });
  const session = new Session(fake, time);
  await session.begin();
  return { session, fake, time };
}
