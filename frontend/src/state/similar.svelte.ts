import type { Fault, OpenedCase, SimilarAnswer, SimilarHit, SimilarQuery } from '../backend/backend';
import { count } from '../text/words';
import { glance } from './peek.svelte';
import { faultOf, type Session } from './session.svelte';

const QUIET = 250;
/** Who types on without a pause is answered this often. */
const LATEST = 1000;
const EMPTY: SimilarAnswer = { hits: [], older: [], searched: 0, took: 0 };

/** Past cases like the one in front, or like the text being typed. */
export class SimilarState {
  #answer = $state.raw<SimilarAnswer>(EMPTY);
  #fault = $state.raw<Fault | null>(null);
  #asked = $state(false);
  #at = $state(0);
  #peek = $state.raw<OpenedCase | null>(null);
  #request = 0;
  #quiet: () => void = () => undefined;
  #latest: (() => void) | null = null;
  #text: { id: string; title: string; text: string } = { id: '', title: '', text: '' };

  constructor(private readonly session: Session) {}

  get hits(): SimilarHit[] {
    return this.#answer.hits;
  }
  get older(): SimilarHit[] {
    return this.#answer.older;
  }
  get all(): SimilarHit[] {
    return [...this.#answer.hits, ...this.#answer.older];
  }
  get searched(): number {
    return this.#answer.searched;
  }
  get took(): number {
    return this.#answer.took;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  /** How many there are, for who does not see them. */
  get says(): string {
    return this.all.length > 0 ? count(this.all.length, 'similar case') : 'Similar cases';
  }
  /** An answer is here, be it that nothing is alike. */
  get asked(): boolean {
    return this.#asked;
  }
  get at(): number {
    return this.#at;
  }
  get current(): SimilarHit | undefined {
    return this.all[this.#at];
  }
  get peeked(): OpenedCase | null {
    return this.#peek;
  }

  ofCase(id: string): Promise<void> {
    return this.#ask({ id, title: '', text: '', limit: 12, before: '', typing: false });
  }

  /** While one types: asks once the keys rest. `id` is the case that is typed into, which is not like itself. */
  ofText(title: string, text: string, id = ''): void {
    this.#quiet();
    this.#text = { id, title, text };
    if (`${title}${text}`.trim().length < 4) {
      this.#latest?.();
      this.#latest = null;
      this.#request += 1;
      this.#answer = EMPTY;
      this.#asked = false;
      return;
    }
    this.#quiet = this.session.time.after(QUIET, () => this.#askTyped());
    this.#latest ??= this.session.time.after(LATEST, () => this.#askTyped());
  }

  #askTyped(): void {
    this.#quiet();
    this.#latest?.();
    this.#latest = null;
    void this.#ask({ ...this.#text, limit: 12, before: '', typing: true });
  }

  async #ask(query: SimilarQuery): Promise<void> {
    const request = ++this.#request;
    try {
      const answer = await this.session.backend.similar(query);
      if (request !== this.#request) return;
      this.#answer = answer;
      this.#fault = null;
      this.#asked = true;
      this.#at = Math.min(this.#at, Math.max(0, this.all.length - 1));
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  select(index: number): void {
    this.#at = Math.max(0, Math.min(index, this.all.length - 1));
  }

  /** Keeps what a person thinks of a likeness; the same again takes it back. */
  async judge(here: string, hit: SimilarHit, as: 'same_problem' | 'not_related'): Promise<void> {
    const next = hit.judged === as ? '' : as;
    this.session.did(await this.session.backend.judge(here, hit.id, next));
    await this.ofCase(here);
    this.session.toasts.say(
      next === ''
        ? `${hit.key}: judgement taken back`
        : `${hit.key} is kept as ${as === 'same_problem' ? 'the same problem' : 'not related'}`,
    );
  }

  async peek(hit: SimilarHit): Promise<void> {
    this.#peek = await glance(this.session, hit.id);
  }

  unpeek(): void {
    this.#peek = null;
  }
}
