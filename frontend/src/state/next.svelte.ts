import type { CaseState } from './case.svelte';
import type { FieldEdit } from './edit.svelte';
import type { Session } from './session.svelte';

/**
 * The box at the end of a list, for its next item, whose text is kept as a draft from its first letters on. It is empty as soon as that
 * is sent: what is typed meanwhile is the one after it, and a key pressed twice sends one. What could not be kept is there again.
 */
export class NextItem {
  #edit = $state.raw<FieldEdit | null>(null);
  #id: Promise<string> | null = null;

  /** `field` holds what is typed, or will. */
  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
    private readonly kind: string,
    private readonly field: string,
  ) {
    const left = of.begun(kind).find((d) => d.field === field);
    if (left) this.#id = Promise.resolve(left.id);
    this.#edit = this.#next(left?.text);
  }

  get text(): string {
    return this.#edit?.text ?? '';
  }

  type(text: string): void {
    this.#edit?.type(text);
  }

  #next(left?: string): FieldEdit {
    const draft = (text: string | null) => this.#keepDraft(this.#made(), text);
    return this.session.edit({ draft, commit: null }, '', left);
  }

  /** That of the next item, from its first letters on. */
  #made(): Promise<string> {
    this.#id ??= this.session.backend.newId();
    return this.#id;
  }

  async #keepDraft(made: Promise<string>, text: string | null): Promise<void> {
    await this.of.keepBegun(this.kind, await made, this.field, text);
  }

  /** `keep` makes the item under the ID that its draft has. */
  async send(keep: (typed: string, id: string) => Promise<void>): Promise<void> {
    const typed = this.text.trim();
    if (!typed) return;
    const work = this.#send(typed, keep);
    this.session.saving.through(work);
    await work;
  }

  async #send(typed: string, keep: (typed: string, id: string) => Promise<void>): Promise<void> {
    const made = this.#made();
    const drafted = this.#edit?.close();
    this.#id = null;
    this.#edit = this.#next();
    try {
      await drafted;
      await keep(typed, await made);
    } catch (error) {
      this.type([typed, this.text].filter(Boolean).join(' '));
      throw error;
    } finally {
      await this.#keepDraft(made, null);
    }
  }
}
