import type { BriefReading } from '../backend/backend';
import type { FreshItem, FreshState } from './fresh.svelte';
import { faultOf, type Session } from './session.svelte';

/** A brief that was pasted where a new escalation is written: what it would fill in, taken or taken back. */
export class BriefState {
  #offer = $state.raw<BriefReading | null>(null);
  #items: FreshItem[] = [];
  #taken = $state.raw<BriefReading | null>(null);
  /** All that was there before the text was pasted. */
  #before: { values: { [field: string]: unknown }; items: FreshItem[] } = { values: {}, items: [] };
  #request = 0;

  constructor(
    private readonly session: Session,
    private readonly fresh: FreshState,
  ) {}

  get offer(): BriefReading | null {
    return this.#offer;
  }
  /** It was filled in, and can be taken back. */
  get taken(): BriefReading | null {
    return this.#taken;
  }

  /** A text is being pasted. Where it is a brief, to fill the fields with it is offered; any other text is only pasted. */
  async pasted(text: string): Promise<void> {
    const request = ++this.#request;
    if (!/\S\s*\n\s*\S/.test(text)) return;
    const before = this.fresh.filled;
    try {
      const read = await this.session.backend.readBrief('escalation', text);
      if (request !== this.#request) return;
      this.#before = { values: { ...before.values }, items: before.items };
      this.#items = [];
      for (const item of read.items) this.#items.push({ ...item, id: await this.session.backend.newId() });
      if (request !== this.#request) return;
      this.#offer = read;
      this.#taken = null;
    } catch (error) {
      if (faultOf(error).code !== 'invalid') throw error; // no brief: it stands where it was pasted
    }
  }

  /** Fills the fields in; what was there before the paste stays where the brief says nothing. */
  take(): void {
    const read = this.#offer;
    if (!read) return;
    this.fresh.fill({ ...this.#before.values, ...read.fields }, [...this.#before.items, ...this.#items], true);
    this.#taken = read;
    this.#offer = null;
  }

  /** The text stays as it was pasted. */
  leave(): void {
    this.#offer = null;
  }

  /** All is as before the paste, and the brief is offered again. */
  back(): void {
    this.fresh.fill(this.#before.values, this.#before.items, true);
    this.#offer = this.#taken;
    this.#taken = null;
  }

  read(): void {
    this.#taken = null;
  }
}
