import type { FieldEdit } from './edit.svelte';
import type { Session } from './session.svelte';

/** Where the words of a duty or of a step stand in its case. */
export interface SaidPlace {
  id: string;
  kind: string;
  map: 'ticks' | 'snoozes';
  entry: string;
}

/**
 * What is typed into the form of a duty or of a step before it is kept: what was said, or why it is passed over or put off. It is a
 * draft of its case, so that it is there again when it is asked for again, after a kill too.
 */
export class Said {
  readonly #edit: FieldEdit;
  readonly #field: string;
  #typed = false;

  /** `given` is what the process says there; `place` null is for values, of which there are no drafts. */
  constructor(
    private readonly session: Session,
    private readonly place: SaidPlace | null,
    given = '',
  ) {
    this.#field = place ? `${place.map}.${place.entry}.reason` : '';
    const draft = place && this.#has(place) ? (text: string | null) => this.#keepDraft(text) : null;
    this.#edit = session.edit({ draft, commit: null }, given);
  }

  #has({ kind, map }: SaidPlace): boolean {
    return this.session.kind(kind)?.fields.some((f) => f.name === map) ?? false;
  }

  get text(): string {
    return this.#edit.text;
  }
  type(text: string): void {
    this.#typed = true;
    this.#edit.type(text);
  }

  /** Takes what was left here once, unless somebody types already. */
  async begin(): Promise<void> {
    if (!this.place) return;
    const { drafts } = await this.session.backend.openCase({ id: this.place.id, lines: 0, with: [] });
    const left = drafts.find((d) => d.id === this.place?.id && d.field === this.#field);
    if (left && !this.#typed) this.#edit.type(left.text);
  }

  #keepDraft(text: string | null): Promise<unknown> {
    const { id = '', kind = '' } = this.place ?? {};
    return this.session.keepDraft({ id, kind, parent: '', field: this.#field }, text);
  }

  /** It is kept, or not wanted any more. */
  async done(): Promise<void> {
    await this.#edit.close();
    if (this.place) await this.#keepDraft(null);
  }
}
