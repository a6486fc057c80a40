import { fromHash, HOME, kindOf, type Route, screenOf, toHash } from '../text/routes';

/** Where one is, and where one was: Esc goes back. */
export class Nav {
  #route = $state.raw<Route>(HOME);
  #kind = $state(kindOf(HOME) ?? '');
  #past: Route[] = [];

  get route(): Route {
    return this.#route;
  }
  /** The kind of what is looked at: of a case the kind before, until it is known. */
  get kind(): string {
    return this.#kind;
  }
  get hash(): string {
    return toHash(this.#route);
  }
  get canGoBack(): boolean {
    return this.#past.length > 0;
  }

  #to(route: Route): void {
    this.#route = route;
    this.#kind = kindOf(route) ?? this.#kind;
  }

  go(route: Route): void {
    if (toHash(route) === this.hash) return;
    this.#past = [...this.#past.slice(-49), this.#route];
    this.#to(route);
  }

  /** Changes the address without a step back to here: another tab, another query. */
  replace(route: Route): void {
    this.#to(route);
  }

  /** The same for what takes its time: who has gone elsewhere meanwhile stays there. */
  fromHere(): (route: Route) => void {
    const here = screenOf(this.#route);
    return (route) => {
      if (screenOf(this.#route) === here) this.replace(route);
    };
  }

  back(): void {
    const before = this.#past.pop();
    this.#to(before ?? HOME);
  }

  /** Follows the address bar, as at a reload. */
  follow(hash: string): void {
    if (hash && hash !== this.hash) this.#to(fromHash(hash));
  }

  /** The screen of a case knows of which kind it is. */
  shows(kind: string): void {
    if (this.#route.at === 'case') this.#kind = kind;
  }
}
