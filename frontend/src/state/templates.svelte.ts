import type { Fault, Saved, TemplateMistake, TemplateSection, TemplateView } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** After so long without a key the file is looked through. */
const PAUSE = 400;

/** The templates that documents are written by: the workspace's, or those of one customer. Each change is saved at once and can be undone. */
export class TemplatesState {
  #list = $state.raw<TemplateView[]>([]);
  #customer = $state('');
  #at = $state('');
  #fault = $state.raw<Fault | null>(null);
  #problem = $state('');
  #mistakes = $state.raw<TemplateMistake[]>([]);
  #request = 0;
  #checking = 0;
  #pause: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    kind = '',
  ) {
    this.#at = kind;
  }

  get list(): TemplateView[] {
    return this.#list;
  }
  get loading(): boolean {
    return this.#list.length === 0 && this.#fault === null;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  /** Why the last change was refused; the template stands as it was. */
  get problem(): string {
    return this.#problem;
  }
  /** ID of the customer whose templates these are; "" is the workspace. */
  get customer(): string {
    return this.#customer;
  }
  get current(): TemplateView | undefined {
    return this.#list.find((t) => t.kind === this.#at) ?? this.#list[0];
  }
  /** It is this customer's, or this workspace's, and not one that holds for more. */
  get own(): boolean {
    const t = this.current;
    return t !== undefined && t.record !== '' && (this.#customer === '') === (t.from === 'workspace');
  }
  /** The file as it is being changed. */
  get text(): string {
    return this.session.unused.at(this.#place) ?? this.current?.text ?? '';
  }
  get #place(): string {
    return `template/${this.#customer}/${this.current?.kind ?? ''}`;
  }
  get mistakes(): TemplateMistake[] {
    return this.#mistakes;
  }
  get typed(): boolean {
    return this.text !== (this.current?.text ?? '');
  }

  begin(): () => void {
    const stop = this.session.backend.on('changed', (c) => {
      if (c.kinds.length === 0 || c.kinds.includes('template')) this.session.go(this.load());
    });
    this.session.go(this.load());
    return stop;
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const list = await this.session.backend.templates(this.#customer);
      if (request !== this.#request) return;
      this.#list = list;
      this.#fault = null;
      this.#show();
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  /** Shows the file of the template as it is typed, or kept. */
  #show(): void {
    if (this.typed) this.session.go(this.#check());
    else this.#mistakes = this.current?.mistakes ?? [];
  }

  choose(kind: string): void {
    this.#at = kind;
    this.#problem = '';
    this.#show();
  }
  step(by: number): void {
    const at = this.#list.findIndex((t) => t.kind === this.current?.kind) + by;
    const to = this.#list[Math.min(this.#list.length - 1, Math.max(0, at))];
    if (to) this.choose(to.kind);
  }

  async of(customer: string): Promise<void> {
    this.#customer = customer;
    this.#list = [];
    await this.load();
  }

  async #keep(work: () => Promise<Saved>): Promise<boolean> {
    try {
      this.session.did(await this.session.saving.run('saved', work, (e) => faultOf(e).says));
      this.#problem = '';
    } catch (error) {
      this.#problem = faultOf(error).says;
      return false;
    }
    await this.load();
    return true;
  }

  /** A file that is changed by hand would lose it, or take the other change back: it is kept or dropped first. */
  #held(): boolean {
    if (this.typed) this.#problem = 'Its file is changed and not kept yet: keep it, or drop the changes, first.';
    return this.typed;
  }

  #change(change: (sections: TemplateSection[]) => TemplateSection[], title = ''): Promise<boolean> {
    const t = this.current;
    if (!t || this.#held()) return Promise.resolve(false);
    const sections = change([...t.sections]);
    return this.#keep(() =>
      this.session.backend.saveTemplateSections(t.kind, this.#customer, title || t.title, sections),
    );
  }

  rename(title: string): Promise<boolean> {
    return this.#change((s) => s, title.trim());
  }
  set(id: string, patch: Partial<TemplateSection>): Promise<boolean> {
    return this.#change((all) => all.map((s) => (s.id === id ? { ...s, ...patch } : s)));
  }
  /** Puts a section so many places further down, or up. */
  move(id: string, by: number): Promise<boolean> {
    return this.#change((all) => {
      const at = all.findIndex((s) => s.id === id);
      const to = Math.min(all.length - 1, Math.max(0, at + by));
      const [moved] = all.splice(at, 1);
      if (moved) all.splice(to, 0, moved);
      return all;
    });
  }
  /** Adds a section that begins with a sentence, which may name {variables}. */
  add(title: string, starter: string): Promise<boolean> {
    return this.#change((all) => [
      ...all,
      {
        id: freeID(
          title,
          all.map((s) => s.id),
        ),
        title: title.trim(),
        help: '',
        audience: this.current?.audiences.length === 1 ? (this.current.audiences[0] ?? 'internal') : 'both',
        fill: 'text',
        starter: [starter.trim()],
        needs: [],
        hidden: false,
      },
    ]);
  }

  /** The file is typed in: looked through after a pause. */
  type(text: string): void {
    const { unused } = this.session;
    if (text === this.current?.text) unused.drop(this.#place);
    else unused.keep(this.#place, `The template “${this.current?.title ?? ''}”`, text);
    this.#pause();
    this.#pause = this.session.time.after(PAUSE, () => this.session.go(this.#check()));
  }
  async #check(): Promise<void> {
    const asked = ++this.#checking;
    const mistakes = await this.session.backend.checkTemplate(this.text);
    if (asked === this.#checking) this.#mistakes = mistakes;
  }
  async saveFile(): Promise<boolean> {
    const [text, place] = [this.text, this.#place];
    this.#mistakes = await this.session.backend.checkTemplate(text);
    if (this.#mistakes.length > 0) return false;
    const kept = await this.#keep(() => this.session.backend.saveTemplate(text, this.#customer));
    if (kept && this.session.unused.at(place) === text) this.session.unused.drop(place);
    return kept;
  }
  drop(): void {
    this.#pause();
    this.session.unused.drop(this.#place);
    this.#problem = '';
    this.#show();
  }

  async reset(): Promise<void> {
    const t = this.current;
    if (!t || this.#held()) return;
    if (await this.#keep(() => this.session.backend.resetTemplate(t.kind, this.#customer)))
      this.session.toasts.say(`${t.title}: back to the template that held before`, () => this.session.undoLast());
  }

  /** Takes a file a person chooses into the editor, where its mistakes are shown; a sound one is kept. Says whether it was kept. */
  async import(): Promise<boolean> {
    const text = await this.session.backend.chooseTemplate();
    if (!text) return false;
    const kind = /^kind:\s*"?(\w+)/m.exec(text)?.[1] ?? '';
    if (this.#list.some((t) => t.kind === kind)) this.choose(kind);
    if (this.#held()) return false;
    this.type(text);
    if (!(await this.saveFile())) return false;
    this.session.toasts.say(`${this.current?.title ?? 'The template'} is taken`, () => this.session.undoLast());
    return true;
  }

  async export(): Promise<void> {
    const t = this.current;
    const name = t ? await this.session.backend.writeTemplate(t.kind, this.#customer) : '';
    if (name) this.session.toasts.say(`${name} is written`);
  }
}

/** A section's id of the words of its title, that no other has. */
export function freeID(title: string, taken: string[]): string {
  const letters = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '')
    .slice(0, 32);
  const base = letters || 'section';
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}_${n}`;
  return id;
}
