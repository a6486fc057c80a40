import type { ConflictView, Fault, TextPiece } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';
import { pieces } from './versions.svelte';

export interface Disputed extends ConflictView {
  pieces: TextPiece[];
}

/** Every field of the workspace that has two values, until a person chooses. */
export class Conflicts {
  #rows = $state.raw<Disputed[] | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #at = $state(0);
  #request = 0;
  /** Chosen and not confirmed yet: an answer from before does not bring them back. */
  readonly #chosen = new Set<string>();

  constructor(private readonly session: Session) {}

  /** Null while they are being looked for. */
  get rows(): Disputed[] | null {
    return this.#rows;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get at(): number {
    return this.#at;
  }
  get current(): Disputed | undefined {
    return this.#rows?.[this.#at];
  }

  begin(): () => void {
    this.session.go(this.load());
    return this.session.backend.on('changed', () => this.session.go(this.load()));
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const found = await this.session.backend.conflicts();
      const rows = await Promise.all(found.map((c) => this.#marked(c)));
      if (request !== this.#request) return;
      this.#rows = rows.filter((c) => !this.#chosen.has(c.id));
      this.#fault = null;
      this.select(this.#at);
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  async #marked(c: ConflictView): Promise<Disputed> {
    const text = typeof c.standing === 'string' && typeof c.kept === 'string';
    return { ...c, pieces: text ? await pieces(this.session.backend, String(c.standing), String(c.kept), true) : [] };
  }

  select(at: number): void {
    this.#at = Math.max(0, Math.min(at, (this.#rows?.length ?? 1) - 1));
  }

  async take(conflict: ConflictView, side: 'standing' | 'kept'): Promise<void> {
    // It goes at once, so that the next key acts on the next one.
    this.#rows = (this.#rows ?? []).filter((c) => c.id !== conflict.id);
    this.select(this.#at);
    this.#chosen.add(conflict.id);
    const saved = await this.session.backend
      .resolve(conflict.id, side)
      .finally(() => this.#chosen.delete(conflict.id))
      .catch(async (error: unknown) => {
        await this.load();
        throw error;
      });
    this.session.did(saved);
    this.session.toasts.say(
      `${conflict.label}: ${side === 'kept' ? 'the other value stands now' : 'left as it stands'}`,
      () => this.session.go(this.session.undo(saved.action)),
    );
  }
}
