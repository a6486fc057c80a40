import type { Fault, Filter, KindSchema, ListPage, ListRow } from '../backend/backend';
import { type Look, readLook, writeLook } from '../text/look';
import { pagesOf } from '../text/rows';
import { faultOf, type Session } from './session.svelte';

const PAGE = 100;
/** How many rows out of sight are asked for before they are reached. */
const BEYOND = 40;
/** How many pages are kept: those farthest from what is in sight are asked for again when one returns to them. */
const KEPT = 12;

/** One kind's list: filters, sorting, the pages in sight, the row the keys act on, the chosen rows. */
export class ListState {
  #filters = $state.raw<Filter[]>([]);
  #text = $state('');
  #sort = $state('');
  #descending = $state(false);
  #board = $state(false);
  #version = $state(0);
  #pages = $state.raw<Map<number, ListRow[]>>(new Map());
  /** By offset: the cursor that leads there, from the page before. */
  #cursors = new Map<number, string>();
  #head = $state.raw<Pick<ListPage, 'total' | 'all' | 'counts'> | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #at = $state(0);
  #chosen = $state.raw<ReadonlySet<string>>(new Set());
  #asked = new Set<number>();
  /** The first row in sight. */
  #sight = 0;
  #request = 0;
  #loadedOnce = false;
  scrolled = 0;

  constructor(
    private readonly session: Session,
    readonly kind: string,
  ) {}

