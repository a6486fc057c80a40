import type { Saving } from './saving.svelte';

interface Text {
  name: string;
  text: string;
}

/**
 * Files that are typed in and take effect only when somebody says so: a policy, a template. What is typed stays while the window is
 * open, whatever screen is shown meanwhile, and the window does not close over it without a word.
 */
export class Unused {
  #texts = $state.raw<{ [place: string]: Text }>({});

  constructor(private readonly saving: Saving) {}

  /** What is typed in a place; undefined where nothing is. */
  at(place: string): string | undefined {
    return this.#texts[place]?.text;
  }

  /** `name` is read where it is said what is not in use yet. */
  keep(place: string, name: string, text: string): void {
    this.#texts = { ...this.#texts, [place]: { name, text } };
    this.saving.waits(this.#says);
  }

  /** It is in use now, or is not wanted any more. */
  drop(...places: string[]): void {
    this.#texts = Object.fromEntries(Object.entries(this.#texts).filter(([place]) => !places.includes(place)));
    if (Object.keys(this.#texts).length === 0) this.saving.waitsNoMore(this.#says);
  }

  readonly #says = (): Promise<string> => {
    const names = Object.values(this.#texts).map((t) => t.name);
    return Promise.resolve(`${names.join(', ')}: changed and not in use yet.`);
  };
}
