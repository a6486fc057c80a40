import type { DocumentRequest, Fault, PagesView } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** A page's picture: of which file, how wide it was drawn, its address. */
export interface Picture {
  file: string;
  width: number;
  source: string;
}

export const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2];
/** Pictures are drawn in steps of so many pixels, so that a pane that grows a little needs no new ones. */
const STEP = 120;

/** The pages of a document as they will print. Only those in sight are drawn; an older picture stands until the new one is there. */
export class PaperState {
  #view = $state.raw<PagesView | null>(null);
  #pictures = $state.raw<ReadonlyMap<number, Picture>>(new Map());
  #fault = $state.raw<Fault | null>(null);
  #zoom = $state(1);
  #page = $state(0);
  readonly #sight = new Map<number, number>();
  readonly #asked = new Set<string>();
  #request = 0;

  constructor(
    private readonly session: Session,
    private readonly of: () => DocumentRequest,
  ) {}

  get view(): PagesView | null {
    return this.#view;
  }
  /** There is a file to show. */
  get ready(): boolean {
    return this.#view?.state === 'ready';
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get zoom(): number {
    return this.#zoom;
  }
  get page(): number {
    return this.#page;
  }
  get count(): number {
    return this.#view?.pages.length ?? 0;
  }
  picture(page: number): Picture | undefined {
    return this.#pictures.get(page);
  }

  /** Makes the file anew, or finds that it is the same. The newest call may arrive before an older one, and be ended by it: then it is asked again. */
  async load(again = true): Promise<void> {
    const request = ++this.#request;
    try {
      const view = await this.session.backend.pages(this.of());
      if (request !== this.#request) return;
      this.#fault = null;
      this.#view = view;
      this.#page = Math.min(this.#page, Math.max(0, view.pages.length - 1));
      this.#pictures = new Map([...this.#pictures].filter(([page]) => page < view.pages.length));
    } catch (error) {
      if (request !== this.#request) return; // a later call answers instead of it
      const fault = faultOf(error);
      if (fault.code !== 'cancelled') this.#fault = fault;
      else if (again) return this.load(false);
      return;
    }
    for (const [page, width] of this.#sight) this.#draw(page, width);
  }

  /** Another document: nothing of this one is shown under its name. */
  clear(): void {
    this.#request += 1;
    this.#view = null;
    this.#pictures = new Map();
    this.#page = 0;
  }

  /** Nobody looks at the pages any more: what is being made of them is given up. */
  async leave(): Promise<void> {
    this.#request += 1;
    await this.session.backend.leavePages();
  }

  /** A page came into sight, so many pixels wide on the screen; 0 is out of sight. */
  sees(page: number, width: number): void {
    if (width <= 0) this.#sight.delete(page);
    else {
      this.#sight.set(page, width);
      this.#draw(page, width);
    }
  }

  #draw(page: number, seen: number): void {
    const file = this.#view?.file;
    const width = Math.ceil(seen / STEP) * STEP;
    const here = this.#pictures.get(page);
    const name = `${file}/${page}/${width}`;
    if (!file || (here?.file === file && here.width >= width) || this.#asked.has(name)) return;
    this.#asked.add(name);
    this.session.backend
      .page(file, page, width)
      .then((source) => {
        if (file === this.#view?.file) this.#pictures = new Map(this.#pictures).set(page, { file, width, source });
      })
      .catch((error: unknown) => {
        const fault = faultOf(error);
        if (file === this.#view?.file && fault.code !== 'cancelled' && fault.code !== 'not_found') this.#fault = fault;
      })
      .finally(() => this.#asked.delete(name));
  }

  /** The page that is read. */
  at(page: number): void {
    this.#page = Math.min(Math.max(0, page), Math.max(0, this.count - 1));
  }

  zoomBy(steps: number): void {
    const now = ZOOMS.indexOf(this.#zoom);
    this.#zoom = ZOOMS[Math.min(ZOOMS.length - 1, Math.max(0, now + steps))] ?? 1;
  }
}
