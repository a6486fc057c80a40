import type { Gate } from '../backend/backend';
import type { CaseState } from './case.svelte';
import { faultOf, type Session } from './session.svelte';

/** A value that gates stand before, until it is set all the same. */
export interface Passing {
  field: string;
  value: string;
  gates: Gate[];
}

/** Sets a state of a case through what should hold before it: what is missing is said, once, with the reasons beside it. */
export class Moving {
  #passing = $state.raw<Passing | null>(null);
  #problem = $state('');

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
    private readonly after: () => Promise<void>,
  ) {}

  get passing(): Passing | null {
    return this.#passing;
  }
  get problem(): string {
    return this.#problem;
  }
  leave(): void {
    this.#passing = null;
  }

  async set(field: string, value: string): Promise<void> {
    this.#problem = '';
    const gates = await this.session.backend.gates(this.of.id, field, value);
    this.#passing = { field, value, gates };
    if (gates.length === 0) await this.pass({});
  }

  /** `reasons` by the gate's id. What a gate that blocks says without one stays on the screen. */
  async pass(reasons: { [gate: string]: string }): Promise<void> {
    const passing = this.#passing;
    if (!passing) return;
    const { field, value } = passing;
    try {
      await this.session.move({ record: this.of.id, field, value, fills: {}, reasons });
      this.#passing = null;
    } catch (error) {
      // Without a gate there is no form to say it in.
      if (passing.gates.length === 0) {
        this.#passing = null;
        throw error;
      }
      this.#problem = faultOf(error).says;
      return;
    }
    await Promise.all([this.of.load(), this.after()]);
  }
}
