import type { SearchHit } from '../../backend/backend';
import { afterPaint } from '../../parts/painted';
import type { SearchState } from '../../state/search.svelte';

/** How high what stands above the hits is, a hit, and a place in it, at least, in px of the smallest text. */
const [ABOVE, HIT, PLACE] = [150, 60, 24];
/** A space that has the height of a word. */
const SPACE = '\u00a0';

/** How many hits a window has room for at most; `scale` is that of its text. */
export const roomFor = (height: number, scale: number): number => Math.ceil((height - ABOVE) / scale / HIT);

/** How many of the hits are in sight from the top. */
export function inSight(hits: SearchHit[], height: number, scale: number): number {
  let left = (height - ABOVE) / scale;
  const below = hits.findIndex((hit) => {
    left -= HIT + PLACE * hit.places.length;
    return left < 0;
  });
  return below < 0 ? hits.length : below + 1;
}

function wordless(id: number, now: number): SearchHit {
  const [at, parts] = [new Date(now).toISOString(), [{ text: SPACE, hit: false }]];
  const place = { kind: 'line', recordId: '', field: '', label: '', at, parts };
  return {
    id: `wordless-${id}`,
    kind: 'escalation',
    key: SPACE,
    title: parts,
    severity: 'low',
    status: '',
    customer: '',
    sourceId: '',
    at,
    score: 0,
    places: [place, place],
    more: 0,
  };
}

/**
 * Which hits stand in the list. Those in sight are drawn first, those below them once these have been painted. While nothing is
 * asked, those before stand out of sight, or at first some without words: so the answer to a first letter only says other words in
 * them. To make them would take it as long as all else.
 */
export class ShownHits {
  #before = $state.raw<SearchHit[]>([]);
  #painted = $state.raw<SearchHit[]>([]);
  #answered = $state(false);
  readonly #idle = $derived.by(() => !this.search.text.trim() || this.search.begun);
  readonly #hits = $derived.by(() => {
    const { hits, at } = this.search;
    if (this.#idle) return this.#before;
    return this.#painted === hits ? hits : hits.slice(0, Math.max(this.#inSight(hits), at + 1));
  });

  /** Belongs to a component: what it draws follows the search as long as that stands. */
  constructor(
    private readonly search: SearchState,
    private readonly scale: () => number,
    now: () => number,
  ) {
    $effect(() => {
      const { hits } = search;
      if (hits.length > 0) this.#before = hits.slice(0, this.#inSight(hits));
    });
    $effect(() => {
      const { hits } = search;
      const idle = this.#idle;
      return afterPaint(() => {
        this.#painted = hits;
        this.#answered = !idle;
        if (this.#before.length > 0) return;
        const some = Array.from({ length: roomFor(window.innerHeight, scale()) }, (_, i) => wordless(i, now()));
        this.#before = some.slice(0, this.#inSight(some));
      });
    });
  }

  /** Nothing is asked, or not answered yet: what a search finds is told instead. */
  get idle(): boolean {
    return this.#idle;
  }
  get hits(): SearchHit[] {
    return this.#hits;
  }
  /** An answer was painted: what else changes with the first one follows then. */
  get answered(): boolean {
    return this.#answered;
  }
  #inSight(hits: SearchHit[]): number {
    return inSight(hits, window.innerHeight, this.scale());
  }
}
