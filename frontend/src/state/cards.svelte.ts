import type { Card, DocumentFinding, Fault, Posting, Waiver } from '../backend/backend';
import { copyText } from './clipboard';
import { faultOf, type Session } from './session.svelte';

/** Cards of one moment of the process. */
export interface Moment {
  name: string;
  cards: Card[];
  /** The process asks for one of them now. */
  asked: boolean;
}

/** What may be copied elsewhere of a record, and where its texts went. */
export class CardsState {
  #cards = $state.raw<Card[]>([]);
  #ledger = $state.raw<Posting[]>([]);
  #fault = $state.raw<Fault | null>(null);
  #loaded = $state(false);
  #copied = $state.raw<{ [card: string]: number }>({});
  #waivers = $state.raw<{ [card: string]: Waiver[] }>({});
  #current = $state('');
  #posting = $state('');
  #request = 0;

  constructor(
    private readonly session: Session,
    readonly id: string,
  ) {}

  get cards(): Card[] {
    return this.#cards;
  }
  /** The newest first. */
  get ledger(): Posting[] {
    return [...this.#ledger].reverse();
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get loading(): boolean {
    return !this.#loaded && this.#fault === null;
  }
  get moments(): Moment[] {
    const out: Moment[] = [];
    for (const card of this.#cards) {
      const moment = out.find((m) => m.name === card.moment);
      if (moment) moment.cards.push(card);
      else out.push({ name: card.moment, cards: [card], asked: false });
    }
    return out.map((m) => ({ ...m, asked: m.cards.some((c) => c.asked !== '') }));
  }
  /** The card that the keys act on. */
  get current(): Card | undefined {
    return this.#cards.find((c) => c.id === this.#current);
  }
  /** The card whose posting is being noted. */
  get posting(): string {
    return this.#posting;
  }
  copiedAt(card: Card): number {
    return this.#copied[card.id] ?? 0;
  }
  waived(card: Card): Waiver[] {
    return this.#waivers[card.id] ?? [];
  }

  begin(): () => void {
    this.session.go(this.load());
    return this.session.afterChanges(() => this.load());
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const [cards, ledger] = await Promise.all([
        this.session.backend.cards({ id: this.id, card: '', waivers: Object.values(this.#waivers).flat() }),
        this.session.backend.ledger(this.id),
      ]);
      if (request !== this.#request) return;
      this.#cards = cards;
      this.#ledger = ledger;
      this.#fault = null;
      this.#loaded = true;
      if (!this.current) this.#current = (cards.find((c) => c.asked) ?? cards[0])?.id ?? '';
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  choose(card: string): void {
    this.#current = card;
    if (this.#posting !== card) this.#posting = '';
  }

  move(by: number, among: Card[] = this.#cards): void {
    const at = among.findIndex((c) => c.id === this.#current);
    const next = among[Math.max(0, Math.min(at + by, among.length - 1))];
    if (next) this.choose(next.id);
  }

  /** All of a card, field by field with their names where it has several; or one of its fields. */
  async copy(card: Card, field = ''): Promise<void> {
    const fields = card.fields.filter((f) => f.copy && (!field || f.id === field));
    if (fields.length === 0) {
      this.session.toasts.warn(
        card.findings.length > 0
          ? 'The customer would read what is internal. Look at what was found first.'
          : 'There is nothing to copy yet: what belongs here is not recorded.',
      );
      return;
    }
    await copyText(this.session, wholeText(card, field), field ? (fields[0]?.label ?? card.title) : card.title);
    this.#copied = { ...this.#copied, [card.id]: this.session.time.now() };
    this.choose(card.id);
  }

  /** Asks where it was posted. */
  ask(card: Card | undefined): void {
    if (card) this.choose(card.id);
    this.#posting = card?.id ?? '';
  }
  leave(): void {
    this.#posting = '';
  }

  /** Notes where a text went; what the process asked for with it is done. `text` is what went out, where it was changed. */
  async post(card: Card, where: { destination: string; url: string; text?: string }): Promise<boolean> {
    const saved = await this.session.saving.run(
      'saved',
      () =>
        this.session.backend.post({
          id: this.id,
          what: card.id,
          destination: where.destination.trim(),
          url: where.url.trim(),
          at: '',
          text: where.text ?? '',
          waivers: this.waived(card),
        }),
      (e) => faultOf(e).says,
    );
    this.session.did(saved);
    this.#posting = '';
    this.session.toasts.say(`${card.title}: posted in ${where.destination.trim()}`, () =>
      this.session.go(this.session.undo(saved.action).then(() => this.load())),
    );
    await this.load();
    return true;
  }

  /** It never went out: the ledger forgets it, and so do the clocks. */
  async takeBack(posting: Posting): Promise<void> {
    const saved = await this.session.backend.changePosting({
      record: posting.record,
      entry: posting.entry,
      url: '',
      remove: true,
    });
    this.session.did(saved);
    this.session.toasts.say(`Taken back: ${posting.label} in ${posting.destination}`, () =>
      this.session.go(this.session.undo(saved.action).then(() => this.load())),
    );
    await this.load();
  }

  async link(posting: Posting, url: string): Promise<void> {
    this.session.did(
      await this.session.backend.changePosting({
        record: posting.record,
        entry: posting.entry,
        url: url.trim(),
        remove: false,
      }),
    );
    await this.load();
  }

  /** Lets a finding stand in a card, with the reason; without one it stops it again. */
  async waive(card: Card, finding: DocumentFinding, reason: string): Promise<void> {
    const others = this.waived(card).filter((w) => w.id !== finding.id);
    const kept = reason.trim() ? [...others, { id: finding.id, reason: reason.trim() }] : others;
    this.#waivers = { ...this.#waivers, [card.id]: kept };
    await this.load();
  }
}

/** What is put on the clipboard of a card. */
export function wholeText(card: Card, field = ''): string {
  const fields = card.fields.filter((f) => f.copy && (!field || f.id === field));
  return fields.length === 1 && (field || card.fields.length === 1)
    ? (fields[0]?.copy ?? '')
    : fields.map((f) => `${f.label}: ${f.copy}`).join('\n');
}
