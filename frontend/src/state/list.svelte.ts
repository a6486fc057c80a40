import type { Fault, Filter, KindSchema, ListPage, ListRow } from '../backend/backend';
import { type Look, readLook, writeLook } from '../text/look';
import { pagesOf } from '../text/rows';
import { faultOf, type Session } from './session.svelte';

const PAGE = 200;

/** One kind's list: filters, sorting, the pages in sight, the row the keys act on, the chosen rows. */
export class ListState {
  #filters = $state.raw<Filter[]>([]);
  #text = $state('');
  #sort = $state('');
  #descending = $state(false);
  #board = $state(false);
  #version = $state(0);
  #pages = $state.raw<Map<number, ListRow[]>>(new Map());
  #head = $state.raw<Pick<ListPage, 'total' | 'all' | 'counts'> | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #at = $state(0);
  #chosen = $state.raw<ReadonlySet<string>>(new Set());
  #asked = new Set<number>();
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
  }

  /** Keeps how the list is looked at under a name, in the rail. */
  async keep(name: string): Promise<void> {
    const patch = { name, list: `${this.kind}?${this.look}` };
    await this.session.save('Saved a view', [{ kind: 'saved_search', id: '', base: 0, patch }]);
    this.session.toasts.say(`“${name}” is in the rail now`);
  }

  /** Asks for the rows in sight that are not here yet. */
  need(first: number, end: number): void {
    if (!this.#loadedOnce) return;
    for (const offset of pagesOf(first, Math.max(end, first + 1), PAGE))
      if (!this.#asked.has(offset)) this.session.go(this.#load(offset));
  }

  /** Asks again for what is in sight; the old rows stay until the new ones are here. */
  reload(): void {
    this.#loadedOnce = true;
    this.#request += 1;
    this.#version += 1;
    this.#asked = new Set();
    this.session.go(this.#load(Math.floor(this.#at / PAGE) * PAGE, true));
  }

  async #load(offset: number, fresh = false): Promise<void> {
    const request = this.#request;
    this.#asked.add(offset);
    try {
      const page = await this.session.backend.list({
        kind: this.kind,
        filters: this.#filters,
        text: this.#text,
        sort: this.#sort,
        descending: this.#descending,
        offset,
        limit: PAGE,
      });
      if (request !== this.#request) return;
      this.#pages = new Map(fresh ? [[offset, page.rows]] : [...this.#pages, [offset, page.rows]]);
      this.#head = page;
      this.#fault = null;
      this.#at = Math.max(0, Math.min(this.#at, page.total - 1));
    } catch (error) {
      if (request !== this.#request) return;
      this.#asked.delete(offset);
      this.#fault = faultOf(error);
    }
  }

  changed(kinds: string[]): void {
    const items = this.schema?.items ?? [];
    if (this.#loadedOnce && (kinds.length === 0 || kinds.some((k) => k === this.kind || k === '' || items.includes(k))))
      this.reload();
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
