import type { Card, DocumentFinding, Waiver } from '../backend/backend';
import { wholeText } from './cards.svelte';
import type { CaseState } from './case.svelte';
import type { FieldEdit } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

/** A text for a customer is looked at when one pauses. */
const PAUSE = 700;

/**
 * An update of a case while it is written: the text that the process has for its audience, changed as one likes, and kept as
 * an update when it is copied. Its draft survives the window.
 */
export class UpdateEdit {
  #cards = $state.raw<Card[]>([]);
  #card = $state('');
  #edit = $state.raw<FieldEdit | null>(null);
  #found = $state.raw<DocumentFinding[]>([]);
  #waivers = $state.raw<Waiver[]>([]);
  #problem = $state('');
  #busy = $state(false);
  /** The text of the process, as it was put in: what differs from it was typed by a person. */
  #given = '';
  #id = '';
  #request = 0;
  #wait: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
  ) {}

  /** The texts that tell somebody, by their audiences. */
  get cards(): Card[] {
    return this.#cards;
  }
  get card(): Card | undefined {
    return this.#cards.find((c) => c.id === this.#card);
  }
  get text(): string {
    return this.#edit?.text ?? '';
  }
  get loading(): boolean {
    return this.#edit === null && this.#problem === '';
  }
  get problem(): string {
    return this.#problem || (this.#edit?.problem ?? '');
  }
  get busy(): boolean {
    return this.#busy;
  }
  get toCustomer(): boolean {
    return this.card?.audience === 'customer';
  }
  /** What the customer would read that is internal. */
  get found(): DocumentFinding[] {
    return this.toCustomer ? this.#found.filter((f) => !this.#waivers.some((w) => w.id === f.id)) : [];
  }

  /** `card` is the one to begin with; else the one that is asked for first. */
  async begin(card = ''): Promise<void> {
    try {
      const [cards, id] = await Promise.all([
        this.session.backend.cards({ id: this.of.id, card: '', waivers: [] }),
        this.session.backend.newId(),
      ]);
      // Of the moment at which the customer is told on the way: neither its opening nor its end.
      const moment = cards.find((c) => c.tells.some((t) => t.value === 'customer'))?.moment;
      this.#cards = cards.filter((c) => c.tells.length > 0 && c.moment === moment);
      const left = this.of.begun('update')[0];
      this.#id = left?.id ?? id;
      const first = this.#cards.find((c) => c.id === card) ?? this.#cards.find((c) => c.asked);
      this.choose((first ?? this.#cards[0])?.id ?? '', left?.text);
    } catch (error) {
      this.#problem = faultOf(error).says;
    }
  }

  /** Takes the text of another audience; what a person typed stays. */
  choose(card: string, text?: string): void {
    const typed = this.#edit !== null && this.text !== this.#given;
    this.#card = card;
    this.#waivers = [];
    const chosen = this.card;
    if (!typed && chosen) this.#put(text ?? (wholeText(chosen) || (chosen.fields[0]?.value ?? '')));
    this.#look();
  }

  #put(text: string): void {
    this.#given = text;
    const draft = (body: string | null) => this.#keepDraft(body);
    this.#edit = this.session.edit({ draft, commit: null }, '', text);
  }

  #keepDraft(body: string | null): Promise<unknown> {
    return this.of.keepBegun('update', this.#id, 'body', body);
  }

  type(text: string): void {
    this.#edit?.type(text);
    this.#problem = '';
    this.#look();
  }

  /** Looks for what the customer may not read, when one pauses. */
  #look(): void {
    this.#wait();
    const request = ++this.#request;
    if (!this.toCustomer) return;
    this.#wait = this.session.time.after(PAUSE, () =>
      this.session.go(
        this.session.backend.checkText({ id: this.of.id, text: this.text }).then((found) => {
          if (request === this.#request) this.#found = found;
        }),
      ),
    );
  }

  waive(finding: DocumentFinding, reason: string): Promise<void> {
    const others = this.#waivers.filter((w) => w.id !== finding.id);
    this.#waivers = reason.trim() ? [...others, { id: finding.id, reason: reason.trim() }] : others;
    return Promise.resolve();
  }

  /** Keeps the update, so that the time to the next one begins anew, and copies it. Answers whether it is kept. */
  async keep(url: string): Promise<boolean> {
    const card = this.card;
    if (!card || this.#busy || !this.text.trim()) return false;
    this.#busy = true;
    this.#problem = '';
    const text = this.text;
    try {
      await this.#edit?.close();
      const saved = await this.session.saving.run(
        'saved',
        () =>
          this.session.backend.post({
            id: this.of.id,
            what: card.id,
            destination: card.destination,
            url: url.trim(),
            at: '',
            text,
            waivers: this.#waivers,
          }),
        (e) => faultOf(e).says,
      );
      this.session.did(saved);
      await this.#keepDraft(null);
      await this.session.backend.copyText(text);
      this.session.toasts.say(`Kept as an update and copied: paste it in ${card.destination}`, () =>
        this.session.go(this.session.undo(saved.action).then(() => this.of.load())),
      );
      await this.of.load();
      return true;
    } catch (error) {
      this.#put('');
      this.type(text);
      this.#problem = `${faultOf(error).says} The text is still here.`;
      return false;
    } finally {
      this.#busy = false;
    }
  }

  /** Throws the text away. */
  async drop(): Promise<void> {
    this.#wait();
    await this.#edit?.close();
    await this.#keepDraft(null);
  }
}
