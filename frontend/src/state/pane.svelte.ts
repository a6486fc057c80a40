/** The right pane: whether the screen has one, whether it is shown, and whether it lies over the page in a small window. */
export type PaneKind = 'none' | 'context' | 'wide' | 'preview';

export class Pane {
  #kind = $state<PaneKind>('none');
  #shown = $state(true);
  #over = $state(false);
  #narrow = $state(false);

  get kind(): PaneKind {
    return this.#kind;
  }
  get narrow(): boolean {
    return this.#narrow;
  }
  /** In a small window it is shown only when asked for. */
  get open(): boolean {
    return this.#kind !== 'none' && (this.#narrow ? this.#over : this.#shown);
  }
  get over(): boolean {
    return this.#narrow && this.#over;
  }

  use(kind: PaneKind): () => void {
    this.#kind = kind;
    this.#over = false;
    return () => {
      this.#kind = 'none';
    };
  }

  /** The window's width in rem, so that larger text counts as a smaller window. */
  fit(rem: number): void {
    this.#narrow = rem < 73.75;
  }

  toggle(): void {
    if (this.#narrow) this.#over = !this.#over;
    else this.#shown = !this.#shown;
  }

  close(): void {
    this.#over = false;
  }
}
