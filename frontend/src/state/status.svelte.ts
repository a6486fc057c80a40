import type { Gate } from '../backend/backend';
import type { CaseState } from './case.svelte';
import { faultOf, type Session } from './session.svelte';

/** States of an escalation that is not declared yet. */
const BEFORE_OPENED = ['', 'draft', 'seeking_dri'];

/** A state that an escalation is about to get: what the process still wants before it, and the way there and back. */
export class StatusMove {
  #gates = $state.raw<Gate[]>([]);
  #reasons = $state.raw<{ [gate: string]: string }>({});
  #loaded = $state(false);
  #problem = $state('');
  #busy = $state(false);
  #request = 0;

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
    readonly target: 'opened' | 'closed',
  ) {}

  get status(): string {
    return String(this.of.record?.fields.status ?? '');
  }
  /** The case has that state, or one beyond it. */
  get there(): boolean {
    if (this.target === 'closed') return this.status === 'closed' || Boolean(this.of.record?.fields.closed);
    return !BEFORE_OPENED.includes(this.status);
  }
  get gates(): Gate[] {
    return this.#gates;
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  /** Gates that stand open and have no reason. */
  get left(): Gate[] {
    return this.#gates.filter((g) => g.blocks && !this.reason(g.id).trim());
  }
  get problem(): string {
    return this.#problem;
  }
  get busy(): boolean {
    return this.#busy;
  }
  reason(gate: string): string {
    return this.#reasons[gate] ?? '';
  }
  setReason(gate: string, text: string): void {
    this.#reasons = { ...this.#reasons, [gate]: text };
    this.#problem = '';
  }

  /** Asks anew what is missing: the case has changed. */
  async look(): Promise<void> {
    const request = ++this.#request;
    const gates = this.there ? [] : await this.session.backend.gates(this.of.id, 'status', this.target);
    if (request !== this.#request) return;
    this.#gates = gates;
    this.#loaded = true;
  }

  async go(says: string): Promise<void> {
    if (this.left.length > 0) {
      this.#problem = `Still missing: ${this.left.map((g) => g.says.replace(/\.$/, '')).join('; ')}. See to it above, or say why not.`;
      return;
    }
    await this.move(this.target, says);
  }

  async move(status: string, says: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#problem = '';
    try {
      const request = { record: this.of.id, field: 'status', value: status, fills: {}, reasons: this.#reasons };
      const saved = await this.session.move(request);
      this.session.toasts.say(`${this.of.record?.key ?? ''}: ${says}`, () =>
        this.session.go(this.session.undo(saved.action).then(() => this.of.load())),
      );
      this.#reasons = {};
      await this.of.load();
      await this.look();
    } catch (error) {
      this.#problem = faultOf(error).says;
    } finally {
      this.#busy = false;
    }
  }

  /** What the team did, drafted from starred lines and finished tasks; "" when there are none. */
  async draft(): Promise<string> {
    const { backend } = this.session;
    const view = await backend.buildDocument({ kind: 'closure', id: this.of.id, audience: 'internal' });
    const section = view.sections.find((s) => s.id === 'summary');
    return section && section.gaps.length === 0 ? section.body.trim() : '';
  }
}
