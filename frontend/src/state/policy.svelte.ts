import type { Fault, PolicyFile, PolicyMistake, PolicyPlace, PolicyView, Saved } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

const REST = 500;

/** The policy's files while they are read and edited: what is wrong in them is said as one types, and nothing is used before that. */
export class PolicyState {
  #view = $state.raw<PolicyView | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #texts = $state.raw<{ [file: string]: string }>({});
  #mistakes = $state.raw<PolicyMistake[]>([]);
  #problem = $state('');
  #rest: () => void = () => undefined;
  #request = 0;

  constructor(private readonly session: Session) {}

  get view(): PolicyView | null {
    return this.#view;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get mistakes(): PolicyMistake[] {
    return this.#mistakes;
  }
  get problem(): string {
    return this.#problem;
  }
  /** Files as they would be used. */
  get files(): PolicyFile[] {
    return (this.#view?.files ?? []).map((f) => ({ name: f.name, text: this.#texts[f.name] ?? f.text }));
  }
  get changed(): boolean {
    return this.files.some((f) => this.#view?.files.find((o) => o.name === f.name)?.text !== f.text);
  }

  async load(): Promise<void> {
    try {
      this.#view = await this.session.backend.policyInUse();
      this.#fault = null;
    } catch (error) {
      this.#fault = faultOf(error);
    }
  }

  text(file: string): string {
    return this.files.find((f) => f.name === file)?.text ?? '';
  }

  type(file: string, text: string): void {
    this.#texts = { ...this.#texts, [file]: text };
    this.#rest();
    this.#rest = this.session.time.after(REST, () => this.session.go(this.#check()));
  }

  async #check(): Promise<void> {
    const request = ++this.#request;
    const check = await this.session.backend.checkPolicy(this.files);
    if (request === this.#request) this.#mistakes = check.mistakes;
  }

  /** Puts the edited files into use; with a mistake they are refused and stay here. */
  async use(): Promise<void> {
    await this.#keep(() => this.session.backend.usePolicy(this.files), 'The edited policy is in use');
  }

  async set(place: PolicyPlace, value: string): Promise<void> {
    if (value.trim() === place.value) return;
    await this.#keep(() => this.session.backend.setPolicyValue(place, value.trim()), `${place.label}: ${value.trim()}`);
  }

  revert(): void {
    this.#texts = {};
    this.#mistakes = [];
    this.#problem = '';
  }

  async #keep(send: () => Promise<Saved>, says: string): Promise<void> {
    try {
      const saved = await this.session.saving.run('saved', send, (e) => faultOf(e).says);
      this.session.did(saved);
      this.revert();
      await this.load();
      this.session.toasts.say(says, () => this.session.go(this.session.undo(saved.action).then(() => this.load())));
    } catch (error) {
      this.#problem = faultOf(error).says;
    }
  }
}
