import type { Fault, Guide, Stand, Suggestion } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** What the process says of one case: its steps as they stand, who should lead and take part. */
export class GuideState {
  #guide = $state.raw<Guide | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #at = $state(0);
  #request = 0;
  /** It was read for the screen that is being drawn. */
  #fresh = false;

  constructor(
    private readonly session: Session,
    readonly id: string,
  ) {
    const guide = session.ahead.of(id)?.guide;
    if (guide) this.#took(guide);
    this.#fresh = Boolean(guide);
  }

  get guide(): Guide | null {
    return this.#guide;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get steps(): Stand[] {
    return this.#guide?.steps ?? [];
  }
  /** The playbooks in their order, each with its steps. */
  get books(): { name: string; steps: Stand[]; done: number }[] {
    return [...new Set(this.steps.map((s) => s.playbook))].map((name) => {
      const steps = this.steps.filter((s) => s.playbook === name);
      return { name, steps, done: steps.filter((s) => isOver(s)).length };
    });
  }
  get current(): Stand | undefined {
    return this.steps[this.#at];
  }

  begin(): () => void {
    if (!this.#fresh) this.session.go(this.load());
    this.#fresh = false;
    return this.session.afterChanges(() => this.load());
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const guide = await this.session.backend.guide(this.id);
      if (request !== this.#request) return;
      this.#took(guide);
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  #took(guide: Guide): void {
    const first = this.#guide === null;
    this.#guide = guide;
    this.#fault = null;
    if (first)
      this.select(
        Math.max(
          0,
          guide.steps.findIndex((s) => !isOver(s)),
        ),
      );
  }

  select(at: number): void {
    this.#at = Math.max(0, Math.min(at, this.steps.length - 1));
  }
  move(by: number): void {
    this.select(this.#at + by);
  }
  choose(step: Stand): void {
    this.select(this.steps.findIndex((s) => s.step === step.step));
  }

  /** Does a step that a key alone does, or takes one back. */
  async step(step: Stand, how: 'do' | 'back'): Promise<void> {
    const request = { record: this.id, step: step.step, how, at: '', text: '', value: '', reason: '' };
    const saved = await this.session.saving.run(
      'saved',
      () => this.session.backend.step(request),
      (e) => faultOf(e).says,
    );
    this.session.did(saved);
    this.session.toasts.say(`${how === 'do' ? 'Done' : 'Taken back'}: ${step.what}`, () =>
      this.session.go(this.session.undo(saved.action)),
    );
    await this.load();
  }

  /** The person whom a rule names gets the role: the DRI in the field, others as a role of the case. */
  async take(s: Suggestion, kind: string, rev: number): Promise<void> {
    const saved = await this.session.save(`Named ${s.person}`, [
      s.id === 'dri'
        ? { kind, id: this.id, base: rev, patch: { dri: s.personId || s.person } }
        : { kind: 'role', id: '', base: 0, patch: { parent: this.id, role: s.role, person: s.personId || s.person } },
    ]);
    this.session.toasts.say(`${s.person} is named`, () => this.session.go(this.session.undo(saved.action)));
    await this.load();
  }
}

/** Nothing is left to do about it. */
export const isOver = (s: Stand): boolean => s.state === 'done' || s.state === 'passed';
