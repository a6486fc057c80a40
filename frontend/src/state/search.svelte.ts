import type { Facet, Fault, OpenedCase, SearchHit, SearchQuery } from '../backend/backend';
import { toggleTerm, unfinished } from '../text/query';
import { glance } from './peek.svelte';
import { faultOf, type Session } from './session.svelte';

const QUIET = 250;
const LIMIT = 20;
/** So many pages are read for the hit one comes back to. */
const FARTHEST = 10;
/** How long the page before stays while the first answer is awaited, in ms. */
const PATIENCE = 150;

/** A search that answers while one types, and wholly once one stops. */
export class SearchState {
  #text = $state('');
  #sort = $state<SearchQuery['sort']>('relevance');
  #hits = $state.raw<SearchHit[]>([]);
  #facets = $state.raw<Facet[]>([]);
  #total = $state(-1);
  #next = $state('');
  #problem = $state('');
  #notice = $state('');
  #took = $state(0);
  #fault = $state.raw<Fault | null>(null);
  #answered = $state('');
  #settled = $state('');
  #at = $state(0);
  #preview = $state.raw<OpenedCase | null>(null);
  #request = 0;
  #previews = 0;
  #quiet: () => void = () => undefined;
  #look: () => void = () => undefined;
  #awaited = $state(false);
  #patience: () => void = () => undefined;
  /** The hit one comes back to: chosen once it is among the answers. */
  #wanted = '';

  /** `room` is how many hits the window has room for: no more are asked for while one types. */
  constructor(
    private readonly session: Session,
    private readonly room = () => LIMIT,
  ) {}

  get text(): string {
    return this.#text;
  }
  get sort(): SearchQuery['sort'] {
    return this.#sort;
  }
  get hits(): SearchHit[] {
    return this.#hits;
  }
  get facets(): Facet[] {
    return this.#facets;
  }
  /** -1 while it is not counted. */
  get total(): number {
    return this.#total;
  }
  get more(): boolean {
    return this.#next !== '';
  }
  get problem(): string {
    return this.#problem;
  }
  get notice(): string {
    return this.#notice;
  }
  get took(): number {
    return this.#took;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  /** The query that the hits answer. */
  get answered(): string {
    return this.#answered;
  }
  /** The last query that was asked wholly, once one stopped typing. */
  get settled(): string {
    return this.#settled;
  }
  /** Nothing answers the words yet, and they were begun so lately that it need not be said. */
  get begun(): boolean {
    return this.#answered === '' && !this.#awaited;
  }
  get at(): number {
    return this.#at;
  }
  get current(): SearchHit | undefined {
    return this.#hits[this.#at];
  }
  get preview(): OpenedCase | null {
    return this.#preview;
  }

  /** The first question of a session is answered more slowly than those after it: it is asked before a person does. */
  warm(): void {
    const question = {
      text: 'e',
      unfinished: true,
      typing: true,
      facets: false,
      sort: this.#sort,
      cursor: '',
      limit: 1,
    };
    this.session.backend.search(question).catch(() => undefined); // who asks next is told why
  }

  type(text: string): void {
    this.#text = text;
    this.#wanted = '';
    this.#quiet();
    if (text.trim() === '') {
      this.#empty();
      return;
    }
    if (this.begun) {
      this.#patience();
      this.#patience = this.session.time.after(PATIENCE, () => {
        this.#awaited = true;
      });
    }
    if (unfinished(text)) this.session.go(this.#ask(true));
    this.#quiet = this.session.time.after(QUIET, () => this.session.go(this.#ask(false)));
  }

  /** A query as one left it, at the hit one left it by. */
  comeBack(text: string, hit: string): void {
    this.type(text);
    this.#wanted = hit;
    this.submit();
  }

