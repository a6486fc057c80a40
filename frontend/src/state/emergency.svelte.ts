import type { Audience, Cockpit, Deed, Fault, Saved, Stand, StepRequest } from '../backend/backend';
import {
  asked,
  type Deadline,
  deadline,
  nextStep,
  type Playbook,
  playbooks,
  settled,
  silence,
  timeSaid,
} from '../text/emergency';
import { instantOf, readMoment } from '../text/time';
import { running } from './call.svelte';
import type { CaseState } from './case.svelte';
import { Moving } from './moving.svelte';
import { Said } from './said.svelte';
import { faultOf, type Session } from './session.svelte';

/** What belongs to a step before it is done, passed over or dated anew. */
export interface AskingStep {
  step: Stand;
  how: 'do' | 'pass' | 'date';
  /** The deed that needs words or a value; undefined when a reason or a time is asked for. */
  deed: Deed | undefined;
  said: Said;
}

/** A text ready to be copied, with the facts that it should name and nobody recorded. */
export interface Text {
  text: string;
  audience: Audience;
  gaps: string[];
}

/** Many changes in a row are answered once. */
const SOON = 200;
/** What stands in the middle: the notes, or one of the parts that belong to them. */
export const PARTS = [
  { part: 'notes', says: 'Notes', key: 'n' },
  { part: 'options', says: 'Options', key: 'o' },
  { part: 'engineering', says: 'Need engineering?', key: 'g' },
  { part: 'ending', says: 'Ending', key: 'e' },
] as const;
export type Part = (typeof PARTS)[number]['part'];

/** What of the notes the search of past cases begins with. */
const LAST_LINES = 6;

