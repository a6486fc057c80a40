import type { HistoryEntry } from '../backend/backend';
import type { Session } from './session.svelte';

/** Everything that was done to a record, newest first. */
export class HistoryState {
  #entries = $state.raw<HistoryEntry[]>([]);
  #next = $state('');
  #loaded = $state(false);
  #request = 0;

  constructor(
    private readonly session: Session,
    private readonly id: string,
  ) {}

  get entries(): HistoryEntry[] {
    return this.#entries;
  }
  get more(): boolean {
    return this.#next !== '';
  }
  get loaded(): boolean {
    return this.#loaded;
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    const page = await this.session.backend.history(this.id, '');
    if (request !== this.#request) return;
    this.#entries = page.entries;
    this.#next = page.next;
    this.#loaded = true;
  }

  async loadMore(): Promise<void> {
    const request = this.#request;
    const page = await this.session.backend.history(this.id, this.#next);
    if (request !== this.#request) return;
    this.#entries = [...this.#entries, ...page.entries];
    this.#next = page.next;
  }

  async undo(entry: HistoryEntry): Promise<void> {
    await this.session.undo(entry.action);
    await this.load();
  }

  async restore(rev: number): Promise<void> {
    const saved = await this.session.backend.restoreVersion(this.id, rev);
    this.session.did(saved);
    this.session.toasts.say('The record is as it was then', () => this.session.go(this.session.undo(saved.action)));
    await this.load();
  }
}
