import type { BinRow, Fault } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** What was deleted and can still be had back. */
export class BinState {
  #rows = $state.raw<BinRow[]>([]);
  #next = $state('');
  #total = $state(0);
  #loaded = $state(false);
  #fault = $state.raw<Fault | null>(null);
  #at = $state(0);

  constructor(private readonly session: Session) {}

  get rows(): BinRow[] {
    return this.#rows;
  }
  get total(): number {
    return this.#total;
  }
  get more(): boolean {
    return this.#next !== '';
  }
  get loaded(): boolean {
    return this.#loaded;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get at(): number {
    return this.#at;
  }
  get current(): BinRow | undefined {
    return this.#rows[this.#at];
  }

  begin(): () => void {
    this.session.go(this.load());
    return this.session.backend.on('changed', () => this.session.go(this.load()));
  }

  async load(): Promise<void> {
    try {
      const page = await this.session.backend.bin('');
      this.#rows = page.rows;
      this.#next = page.next;
      this.#total = page.total;
      this.#fault = null;
      this.select(this.#at);
    } catch (error) {
      this.#fault = faultOf(error);
    }
    this.#loaded = true;
  }

  async loadMore(): Promise<void> {
    const page = await this.session.backend.bin(this.#next);
    this.#rows = [...this.#rows, ...page.rows];
    this.#next = page.next;
  }

  select(index: number): void {
    this.#at = Math.max(0, Math.min(index, this.#rows.length - 1));
  }

  async restore(row: BinRow): Promise<void> {
    const saved = await this.session.backend.restore([row.id]);
    this.session.did(saved);
    this.session.toasts.say(`${row.key} is back`, () => this.session.go(this.session.undo(saved.action)));
    await this.load();
  }

  /** For good: cut out of the journal, with the reason. */
  async purge(rows: BinRow[], reason: string): Promise<void> {
    await this.session.backend.purge(
      rows.map((r) => r.id),
      reason,
    );
    await this.load();
  }
}
