import type { CaseView } from '../backend/backend';
import type { Session } from './session.svelte';

const REST = 120;

/** A look at the row the keys rest on, beside the list. */
export class Peek {
  #view = $state.raw<CaseView | null>(null);
  #asked = $state(false);
  #request = 0;
  #rest: () => void = () => undefined;

  constructor(private readonly session: Session) {}

  get view(): CaseView | null {
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
    const view = id ? await this.session.backend.open(id) : null;
    if (request === this.#request) this.#view = view;
  }
}
