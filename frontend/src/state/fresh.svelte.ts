import type { Change, DraftView, KindSchema } from '../backend/backend';
import { FieldEdit, isText } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

/** A record that does not exist yet: what is typed is kept as drafts, and comes back after the window closed. */
export class FreshState {
  #id = $state('');
  #values = $state.raw<{ [field: string]: unknown }>({});
  #found = $state(false);
  #problem = $state('');
  #edits = new Map<string, FieldEdit>();
  #drafts: DraftView[] = [];

  constructor(
    private readonly session: Session,
    readonly kind: string,
  ) {}

  get schema(): KindSchema | undefined {
    return this.session.kind(this.kind);
  }
  get ready(): boolean {
    return this.#id !== '';
  }
  /** It was begun earlier and is shown as it was left. */
  get found(): boolean {
    return this.#found;
  }
  get problem(): string {
    return this.#problem;
  }

  async begin(): Promise<void> {
    const left = (await this.session.backend.drafts()).filter((d) => d.kind === this.kind && !d.parent);
    this.#drafts = left.filter((d) => d.id === left.at(-1)?.id);
    this.#found = this.#drafts.length > 0;
    for (const draft of this.#drafts) this.#values = { ...this.#values, [draft.field]: draft.text };
    this.#id = this.#drafts[0]?.id ?? (await this.session.backend.newId());
  }

  value(field: string): string {
    return String(this.#values[field] ?? '');
  }

  /** The editor of a text of the new record: drafts only, there is no revision before it exists. */
  edit(field: string): FieldEdit {
    const kept = this.#edits.get(field);
    if (kept) return kept;
    const kind = this.kind;
    const text = isText(this.schema?.fields.find((f) => f.name === field)?.type ?? '');
    const send = (typed: string) => this.session.backend.draft({ id: this.#id, kind, parent: '', field, text: typed });
    const edit = new FieldEdit(
      {
        time: this.session.time,
        saving: this.session.saving,
        says: (e) => faultOf(e).says,
        draft: text ? send : null,
        commit: text ? send : () => Promise.resolve(),
      },
      '',
      this.value(field),
    );
    this.#edits.set(field, edit);
    return edit;
  }

  set(field: string, value: unknown): void {
    const edit = this.edit(field);
    this.#values = { ...this.#values, [field]: value };
    if (typeof value === 'string') edit.type(value);
  }

  /** What a gate would ask for; it is shown and refuses nothing. */
  get missing(): { label: string; help: string }[] {
    return (this.schema?.fields ?? []).filter((f) => f.required && !String(this.#values[f.name] ?? '').trim());
  }

  /** Makes the record; answers its id, or "" when it was refused, with the text still on the screen. */
  async create(): Promise<string> {
    const patch: Change['patch'] = Object.fromEntries(
      Object.entries(this.#values).filter(([, v]) => v !== '' && v !== null),
    );
    if (Object.keys(patch).length === 0) {
      this.#problem = 'Type at least a title: a record of nothing is not kept.';
      return '';
    }
    try {
      const saved = await this.session.save(`New ${this.schema?.label ?? this.kind}`, [
        { kind: this.kind, id: this.#id, base: 0, patch },
      ]);
      this.#problem = '';
      return saved.records[0]?.id ?? '';
    } catch (error) {
      this.#problem = faultOf(error).says;
      return '';
    }
  }

  async discard(): Promise<void> {
    for (const field of Object.keys(this.#values)) await this.session.backend.dropDraft(this.#id, field);
    this.#values = {};
    this.#edits.clear();
  }
}
