import type { Backend, DueAnswer, Guide, OpenedCase } from '../backend/backend';
import type { Time } from './time';

/** How many lines of a timeline a case opens with. */
export const FIRST_LINES = 60;
/** How many duties a case shows. */
export const DUTIES = 200;
/** How long what the process says of a case is waited for, in ms, once the case itself is here: a long one takes its time. */
const BESIDE = 30;

/** For how long what was read when a row was pressed is what one finds behind it, in ms: some duties fall due with the clock. */
const FRESH = 2000;

/** What the screen of a case shows first. */
export interface Opened {
  view: OpenedCase;
  due: DueAnswer | null;
  guide: Guide | null;
}

/** Whether the process asks something in a case: where there are tasks. */
const asks = (view: OpenedCase, session: Kinds): boolean =>
  session.kind(view.record.kind)?.items.includes('action') ?? false;
/** Whether the rules propose somebody or something. */
export const proposes = (view: OpenedCase): boolean => view.record.kind === 'escalation' && !view.record.fields.closed;

/** An answer, or null where there is none: then the screen asks, and says why. */
const orNone = <T>(answer: Promise<T>): Promise<T | null> => answer.catch(() => null);

interface Kinds {
  kind(kind: string): { items: string[] } | undefined;
}

/**
 * Reads a case before its screen is drawn, so that it is drawn once and whole. What was read is taken by the screen, or is
 * forgotten with the next change: it is never shown when it may be old.
 */
export class Ahead {
  #id = '';
  #view: Promise<OpenedCase> | null = null;
  #opened = $state.raw<Opened | null>(null);
  #reading: Promise<void> | null = null;
  #begun = 0;
  #request = 0;

  constructor(private readonly session: Kinds & { backend: Backend; time: Time }) {}

  /** Answers when the case is here, or cannot be: then its screen says why. What is being read already is waited for. */
  read(id: string): Promise<void> {
    const now = this.session.time.now();
    if (this.#id !== id || !this.#reading || now - this.#begun > FRESH) {
      this.#begun = now;
      this.#reading = this.#read(id);
    }
    return this.#reading;
  }

  async #read(id: string): Promise<void> {
    const request = ++this.#request;
    [this.#id, this.#opened] = [id, null];
    this.#view = this.session.backend.openCase({ id, lines: FIRST_LINES, with: [] });
    // Asked for before it is known whether it is wanted: after the case's answer they would wait behind the row's own frame.
    const [due, guide] = [orNone(this.#due(id)), orNone(this.session.backend.guide(id))];
    try {
      const view = await this.#view;
      const opened: Opened = { view, due: null, guide: null };
      await this.#atMost(BESIDE, [
        asks(view, this.session) ? due.then((answer) => (opened.due = answer)) : null,
        proposes(view) ? guide.then((answer) => (opened.guide = answer)) : null,
      ]);
      if (request === this.#request) this.#opened = opened;
    } catch {
      // The screen asks again, and shows the answer.
    }
  }

  #due(record: string): Promise<DueAnswer> {
    return this.session.backend.due({ record, at: '', mine: false, states: [], after: '', limit: DUTIES });
  }

  #atMost(ms: number, work: (Promise<unknown> | null)[]): Promise<unknown> {
    let forget: () => void = () => undefined;
    const late = new Promise<void>((done) => {
      forget = this.session.time.after(ms, done);
    });
    return Promise.race([Promise.allSettled(work), late]).finally(() => forget());
  }

  /**
   * The case that was read and not taken yet, so that its screen can be made ready; "" for none. Of one with drafts a field opens to
   * be written in: that is for somebody who sees it.
   */
  get ready(): string {
    return this.#opened?.view.drafts.length === 0 ? this.#id : '';
  }

  /** What was read of a case and is not taken yet. */
  of(id: string): Opened | null {
    return this.#id === id ? this.#opened : null;
  }

  /** A case that is being read: who needs it waits for the same answer. */
  coming(id: string): Promise<OpenedCase> | null {
    return this.#id === id ? this.#view : null;
  }

  /** Its screen is drawn. */
  taken(id: string): void {
    if (this.#id === id) this.forget();
  }

  /** Something changed. */
  forget(): void {
    this.#request += 1;
    [this.#view, this.#opened, this.#reading] = [null, null, null];
  }
}
