import type { Time } from './time';

export interface Toast {
  id: number;
  says: string;
  bad: boolean;
  /** What its button does, and what stands on it. */
  act: (() => void) | null;
  actLabel: string;
  seconds: number;
}

const SHOWN = 10;

/** One message at a time, ten seconds, longer while it is pointed at. */
export class Toasts {
  #current = $state.raw<Toast | null>(null);
  #held = false;
  #made = 0;
  #stop: () => void = () => undefined;

  constructor(private readonly time: Time) {}

  get current(): Toast | null {
    return this.#current;
  }

  say(says: string, act: (() => void) | null = null, actLabel = 'Undo'): void {
    this.#show({ id: ++this.#made, says, bad: false, act, actLabel, seconds: SHOWN });
  }

  warn(says: string): void {
    this.#show({ id: ++this.#made, says, bad: true, act: null, actLabel: '', seconds: SHOWN });
  }

  act(): void {
    const act = this.#current?.act;
    this.close();
    act?.();
  }

  close(): void {
    this.#stop();
    this.#current = null;
  }

  hold(held: boolean): void {
    this.#held = held;
  }

  #show(toast: Toast): void {
    this.#stop();
    this.#current = toast;
    this.#stop = this.time.after(1000, () => this.#tick());
  }

  #tick(): void {
    const toast = this.#current;
    if (!toast) return;
    const seconds = this.#held ? toast.seconds : toast.seconds - 1;
    if (seconds <= 0) {
      this.close();
      return;
    }
    this.#current = { ...toast, seconds };
    this.#stop = this.time.after(1000, () => this.#tick());
  }
}
