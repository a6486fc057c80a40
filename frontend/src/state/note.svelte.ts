import type { Card, DocumentFinding, Waiver } from '../backend/backend';
import type { CardsState } from './cards.svelte';
import type { CaseState } from './case.svelte';
import { copyText } from './clipboard';
import type { FieldEdit } from './edit.svelte';
import type { Session } from './session.svelte';

const PAUSE = 700;

/** A card as one text to be written on: its fields under their names, what is not recorded left out. */
export function noteText(card: Card): string {
  const known = card.fields
    .filter((f) => f.id !== MACRO)
    .map((f) => ({
      label: f.label,
      text: f.copy || (card.findings.length > 0 && f.missing.length === 0 ? f.value : ''),
    }))
    .filter((f) => f.text);
  return known.map((f) => (card.fields.length > 1 ? `${f.label}\n${f.text}` : f.text)).join('\n\n');
}

/** The field of a form that names a macro of the other system: it is chosen there, not pasted. */
export const MACRO = 'macro';

/**
 * One of the texts that come out of a call: made from its notes until a person writes in it, then theirs. What a customer
 * will read is looked through while it is written.
 */
export class NoteState {
  #edit = $state.raw<FieldEdit | null>(null);
  #found = $state.raw<DocumentFinding[] | null>(null);
  #waivers = $state.raw<Waiver[]>([]);
  #request = 0;
  #wait: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
    private readonly cards: CardsState,
    readonly id: string,
    readonly field: string,
  ) {}

  get card(): Card | undefined {
    return this.cards.cards.find((c) => c.id === this.id);
  }
  /** What a person wrote, as the call keeps it. */
  get kept(): string {
    return String(this.of.record?.fields[this.field] ?? '');
  }
  /** It is the person's, not the notes'. */
  get own(): boolean {
    return this.kept !== '' || (this.#edit?.dirty ?? false);
  }
  get text(): string {
    if (this.#edit && (this.#edit.dirty || this.kept)) return this.#edit.text;
    return this.kept || (this.card ? noteText(this.card) : '');
  }
  get problem(): string {
    return this.#edit?.problem ?? '';
  }
  get found(): DocumentFinding[] {
    const all = this.#found ?? this.card?.findings ?? [];
    return all.filter((f) => !this.#waivers.some((w) => w.id === f.id));
  }

  /** The editor stands once the call is read; a draft of a text that was left is in it. */
  begin(): void {
    const record = this.of.record;
    if (!record || this.#edit) return;
    this.#edit = this.of.edit(record, this.field, 'the text', this.kept, (text) => text.trim() || null);
    if (this.own) this.#look();
  }

  type(text: string): void {
    this.#edit?.type(text);
    this.#look();
  }

  async leave(): Promise<void> {
    await this.#edit?.commit();
  }

  #look(): void {
    this.#wait();
    const request = ++this.#request;
    if (this.card?.audience !== 'customer') return;
    this.#wait = this.session.time.after(PAUSE, () =>
      this.session.go(
        this.session.backend.checkText({ id: this.of.id, text: this.text }).then((found) => {
          if (request === this.#request) this.#found = found;
        }),
      ),
    );
  }

  waive(finding: DocumentFinding, reason: string): Promise<void> {
    this.#waivers = [...this.#waivers.filter((w) => w.id !== finding.id), { id: finding.id, reason: reason.trim() }];
    return this.card ? this.cards.waive(this.card, finding, reason) : Promise.resolve();
  }

  async copy(): Promise<void> {
    const card = this.card;
    if (!card) return;
    this.cards.choose(card.id);
    if (this.found.length > 0) {
      this.session.toasts.warn('The customer would read what is internal. Change it, or let it stand with a reason.');
      return;
    }
    await this.leave();
    await copyText(this.session, this.text, card.title);
  }

  /** Gives the text back to the notes. */
  async again(): Promise<void> {
    await this.#edit?.revert();
    this.#edit = null;
    this.#found = null;
    if (this.kept) await this.of.change(this.of.id, { [this.field]: null }, 'Took a text from the notes again');
    this.begin();
  }
}
