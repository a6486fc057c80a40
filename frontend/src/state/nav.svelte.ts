import { fromHash, HOME, type Route, toHash } from '../text/routes';

/** Where one is, and where one was: Esc goes back. */
export class Nav {
  #route = $state.raw<Route>(HOME);
  #past: Route[] = [];

  get route(): Route {
    return this.#route;
  }
  get hash(): string {
    return toHash(this.#route);
  }
  get canGoBack(): boolean {
    return this.#past.length > 0;
  }

  go(route: Route): void {
    if (toHash(route) === this.hash) return;
    this.#past = [...this.#past.slice(-49), this.#route];
    this.#route = route;
  }

  /** Changes the address without a step back to here: another tab, another query. */
  replace(route: Route): void {
    this.#route = route;
  }

  back(): void {
    const before = this.#past.pop();
    this.#route = before ?? HOME;
  }

  /** Follows the address bar, as at a reload. */
  follow(hash: string): void {
    if (hash && hash !== this.hash) this.#route = fromHash(hash);
  }
}
