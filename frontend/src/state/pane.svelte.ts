/** The right pane: whether the screen has one, whether it is shown, and whether it lies over the page in a small window. */
export type PaneKind = 'none' | 'context' | 'wide' | 'preview';

export class Pane {
  #kind = $state<PaneKind>('none');
  #shown = $state(true);
  #over = $state(false);
  #narrow = $state(false);
  #wide = $state(false);
  #says = $state.raw<() => string>(() => '');

  get kind(): PaneKind {
    return this.#kind;
  }
  /** What is in it, for who has it hidden. */
  get says(): string {
    return this.#says();
  }
  get narrow(): boolean {
    return this.#narrow;
  }
  /** There is room for another pane. */
  get wide(): boolean {
    return this.#wide;
  }
  /** In a small window it is shown only when asked for. */
  get open(): boolean {
    return this.#kind !== 'none' && (this.#narrow ? this.#over : this.#shown);
  }
  get over(): boolean {
    return this.#narrow && this.#over;
  }

  /** `over`: in a small window it lies over the page at once, because a person asked for it. */
  use(kind: PaneKind, says = (): string => '', over = false): () => void {
    this.#kind = kind;
    this.#says = says;
    this.#over = over;
    return () => {
      this.#kind = 'none';
    };
  }

  /** The window's width in rem, so that larger text counts as a smaller window. */
  fit(rem: number): void {
    this.#narrow = rem < 73.75;
    this.#wide = rem >= 112.5;
  }

  toggle(): void {
    if (this.#narrow) this.#over = !this.#over;
    else this.#shown = !this.#shown;
  }

  close(): void {
    this.#over = false;
  }
}