  /** The whole query, now. */
  submit(): void {
    this.#quiet();
    if (this.#text.trim()) this.session.go(this.#ask(false));
  }

  /** The chosen hit of what is typed now: Enter pressed before its answer waits for it. */
  async chosen(): Promise<SearchHit | undefined> {
    if (this.#answered !== this.#text) {
      this.#quiet();
      await this.#ask(false);
    }
    return this.#answered === this.#text ? this.current : undefined;
  }

  toggle(field: string, value: string): void {
    this.#text = toggleTerm(this.#text, field, value);
    if (this.#text) this.submit();
    else this.#empty();
  }

  sortBy(sort: SearchQuery['sort']): void {
    this.#sort = sort;
    this.#answered = '';
    this.submit();
  }

  #empty(): void {
    this.#request += 1;
    this.#hits = [];
    this.#facets = [];
    this.#total = -1;
    this.#next = '';
    this.#problem = '';
    this.#answered = '';
    this.#preview = null;
    this.#fault = null;
    this.#patience();
    this.#awaited = false;
  }

  async #ask(typing: boolean): Promise<void> {
    const request = ++this.#request;
    const text = this.#text;
    try {
      const page = await this.session.backend.search({
        text,
        unfinished: unfinished(text),
        typing,
        facets: !typing,
        sort: this.#sort,
        cursor: '',
        limit: typing ? Math.min(LIMIT, this.room()) : LIMIT,
      });
      if (request !== this.#request) return;
      // The whole answer to what was answered while typing leaves the choice where it is.
      const chosen = this.#wanted || (this.#answered === text ? this.current?.id : '');
      this.#hits = page.hits;
      if (!typing) this.#facets = page.facets;
      this.#total = page.total;
      this.#next = page.next;
      this.#problem = typing ? '' : page.problem;
      this.#notice = page.notice;
      this.#took = page.took;
      this.#answered = text;
      if (!typing) this.#settled = text;
      this.#fault = null;
      this.select(page.hits.findIndex((hit) => hit.id === chosen));
      if (!typing) await this.#seek();
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  /** Reads on to the hit one comes back to, as far as one reads by hand. */
  async #seek(): Promise<void> {
    const wanted = this.#wanted;
    for (let page = 0; wanted && page < FARTHEST; page++) {
      const index = this.#hits.findIndex((hit) => hit.id === wanted);
      if (index >= 0) this.select(index);
      if (index >= 0 || !this.#next) break;
      await this.loadMore();
      if (this.#wanted !== wanted) return;
    }
    this.#wanted = '';
  }

  async loadMore(): Promise<void> {
    if (!this.#next) return;
    const request = this.#request;
    const cursor = this.#next;
    const page = await this.session.backend.search({
      text: this.#text,
      unfinished: unfinished(this.#text),
      typing: false,
      facets: false,
      sort: this.#sort,
      cursor,
      limit: LIMIT,
    });
    if (request !== this.#request || cursor !== this.#next) return;
    this.#hits = [...this.#hits, ...page.hits];
    this.#next = page.next;
  }

  move(by: number): void {
    if (by > 0 && this.#at + by >= this.#hits.length) this.session.go(this.loadMore());
    this.select(this.#at + by);
  }

  /** Chooses a hit; its preview follows once the keys rest. */
  select(index: number): void {
    this.#at = Math.max(0, Math.min(index, this.#hits.length - 1));
    this.#look();
    this.#look = this.session.time.after(120, () => this.session.go(this.#open()));
  }

  async #open(): Promise<void> {
    const request = ++this.#previews;
    const hit = this.current;
    const places = hit?.places.map((p) => p.recordId) ?? [];
    const view = hit ? await glance(this.session, hit.id, places) : null;
    if (request === this.#previews) this.#preview = view;
  }

  async keep(name: string): Promise<void> {
    await this.session.save('Saved a search', [
      { kind: 'saved_search', id: '', base: 0, patch: { name, query: this.#text.trim() } },
    ]);
    this.session.toasts.say(`Search “${name}” is in the rail now`);
  }
}
