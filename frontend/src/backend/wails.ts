/**
 * The real program behind the page: Wails' bound methods and events. The only file that knows them.
 *
 * A bound method is called by its name with a capital letter on whichever bound struct has it, so that the Go side may
 * spread them as it likes; what they take and give is the `Backend` interface's to say.
 */
import type { Backend, Events, Fault, Stop } from './backend';

type Bound = { [method: string]: (...args: unknown[]) => Promise<unknown> };
type Go = { [pkg: string]: { [struct: string]: Bound } };
interface Runtime {
  EventsOn(name: string, hear: (...payload: unknown[]) => void): Stop;
}

/** What a method gives for these arguments, come with the page: see first.js, and first_answers.go. */
interface FirstAnswer {
  method: string;
  args: { [name: string]: unknown }[];
  answer: unknown;
}

declare global {
  interface Window {
    go?: Go;
    runtime?: Runtime;
    firstAnswers?: Promise<FirstAnswer[]>;
  }
}

const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Fault).code === 'string' &&
  typeof (value as Fault).says === 'string';

/** A rejection arrives as the JSON text that the Go side made of its fault; anything else is a bug on the way. */
export function readFault(rejection: unknown): Fault {
  if (isFault(rejection)) return rejection;
  const text = rejection instanceof Error ? rejection.message : String(rejection);
  try {
    const parsed: unknown = JSON.parse(text);
    if (isFault(parsed)) return parsed;
  } catch {
    // Not JSON: said as it is below.
  }
  return {
    code: 'internal',
    says: `The program answered with something the page does not understand: ${text.slice(0, 300)}`,
  };
}

function boundMethod(name: string): Bound[string] | undefined {
  for (const structs of Object.values(window.go ?? {})) {
    for (const struct of Object.values(structs))
      if (typeof struct[name] === 'function') return struct[name].bind(struct);
  }
  return undefined;
}

const bare = (value: unknown) => (value && String(value) !== '' ? JSON.stringify(value) : '');
const same = (a: { [name: string]: unknown }, b: { [name: string]: unknown }) =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => bare(a[name]) === bare(b[name]));

/** What came with the page, once it is here; nothing where that failed. */
export async function firstAnswers(): Promise<FirstAnswer[]> {
  return (await window.firstAnswers) ?? [];
}

/** An answer that came with the page, where it has one. It is given once: later the program is asked. */
async function came(method: string, args: unknown[]): Promise<FirstAnswer | undefined> {
  const all = await firstAnswers();
  const at = all.findIndex(
    (known) => known.method === method && known.args.every((arg, i) => same(arg, Object(args[i]))),
  );
  return at < 0 ? undefined : all.splice(at, 1)[0];
}

async function call(method: string, args: unknown[]): Promise<unknown> {
  const name = method.charAt(0).toUpperCase() + method.slice(1);
  const first = await came(name, args);
  if (first) return first.answer;
  const bound = boundMethod(name);
  if (!bound)
    throw { code: 'internal', says: `This build of the program cannot do that yet (${name}).` } satisfies Fault;
  try {
    return await bound(...args);
  } catch (rejection) {
    throw readFault(rejection);
  }
}

function on<E extends keyof Events>(event: E, hear: (payload: Events[E]) => void): Stop {
  return window.runtime?.EventsOn(event, (payload) => hear(payload as Events[E])) ?? (() => undefined);
}

export function wailsBackend(): Backend {
  return new Proxy({ on } as Backend, {
    get: (target, method) => {
      if (method === 'on') return target.on;
      return typeof method === 'string' && method !== 'then' ? (...args: unknown[]) => call(method, args) : undefined;
    },
  });
}
