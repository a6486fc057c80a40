import type { Named, Part } from '../backend/backend';
import type { find } from '../text/fuzzy';
import { recordRoute } from '../text/routes';
import type { Session } from './session.svelte';

export interface Command {
  says: string;
  /** Heading it stands under. */
  group: string;
  keys: string;
  run: () => void;
}

export type Option =
  | { type: 'command'; command: Command; parts: Part[] }
  | { type: 'record'; record: Named; parts: Part[] };

const QUIET = 60;

/** One box for every action and every record. */
export class PaletteState {
  #open = $state(false);
  #text = $state('');
  #records = $state.raw<Named[]>([]);
  /** What the records answer; null while there is no answer. */
  #answered: string | null = null;
  #commands = $state.raw<Command[]>([]);
  #at = $state(0);
  #request = 0;
  #quiet: () => void = () => undefined;
  #find: typeof find = () => [];

  constructor(private readonly session: Session) {}

  /** How a command is found: the box brings it along, so that no first screen waits for it. */
  finds(by: typeof find): void {
    this.#find = by;
  }

  get open(): boolean {
    return this.#open;
  }
  get text(): string {
    return this.#text;
  }
  get at(): number {
    return this.#at;
  }

  /** Right after the start its box is not here yet: what is typed waits for it. */
  show(commands: Command[]): void {
    this.session.keys.willType();
    this.#commands = commands;
    this.#text = '';
    this.#records = [];
    this.#answered = null;
    this.#at = 0;
    this.#open = true;
    this.session.go(this.#look());
  }

  close(): void {
    this.session.keys.typedEarly(); // nothing waits for its box any more
    this.#open = false;
  }

  type(text: string): void {
    this.#text = text;
    this.#at = 0;
    this.#quiet();
    this.#quiet = this.session.time.after(QUIET, () => this.session.go(this.#look()));
  }

  async #look(): Promise<void> {
    const request = ++this.#request;
    const text = this.#text;
    const records = await this.session.backend.lookUp(text.trim(), [], 8);
    if (request !== this.#request) return;
    this.#records = records;
    this.#answered = text;
  }

  get options(): Option[] {
    return [
      ...this.#matching(),
      ...this.#records.map(
        (record): Option => ({ type: 'record', record, parts: [{ text: record.title, hit: false }] }),
      ),
    ];
  }

  #matching(): Option[] {
    const needle = this.#text.trim();
    if (!needle)
      return this.#commands.map((command) => ({
        type: 'command',
        command,
        parts: [{ text: command.says, hit: false }],
      }));
    const names = this.#commands.map((c) => c.says);
    return this.#find(names, needle).flatMap(({ at, ranges }): Option[] => {
      const command = this.#commands[at];
      return command ? [{ type: 'command', command, parts: cut(command.says, ranges) }] : [];
    });
  }

  move(by: number): void {
    const n = this.options.length;
    if (n) this.#at = (this.#at + by + n) % n;
  }

  /** What the keys stand on. A record waits for the answer to what is typed: those still shown may be of the letters before. */
  async enter(): Promise<void> {
    const text = this.#text;
    if (this.options[this.#at]?.type !== 'command' && this.#answered !== text) {
      this.#quiet();
      await this.#look();
      if (!this.#open || this.#text !== text) return;
    }
    this.run(this.#at);
  }

  run(index: number): void {
    const option = this.options[index];
    if (!option) return;
    this.close();
    if (option.type === 'command') option.command.run();
    else this.session.nav.go(recordRoute(option.record.kind, option.record.id));
  }
}

function cut(text: string, ranges: number[]): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (let i = 0; i + 1 < ranges.length; i += 2) {
    const [start = 0, end = 0] = [ranges[i], ranges[i + 1]];
    parts.push({ text: text.slice(from, start), hit: false }, { text: text.slice(start, end), hit: true });
    from = end;
  }
  parts.push({ text: text.slice(from), hit: false });
  return parts.filter((p) => p.text);
}
