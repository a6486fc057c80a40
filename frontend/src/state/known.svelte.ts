import type { Notice, WorkspaceView } from '../backend/backend';

/** Notices that a person has read and need not see again: a warning that cannot be mended here is said once. */
export class Known {
  #ids = $state.raw<ReadonlySet<string>>(new Set());

  constructor(private readonly kept: { read: () => string; write: (ids: string) => void }) {
    this.#ids = new Set(kept.read().split('\n').filter(Boolean));
  }

  /** What is still to be said of a workspace. */
  left(place: WorkspaceView | null): Notice[] {
    return (place?.notices ?? []).filter((n) => !this.#ids.has(name(place, n)));
  }

  know(place: WorkspaceView | null, notice: Notice): void {
    this.#ids = new Set([...this.#ids, name(place, notice)]);
    this.kept.write([...this.#ids].join('\n'));
  }
}

const name = (place: WorkspaceView | null, notice: Notice): string => `${notice.id} ${place?.folder ?? ''}`;