/** An emergency while one is in it: its clocks, its steps as they stand, and what each key does to them. */
export class EmergencyState {
  readonly moving: Moving;
  #view = $state.raw<Cockpit | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #now = $state(0);
  #at = $state('');
  #asking = $state.raw<AskingStep | null>(null);
  #problem = $state('');
  #request = 0;
  #tick: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
  ) {
    this.#now = session.time.now();
    this.moving = new Moving(session, of, () => this.load());
  }

  get id(): string {
    return this.of.id;
  }
  get view(): Cockpit | null {
    return this.#view;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get now(): number {
    return this.#now;
  }
  get steps(): Stand[] {
    return this.#view?.steps ?? [];
  }
  get playbooks(): Playbook[] {
    return playbooks(this.steps);
  }
  /** In the order of the page. */
  get inOrder(): Stand[] {
    return this.playbooks.flatMap((p) => p.steps);
  }
  /** The steps of the page, which have a figure each: it stays theirs whatever else comes in. */
  get numbered(): Stand[] {
    return this.steps.filter((s) => s.playbook === 'page').slice(0, 9);
  }
  /** The step that the keys act on: the one that was chosen, else the next to be done. */
  get current(): Stand | undefined {
    return this.steps.find((s) => s.step === this.#at) ?? nextStep(this.inOrder);
  }
  get asking(): AskingStep | null {
    return this.#asking;
  }
  get problem(): string {
    return this.#problem;
  }
  get paged(): number {
    return readMoment(this.of.record?.fields.paged)?.ms ?? 0;
  }
  get closed(): boolean {
    return this.of.record?.fields.status === 'closed';
  }
  /** "00:26:22" since the page; of a closed one, how long it took. */
  get clock(): string {
    const ended = readMoment(this.of.record?.fields.closed)?.ms ?? 0;
    return this.paged ? running((ended || this.#now) - this.paged) : '';
  }
  get deadline(): Deadline | null {
    return deadline(this.steps, this.#now);
  }
  get silence(): ReturnType<typeof silence> {
    return silence(this.steps, this.#now);
  }

  /** What happens now counts most: what it is, the last lines, then what is being typed. */
  symptoms(typed: string): string {
    const lines = this.of.items('line').slice(-LAST_LINES);
    const said = [this.of.record?.fields.description, ...lines.map((l) => l.fields.text), typed];
    return said.filter(Boolean).join('\n').trim();
  }

  begin(): () => void {
    this.#ticking();
    this.session.go(this.load());
    const stop = this.session.afterChanges(() => this.load(), SOON);
    return () => {
      stop();
      this.#tick();
    };
  }

  #ticking(): void {
    this.#now = this.session.time.now();
    this.#tick = this.session.time.after(1000 - (this.#now % 1000), () => this.#ticking());
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const view = await this.session.backend.cockpit(this.of.id);
      if (request !== this.#request) return;
      this.#view = view;
      this.#fault = null;
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  select(step: string): void {
    this.#at = step;
    if (this.#asking?.step.step !== step) this.#asking = null;
  }

  move(by: number): void {
    const all = this.inOrder;
    const at = all.findIndex((s) => s.step === this.current?.step);
    this.select(all[Math.max(0, Math.min(at + by, all.length - 1))]?.step ?? '');
  }

  /** One key: done at once, or asked about first where words or a value belong to it. Done again, it is taken back. */
  async turn(step = this.current): Promise<void> {
    if (!step) return;
    this.select(step.step);
    if (settled(step)) await this.#send({ step, how: 'back' });
    else if (step.does.some((d) => d.needs)) await this.ask(step, 'do');
    else await this.#send({ step, how: 'do' });
  }

  async ask(step: Stand | undefined, how: AskingStep['how']): Promise<void> {
    if (!step || (how === 'date' && step.state !== 'done')) return;
    this.select(step.step);
    this.#problem = '';
    const deed = how === 'do' ? step.does.find((d) => d.needs) : undefined;
    const text = deed?.kind === 'tell' && step.message ? (await this.message(step.message)).text : '';
    const words = how !== 'date' && deed?.needs !== 'value';
    const place = { id: this.of.id, kind: 'emergency', map: 'ticks', entry: step.step } as const;
    const said = new Said(this.session, words ? place : null, text);
    this.session.go(said.begin());
    this.#asking = { step, how, deed, said };
  }

  leave(): void {
    this.#asking = null;
    this.moving.leave();
  }

  /** What was typed into the form of a step. */
  async answer(said: string): Promise<void> {
    const asking = this.#asking;
    if (!asking) return;
    const { step, how, deed } = asking;
    const at = how === 'date' ? timeSaid(said, this.#now, this.session.zone) : '';
    if (how === 'date' && !at) {
      this.#problem = 'Write when it was, like 21:04 or 2026-11-28 21:04.';
      return;
    }
    const filled = deed?.needs === 'value' ? { value: said } : { text: said };
    try {
      if (how === 'pass') await this.#send({ step, how, reason: said });
      else await this.#send({ step, how: 'do', at, ...(how === 'do' ? filled : {}) });
      this.#asking = null;
      await asking.said.done();
    } catch (error) {
      this.#problem = faultOf(error).says;
    }
  }

  async #send(did: { step: Stand } & Partial<Omit<StepRequest, 'record' | 'step'>>): Promise<void> {
    const { step, how = 'do', at = '', text = '', value = '', reason = '' } = did;
    const request = { record: this.of.id, step: step.step, how, at, text, value, reason };
    const saved = await this.#saved(() => this.session.backend.step(request));
    const said = how === 'back' ? 'Taken back' : how === 'pass' ? 'Passed over' : at ? 'Dated' : 'Done';
    this.session.toasts.say(`${said}: ${step.what}`, () => this.session.go(this.session.undo(saved.action)));
    // Who chose another one meanwhile stays there.
    if (how !== 'back' && this.#at === step.step) this.#at = this.#after(step);
  }

  /** The keys go on to what comes behind the step that was done. */
  #after(step: Stand): string {
    const all = this.inOrder;
    return nextStep(all.slice(all.findIndex((s) => s.step === step.step) + 1))?.step ?? '';
  }

  /** Saves, and shows at once what came of it. */
  async #saved(work: () => Promise<Saved>): Promise<Saved> {
    const saved = await this.session.saving.run('saved', work, (e) => faultOf(e).says);
    this.session.did(saved);
    await Promise.all([this.of.load(), this.load()]);
    return saved;
  }

  /** Both clocks stop. */
  async answered(): Promise<void> {
    const now = instantOf(this.session.time.now(), this.session.zone);
    await this.of.change(this.of.id, { customer_replied: now }, 'The customer answered');
    await this.load();
    this.session.toasts.say('The customer answered: both clocks stand still', () => this.session.undoLast());
  }

  /** By which way engineering is asked; why, in the words of the criteria that hold, is kept with it. */
  async decide(decision: string): Promise<void> {
    const route = this.#view?.route;
    const held = route?.criteria.filter((c) => c.holds && c.route === decision) ?? [];
    const why = held.map((c) => `${c.says} (${c.source})`).join('; ');
    if (why && !this.of.record?.fields.tier2_reason)
      await this.of.change(this.of.id, { tier2_reason: why }, 'Noted why engineering is asked');
    await this.moving.set('tier2_decision', decision);
  }

  /** Says of a criterion that it holds, or takes that back. */
  async hold(criterion: string, on: boolean): Promise<void> {
    await this.#saved(() => this.session.backend.tick(this.of.id, criterion, on, ''));
  }

  message(id: string): Promise<{ text: string; missing: string[]; where: string }> {
    return this.session.backend.message(this.of.id, id);
  }

  /** Puts the text that goes with a step onto the clipboard; what it should name and nobody recorded is said. */
  async copy(step: Stand | undefined): Promise<void> {
    if (!step) return;
    if (step.message) await this.copyMessage(step.message);
    else if (step.document) await this.copyDocument(step.document);
    else this.session.toasts.say('No text goes with this step');
  }

  async copyMessage(id: string): Promise<void> {
    const m = await this.message(id);
    await this.#copied(m.text, m.missing, m.where);
  }

  /** A document of this emergency as text, for whom it is written. Refused while its reader would see what is internal. */
  async documentText(kind: string): Promise<Text> {
    const audience = this.session.kind('emergency')?.documents.find((d) => d.kind === kind)?.audiences[0] ?? 'internal';
    const of = { kind, id: this.of.id, audience };
    const [checked, view] = await Promise.all([
      this.session.backend.documentText({ ...of, format: 'text', waivers: [] }),
      this.session.backend.buildDocument(of),
    ]);
    const found = checked.findings[0]?.says;
    if (found) throw { code: 'refused', says: `Not copied. ${found}` };
    // What goes into a ticket or a thread is what it says, without the head of a document.
    const said = view.sections.filter((s) => s.body.trim()).map((s) => (s.title ? `${s.title}\n` : '') + s.body.trim());
    return { text: said.join('\n\n'), audience, gaps: view.sections.flatMap((s) => s.gaps) };
  }

  async copyDocument(kind: string): Promise<void> {
    const { text, gaps } = await this.documentText(kind);
    await this.#copied(text, gaps, '');
  }

  async #copied(text: string, missing: string[], where: string): Promise<void> {
    await this.session.backend.copyText(text);
    const gaps = missing.length ? ` Not recorded: ${missing.join(', ')}.` : '';
    this.session.toasts.say(`Copied${where ? ` for ${where}` : ''}.${gaps}`);
  }

  /** Steps that still ask for something, of one playbook. */
  left(playbook: Playbook): number {
    return playbook.steps.filter((s) => asked(s) && !s.optional).length;
  }
}
