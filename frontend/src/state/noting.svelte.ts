import { CaseState } from './case.svelte';
import { LineEdit } from './line.svelte';
import type { Session } from './session.svelte';
import { SimilarState } from './similar.svelte';

/** Somebody writes down what happens, in a call or in an emergency: the case, its next line, past cases like it. */
export class Noting {
  readonly of: CaseState;
  readonly similar: SimilarState;
  #line = $state.raw<LineEdit | null>(null);

  constructor(
    private readonly session: Session,
    readonly id: string,
  ) {
    this.of = new CaseState(session, id);
    this.similar = new SimilarState(session);
  }

  /** The line that is being written; null until the case was read. */
  get line(): LineEdit | null {
    return this.#line;
  }

  /** Once the case is read: a line can be written, and past cases are looked for by what is said. */
  look(title: string, symptoms: (typed: string) => string): void {
    if (!this.of.record) return;
    this.#line ??= new LineEdit(this.session, this.of, { customer: true, timed: true });
    this.similar.ofText(title, symptoms(this.#line.text), this.id);
  }
}
