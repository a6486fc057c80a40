import type { OpenedCase } from '../backend/backend';
import type { Session } from './session.svelte';

const REST = 120;
const LINES = 40;

/** A case beside what one is doing: its newest lines, and those that are to be seen. */
export function glance(session: Session, id: string, lines: string[] = []): Promise<OpenedCase> {
  return session.backend.openCase({ id, lines: LINES, with: lines });
}

/** A look at the row the keys rest on, beside the list. */
export class Peek {
  #view = $state.raw<OpenedCase | null>(null);
  #asked = $state(false);
  #request = 0;
  #rest: () => void = () => undefined;

  constructor(private readonly session: Session) {}

  get view(): OpenedCase | null {
    return this.#view;
  }
  /** Asked for by key; a wide window shows it anyway. */
  get asked(): boolean {
    return this.#asked;
  }

  toggle(): void {
    this.#asked = !this.#asked;
  }

  close(): void {
    this.#asked = false;
  }

  /** Looks once the keys rest, so that moving through a list asks for little. */
  look(id: string): void {
    this.#rest();
    this.#rest = this.session.time.after(REST, () => this.session.go(this.#open(id)));
  }

  async #open(id: string): Promise<void> {
    const request = ++this.#request;
    const view = id ? await glance(this.session, id) : null;
    if (request === this.#request) this.#view = view;
  }
}
