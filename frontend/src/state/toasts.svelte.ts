import type { Time } from './time';

/** What a message tells: what the person did, what failed, or what a job or another person brought. */
type About = 'done' | 'failed' | 'came';

export interface Toast {
  id: number;
  about: About;
  says: string;
  /** What its button does, and what stands on it. */
  act: (() => void) | null;
  actLabel: string;
  seconds: number;
}

const SECONDS = 10;
/**
 * Who does the next thing is done with the one before, and what jobs did stands on the screen for the care of the workspace, whose
 * buttons a pile would cover; what fails may do so several times at once, and is read each.
 */
const MOST: { [about in About]: number } = { done: 1, failed: 3, came: 1 };

/**
 * A few messages of each sort, ten seconds, longer while one is pointed at. What a job brings does not take away the Undo
 * of what was just done, nor does the next thing done take away what failed.
 */
export class Toasts {
  #shown = $state.raw<Toast[]>([]);
  #held = false;
  #made = 0;

  constructor(private readonly time: Time) {}

  /** The newest comes last. */
  get shown(): Toast[] {
    return this.#shown;
  }
  get newest(): Toast | undefined {
    return this.#shown.at(-1);
  }

  say(says: string, act: (() => void) | null = null, actLabel = 'Undo'): void {
    this.#show({ about: 'done', says, act, actLabel });
  }

  warn(says: string): void {
    this.#show({ about: 'failed', says, act: null, actLabel: '' });
  }

  /** What was not asked for just now. */
  tell(says: string, act: (() => void) | null = null): void {
    this.#show({ about: 'came', says, act, actLabel: 'Undo' });
  }

  act(toast = this.newest): void {
    if (!toast) return;
    this.close(toast);
    toast.act?.();
  }

  close(toast: Toast): void {
    this.#shown = this.#shown.filter((t) => t.id !== toast.id);
    this.#held &&= this.#shown.length > 0; // what is gone is not pointed at
  }

  hold(held: boolean): void {
    this.#held = held;
  }

  #show(toast: Omit<Toast, 'id' | 'seconds'>): void {
    const fresh = { ...toast, id: ++this.#made, seconds: SECONDS };
    const like = this.#shown.filter((t) => t.about === toast.about && t.says !== toast.says);
    const kept = like.slice(Math.max(0, like.length + 1 - MOST[toast.about]));
    this.#shown = [...this.#shown.filter((t) => t.about !== toast.about || kept.includes(t)), fresh];
    this.time.after(1000, () => this.#tick(fresh.id));
  }

  #tick(id: number): void {
    const toast = this.#shown.find((t) => t.id === id);
    if (!toast) return;
    const seconds = this.#held ? toast.seconds : toast.seconds - 1;
    if (seconds <= 0) {
      this.close(toast);
      return;
    }
    this.#shown = this.#shown.map((t) => (t.id === id ? { ...t, seconds } : t));
    this.time.after(1000, () => this.#tick(id));
  }
}
