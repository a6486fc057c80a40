import type {
  Fault,
  PolicyDiff,
  PolicyEdit,
  PolicyFile,
  PolicyForm,
  PolicyMistake,
  PolicyPlace,
  PolicyView,
  Saved,
} from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

const REST = 500;

/** The policy's files while they are read and edited: what is wrong in them is said as one types, and nothing is used before that. */
export class PolicyState {
  #view = $state.raw<PolicyView | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #mistakes = $state.raw<PolicyMistake[]>([]);
  #problem = $state('');
  #wrong = $state.raw<{ place: string; says: string } | null>(null);
  #diff = $state.raw<PolicyDiff | null>(null);
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
  /** What is wrong with what was written in a place of a form; "" = nothing. */
  wrong(place: string): string {
    return this.#wrong?.place === place ? this.#wrong.says : '';
  }
  /** Two versions side by side; null while none are compared. */
  get diff(): PolicyDiff | null {
    return this.#diff;
  }
  /** Files as they would be used. */
  get files(): PolicyFile[] {
    return (this.#view?.files ?? []).map((f) => ({
      name: f.name,
      text: this.session.unused.at(`policy/${f.name}`) ?? f.text,
    }));
  }
  get changed(): boolean {
    return this.files.some((f) => this.#view?.files.find((o) => o.name === f.name)?.text !== f.text);
  }

  /** Reads the policy, and again whenever it was changed elsewhere, an undo included, until the answer is called. */
  begin(): () => void {
    this.session.go(this.load().then(() => (this.changed ? this.#check() : undefined)));
    return this.session.afterChanges(() => this.load());
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
    const { unused } = this.session;
    const place = `policy/${file}`;
    if (text === this.#view?.files.find((f) => f.name === file)?.text) unused.drop(place);
    else unused.keep(place, `The policy’s ${file}`, text);
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
    if (await this.#keep(() => this.session.backend.usePolicy(this.files), 'The edited policy is in use'))
      this.revert();
  }

  async set(place: PolicyPlace, value: string): Promise<boolean> {
    this.#wrong = null;
    if (value.trim() === place.value) return true;
    if (this.#held(place.label)) return false;
    const says = value.trim() ? `${place.label}: ${value.trim()}` : `${place.label} is empty`;
    return this.#keep(() => this.session.backend.setPolicyValue(place, value.trim()), says, place.label);
  }

  /** Changes one entry of a list in its file. What is wrong with it is said at `place`, and nothing is changed. */
  async edit(
    form: PolicyForm,
    change: Pick<PolicyEdit, 'do' | 'at'> & Partial<PolicyEdit>,
    says: string,
    place: string,
  ): Promise<boolean> {
    this.#wrong = null;
    if (this.#held(place)) return false;
    const edit: PolicyEdit = {
      version: this.#view?.version ?? '',
      file: form.file,
      list: form.list,
      to: 0,
      values: {},
      ...change,
    };
    return this.#keep(() => this.session.backend.editPolicy(edit), says, place);
  }

  /** What was written and refused is put back by the person: nothing is wrong any more. */
  right(): void {
    this.#wrong = null;
  }

  /** What a version has and the one in use has not, and the other way round; "" closes it. */
  async compare(version: string): Promise<void> {
    this.#diff = version ? await this.session.backend.diffPolicy(version, '') : null;
  }

  /** Goes back to a version; which cases ran under which stays kept. */
  async goBack(version: string): Promise<void> {
    this.#diff = null;
    if (!this.#held(''))
      await this.#keep(() => this.session.backend.usePolicyVersion(version), `Version ${version} is in use again`);
  }

  /** Files that are changed by hand would lose it, or take it back: they are used or put back first. */
  #held(place: string): boolean {
    if (!this.changed) return false;
    const says = 'Files are changed and not in use yet: use them, or put them back, first.';
    if (place) this.#wrong = { place, says };
    else this.session.toasts.warn(says);
    return true;
  }

  revert(): void {
    this.session.unused.drop(...this.files.map((f) => `policy/${f.name}`));
    this.#mistakes = [];
    this.#problem = '';
  }

  async #keep(send: () => Promise<Saved>, says: string, place = ''): Promise<boolean> {
    try {
      const saved = await this.session.saving.run('saved', send, (e) => faultOf(e).says);
      this.session.did(saved);
      this.#problem = '';
      await this.load();
      this.session.toasts.say(says, () => this.session.go(this.session.undo(saved.action).then(() => this.load())));
      return true;
    } catch (error) {
      if (place) this.#wrong = { place, says: faultOf(error).says };
      else this.#problem = faultOf(error).says;
      return false;
    }
  }
}
