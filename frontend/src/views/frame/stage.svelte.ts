import { tick } from 'svelte';
import type { Session } from '../../state/session.svelte';
import { type Route, screenOf } from '../../text/routes';

/** How long the screen before stays while the next one's case is being read, in ms. */
const LONGEST = 250;
/** When the code of the other screens is read, in ms after the first one: it is to be painted by then. */
const LATER = 300;

/** When a case is rehearsed, in ms after all code was read: by then one has looked at the first screen. */
const REHEARSED = 500;

/** Screens that begin with a field to write in. */
const WRITTEN: Route['at'][] = ['new', 'search'];
const EVERYDAY: Route['at'][] = ['call', 'movers', 'today', 'emergency', 'search', 'case', 'new'];

export interface Screen {
  key: string;
  /** Null while the code of the first screen is being read. */
  route: Route | null;
}

/**
 * Which screen is drawn. The one before stays until the next one's code is here, and of a case what it shows first: so nothing
 * flickers, and a screen is drawn once. Lists are in the first piece of code; the others follow in two.
 */
export class Stage {
  #drawn = $state.raw<Route | null>(null);
  #everyday = $state.raw<typeof import('./everyday') | null>(null);
  #seldom = $state.raw<typeof import('./seldom') | null>(null);
  #turn = 0;
  readonly #screens = $derived.by(() => {
    const shown: Screen = { key: this.#drawn ? screenOf(this.#drawn) : '', route: this.#drawn };
    const { ready } = this.session.ahead;
    if (this.#drawn?.at !== 'list' || !this.#everyday || !ready) return [shown];
    const next: Route = { at: 'case', id: ready, tab: 'overview' };
    return [shown, { key: screenOf(next), route: next }];
  });

  constructor(private readonly session: Session) {}

  /** Null while the code of the first screen is being read. */
  get drawn(): Route | null {
    return this.#drawn;
  }
  /** The one that is drawn, and behind a list the case that was read already: opened next, it is there. */
  get screens(): Screen[] {
    return this.#screens;
  }
  get everyday(): typeof import('./everyday') | null {
    return this.#everyday;
  }
  get seldom(): typeof import('./seldom') | null {
    return this.#seldom;
  }

  /** Draws a route, at once where nothing is to be waited for. */
  show(route: Route): void {
    const turn = ++this.#turn;
    const kept = this.session.saving.keepNow();
    const here = this.#drawn && screenOf(this.#drawn) === screenOf(route);
    if (this.#drawn && !here && WRITTEN.includes(route.at)) this.session.keys.willType();
    const waits = here ? [] : [this.#code(route), this.#content(route, kept)].filter((w) => w !== null);
    if (waits.length === 0) this.#draw(route);
    else this.session.go(Promise.all(waits).then(() => turn === this.#turn && this.#draw(route)));
  }

  /** What was read for a screen is that screen's, and nobody's afterwards: drafts are written without a word. */
  #draw(route: Route): void {
    this.#drawn = route;
    if (route.at === 'case') this.session.go(tick().then(() => this.session.ahead.taken(route.id)));
  }

  #code(route: Route): Promise<void> | null {
    if (route.at === 'list') return null;
    if (EVERYDAY.includes(route.at)) return this.#everyday ? null : this.#readEveryday();
    return this.#seldom ? null : this.#readSeldom();
  }

  /** What was typed on the screen before is kept when this one is read: it may stand in both. */
  #content(route: Route, kept: Promise<unknown>): Promise<unknown> | null {
    if (route.at !== 'case') return null;
    const turn = this.#turn;
    let drawn = false;
    let forget: () => void = () => undefined;
    const late = new Promise<void>((done) => {
      forget = this.session.time.after(LONGEST, done);
    });
    const read = kept.then(() => (drawn || turn !== this.#turn ? undefined : this.session.ahead.read(route.id)));
    return Promise.race([read, late]).finally(() => {
      drawn = true;
      forget();
    });
  }

  async #readEveryday(): Promise<void> {
    this.#everyday = await import('./everyday');
  }

  async #readSeldom(): Promise<void> {
    this.#seldom = await import('./seldom');
  }

  #rehearse(): void {
    if (this.#everyday && this.#drawn?.at !== 'case') this.session.go(this.#everyday.rehearse(this.session));
  }

  /** Reads the code of the other screens, behind the first one. */
  readAll(): () => void {
    return this.session.time.after(LATER, () => {
      void this.session.zone; // learnt where nobody waits for it
      this.session.go(
        this.#readEveryday()
          .then(() => this.#readSeldom())
          .then(() => this.session.time.after(REHEARSED, () => this.#rehearse())),
      );
    });
  }
}