  get schema(): KindSchema | undefined {
    return this.session.kind(this.kind);
  }
  get filters(): Filter[] {
    return this.#filters;
  }
  get text(): string {
    return this.#text;
  }
  get sort(): string {
    return this.#sort;
  }
  get descending(): boolean {
    return this.#descending;
  }
  /** Shown by status instead of row by row. */
  get board(): boolean {
    return this.#board;
  }
  /** Moves with each reload: who shows the same records otherwise reads them again. */
  get version(): number {
    return this.#version;
  }
  /** As it stands in the address. */
  get look(): string {
    return writeLook({
      filters: this.#filters,
      text: this.#text,
      sort: this.#sort,
      descending: this.#descending,
      board: this.#board,
    });
  }
  get total(): number {
    return this.#head?.total ?? 0;
  }
  get all(): number {
    return this.#head?.all ?? 0;
  }
  get counts(): ListPage['counts'] {
    return this.#head?.counts ?? {};
  }
  get loading(): boolean {
    return this.#head === null && this.#fault === null;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get filtered(): boolean {
    return this.#filters.length > 0 || this.#text !== '';
  }
  get at(): number {
    return this.#at;
  }
  get chosen(): ReadonlySet<string> {
    return this.#chosen;
  }
  get current(): ListRow | undefined {
    return this.row(this.#at);
  }

  row(index: number): ListRow | undefined {
    return this.#pages.get(Math.floor(index / PAGE) * PAGE)?.[index % PAGE];
  }

  /** Loads the first page, once; later calls find it there. With the look of an address it is shown so. */
  show(look = ''): void {
    if (look && look !== this.look) this.#use(readLook(look));
    else if (!this.#loadedOnce) this.reload();
  }

  #use(look: Look): void {
    this.#filters = look.filters;
    this.#text = look.text;
    this.#sort = look.sort;
    this.#descending = look.descending;
    this.#board = look.board;
    this.#at = 0;
    this.reload();
  }

  asBoard(board: boolean): void {
    this.#board = board;
    this.reload();
  }

  /** Keeps how the list is looked at under a name, in the rail. */
  async keep(name: string): Promise<void> {
    const patch = { name, list: `${this.kind}?${this.look}` };
    await this.session.save('Saved a view', [{ kind: 'saved_search', id: '', base: 0, patch }]);
    this.session.toasts.say(`“${name}” is in the rail now`);
  }

  /** Asks for the rows in sight that are not here yet, and for those beyond, so that who scrolls on finds them. */
  need(first: number, end: number): void {
    this.#sight = first;
    if (!this.#loadedOnce) return;
    for (const offset of pagesOf(Math.max(0, first - BEYOND), this.#beyond(first, end), PAGE))
      if (!this.#asked.has(offset)) this.session.go(this.#load(offset));
  }

  /** At the top of a list only what is in sight, which is all that a start has. */
  #beyond(first: number, end: number): number {
    return Math.max(first + 1, first === 0 ? end : Math.min(end + BEYOND, this.total));
  }

  /** Asks again for what is in sight; the old rows stay until the new ones are here. */
  reload(follow = ''): void {
    this.#loadedOnce = true;
    this.#request += 1;
    this.#version += 1;
    this.#asked = new Set();
    this.#cursors = new Map();
    this.session.go(this.#load(Math.floor(this.#at / PAGE) * PAGE, true, follow));
  }

  /** Where a page begins: behind the nearest page that is known, so that rows that come or go meanwhile are neither skipped nor
   * shown twice; a jump beyond them counts from there. */
  #from(offset: number): { after: string; offset: number } {
    let near = 0;
    for (const known of this.#cursors.keys()) if (known <= offset && known > near) near = known;
    return { after: this.#cursors.get(near) ?? '', offset: offset - near };
  }

  /** `follow` is the row that the keys stay on, wherever it went. As a board the list needs its counts alone. */
  async #load(offset: number, fresh = false, follow = ''): Promise<void> {
    const request = this.#request;
    this.#asked.add(offset);
    try {
      const page = await this.session.backend.list({
        kind: this.kind,
        filters: this.#filters,
        text: this.#text,
        sort: this.#sort,
        descending: this.#descending,
        ...this.#from(offset),
        limit: this.#board ? 1 : PAGE,
        counts: fresh,
      });
      if (request !== this.#request) return;
      if (!this.#board) {
        this.#keep(new Map(fresh ? [] : this.#pages).set(offset, page.rows));
        if (page.next) this.#cursors.set(offset + PAGE, page.next);
      }
      // They are the same for each page, and would be most of what comes with one that is scrolled to.
      this.#head = { total: page.total, all: page.all, counts: fresh ? page.counts : this.counts };
      this.#fault = null;
      const went = page.rows.findIndex((r) => r.id === follow);
      this.#at = went >= 0 ? offset + went : Math.max(0, Math.min(this.#at, page.total - 1));
    } catch (error) {
      if (request !== this.#request) return;
      this.#asked.delete(offset);
      this.#fault = faultOf(error);
    }
  }

  #keep(pages: Map<number, ListRow[]>): void {
    const away = (offset: number) => (offset === this.#at - (this.#at % PAGE) ? -1 : Math.abs(offset - this.#sight));
    while (pages.size > KEPT) {
      const farthest = [...pages.keys()].reduce((a, b) => (away(b) > away(a) ? b : a));
      pages.delete(farthest);
      this.#asked.delete(farthest);
    }
    this.#pages = pages;
  }

  changed(kinds: string[]): void {
    const items = this.schema?.items ?? [];
    if (this.#loadedOnce && (kinds.length === 0 || kinds.some((k) => k === this.kind || k === '' || items.includes(k))))
      this.reload(this.current?.id);
  }

  sortBy(column: string): void {
    this.#descending = this.#sort === column ? !this.#descending : false;
    this.#sort = column;
    this.#at = 0;
    this.reload();
  }

  /** Switches one value of a filter on or off. */
  toggle(field: string, value: string): void {
    const now = this.#filters.find((f) => f.field === field)?.values ?? [];
    const values = now.includes(value) ? now.filter((v) => v !== value) : [...now, value];
    this.#filters = [...this.#filters.filter((f) => f.field !== field), ...(values.length ? [{ field, values }] : [])];
    this.#at = 0;
    this.reload();
  }

  drop(field: string): void {
    this.#filters = this.#filters.filter((f) => f.field !== field);
    this.reload();
  }

  find(text: string): void {
    this.#text = text;
    this.#at = 0;
    this.reload();
  }

  clear(): void {
    this.#filters = [];
    this.#text = '';
    this.reload();
  }

  move(by: number): void {
    this.select(this.#at + by);
  }

  select(index: number): void {
    this.#at = Math.max(0, Math.min(index, this.total - 1));
  }

  choose(index = this.#at): void {
    const id = this.row(index)?.id;
    if (!id) return;
    const next = new Set(this.#chosen);
    if (!next.delete(id)) next.add(id);
    this.#chosen = next;
  }

  unchoose(): void {
    this.#chosen = new Set();
  }

  /** Deletes the chosen rows, else the one the keys act on. */
  async remove(): Promise<void> {
    const current = this.current;
    const ids = this.#chosen.size ? [...this.#chosen] : current ? [current.id] : [];
    if (ids.length === 0) return;
    const what = ids.length === 1 ? current?.key || 'One record' : `${ids.length} ${this.schema?.plural ?? 'records'}`;
    await this.session.remove(ids, what);
    this.unchoose();
  }
}
