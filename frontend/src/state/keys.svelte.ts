import { untrack } from 'svelte';
import { keyName, type Pressed, pressable, typing } from '../text/keys';
import type { Time } from './time';

export interface Binding {
  /** See text/keys.ts: "j", "Ctrl+Enter", "g e". */
  keys: string;
  says: string;
  run: () => void;
  /** Stands in the foot of the window. */
  foot?: boolean;
  /** Works while one types; chords with Ctrl or Alt and Esc always do. */
  inText?: boolean;
  /** Heading in the list of all keys. */
  group?: string;
}

interface Layer {
  bindings: () => Binding[];
  alone: boolean;
}

/** How long letters wait for the field they are meant for, in ms. */
const WAIT = 2000;

/** Which key does what, by screen. The topmost layer wins; a layer that is `alone` (a dialog) hides those below. */
export class Keys {
  #layers = $state.raw<Layer[]>([]);
  #begun = '';
  #forget: () => void = () => undefined;
  /** What was typed for a field that is not there yet; null where none is on its way. */
  #early: string | null = null;
  #giveUp: () => void = () => undefined;

  constructor(private readonly time: Time) {}

  /** Adds a layer until the answer is called. */
  use(bindings: () => Binding[], alone = false): () => void {
    const layer = { bindings, alone };
    // Read without tracking: an effect that adds a layer must not run again because of it.
    untrack(() => {
      this.#layers = [...this.#layers, layer];
    });
    return () => {
      this.#layers = untrack(() => this.#layers).filter((l) => l !== layer);
    };
  }

  /** A dialog has keys of its own. */
  get alone(): boolean {
    return this.#layers.some((l) => l.alone);
  }

  /** A field to write in is on its way: letters wait for it, and are not taken for commands. */
  willType(): void {
    this.#early = '';
    this.#giveUp();
    this.#giveUp = this.time.after(WAIT, () => this.typedEarly());
  }

  /** What was typed meanwhile, for the field that has the focus now. */
  typedEarly(): string {
    const typed = this.#early ?? '';
    this.#early = null;
    this.#giveUp();
    return typed;
  }

  #waits(event: Pressed): boolean {
    if (this.#early === null || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.key === 'Backspace') this.#early = this.#early.slice(0, -1);
    else if ([...event.key].length === 1) this.#early += event.key;
    else return false;
    return true;
  }

  /** All keys that work now, topmost first. */
  get active(): Binding[] {
    const from = this.#layers.findLastIndex((l) => l.alone);
    return this.#layers
      .slice(Math.max(0, from))
      .reverse()
      .flatMap((l) => l.bindings());
  }

  get foot(): Binding[] {
    return this.#foot;
  }

  readonly #foot = $derived.by(() => {
    // A key that a screen above has taken is not promised twice.
    const shown = this.active.filter((b, i, all) => b.foot && all.findIndex((a) => a.keys === b.keys) === i);
    const late = (b: Binding) => (b.keys === '?' ? 2 : b.group ? 1 : 0);
    return [...shown.filter((b) => late(b) === 0), ...shown.filter((b) => late(b) === 1)]
      .slice(0, 7)
      .concat(shown.filter((b) => late(b) === 2));
  });

  /** True where the key did something here and nobody else should see it. */
  press(event: Pressed & { target: EventTarget | null }): boolean {
    const name = keyName(event);
    const inText = typing(event.target);
    if (!inText && this.#waits(event)) return true;
    // A focused button or link keeps its own Enter and Space; Ctrl-Z in a text is the text's own.
    if ((name === 'Enter' || name === 'Space') && pressable(event.target)) return false;
    const can = (b: Binding) =>
      !inText || b.inText || (/^(Ctrl|Alt)\+/.test(b.keys) && b.keys !== 'Ctrl+z') || b.keys === 'Escape';
    const sequence = this.#begun ? `${this.#begun} ${name}` : name;
    this.#forget();
    this.#begun = '';
    const all = this.active.filter(can);
    const hit = all.find((b) => b.keys === sequence) ?? all.find((b) => b.keys === name);
    // Esc leaves the text one types in before it leaves the screen.
    if (name === 'Escape' && inText && !hit?.inText && event.target instanceof HTMLElement) {
      event.target.blur();
      return true;
    }
    if (hit) {
      hit.run();
      return true;
    }
    if (all.some((b) => b.keys.startsWith(`${name} `))) {
      this.#begun = name;
      this.#forget = this.time.after(1500, () => {
        this.#begun = '';
      });
      return true;
    }
    return false;
  }
}
