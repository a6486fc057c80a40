import type { Gate, Saved } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** A value that a field of a case is about to get. */
export interface Wanted {
  id: string;
  key: string;
  kind: string;
  field: string;
  value: string;
  /** As a toast says it once it is done. */
  says: string;
}

/**
 * Gives fields of cases their values through the gates of the process. Where something is missing it is asked for, with
 * the rule; each gate takes what it misses, or the reason why not. Nothing blocks for good.
 */
export class Gates {
  #wanted = $state.raw<Wanted | null>(null);
  #gates = $state.raw<Gate[]>([]);
  #fills = $state.raw<{ [gate: string]: string }>({});
  #reasons = $state.raw<{ [gate: string]: string }>({});
  #problem = $state('');
  /** What was filled in where a value was left as it was: who looks something up in the case comes back to it. */
  readonly #left = new Map<string, { fills: { [gate: string]: string }; reasons: { [gate: string]: string } }>();
  #end: (saved: Saved | null) => void = () => undefined;

  constructor(private readonly session: Session) {}

  get wanted(): Wanted | null {
    return this.#wanted;
  }
  get gates(): Gate[] {
    return this.#gates;
  }
  get problem(): string {
    return this.#problem;
  }
  /** Gates that ask for something and have neither what they miss nor a reason. */
  get left(): Gate[] {
    return this.#gates.filter((g) => g.blocks && !this.fill(g.id).trim() && !this.reason(g.id).trim());
  }
  fill(gate: string): string {
    return this.#fills[gate] ?? '';
  }
  reason(gate: string): string {
    return this.#reasons[gate] ?? '';
  }
  setFill(gate: string, text: string): void {
    this.#fills = { ...this.#fills, [gate]: text };
  }
  setReason(gate: string, text: string): void {
    this.#reasons = { ...this.#reasons, [gate]: text };
  }

  /** Answers when the value is there; null when the person left it as it was. */
  async give(wanted: Wanted): Promise<Saved | null> {
    this.leave();
    const gates = await this.session.backend.gates(wanted.id, wanted.field, wanted.value);
    if (gates.length === 0) return this.#send(wanted);
    this.#wanted = wanted;
    this.#gates = gates;
    const left = this.#left.get(placeOf(wanted));
    this.#fills = ofGates(gates, left?.fills ?? {});
    this.#reasons = ofGates(gates, left?.reasons ?? {});
    return new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** With what was filled in and the reasons. */
  async go(): Promise<void> {
    const wanted = this.#wanted;
    if (!wanted) return;
    if (this.left.length > 0) {
      this.#problem = `Fill in what is missing, or say why not: ${this.left.map((g) => g.says.replace(/\.$/, '')).join('; ')}.`;
      return;
    }
    try {
      const saved = await this.#send(wanted);
      this.#clear(saved);
      this.#left.delete(placeOf(wanted));
    } catch (error) {
      this.#problem = faultOf(error).says;
    }
  }

  leave(): void {
    if (this.#wanted) this.#left.set(placeOf(this.#wanted), { fills: this.#fills, reasons: this.#reasons });
    this.#clear(null);
  }

  #clear(saved: Saved | null): void {
    const end = this.#end;
    this.#wanted = null;
    this.#gates = [];
    this.#fills = {};
    this.#reasons = {};
    this.#problem = '';
    this.#end = () => undefined;
    end(saved);
  }

  async #send(wanted: Wanted): Promise<Saved> {
    const { id, field, value, says } = wanted;
    const request = { record: id, field, value, fills: this.#fills, reasons: this.#reasons };
    const saved = await this.session.move(request);
    this.session.toasts.say(says, () => this.session.go(this.session.undo(saved.action)));
    return saved;
  }
}

/** What was filled in for gates that still ask. */
const ofGates = (gates: Gate[], all: { [gate: string]: string }): { [gate: string]: string } =>
  Object.fromEntries(Object.entries(all).filter(([id]) => gates.some((g) => g.id === id)));

const placeOf = ({ id, field, value }: Wanted): string => [id, field, value].join('/');
