import type { Saving } from './saving.svelte';
import type { Time } from './time';

export const PAUSE = 500;
/** Who types on without a pause has a draft this often: a kill takes less than a second of typing. */
export const LATEST = 900;
export const QUIET = 60_000;

/** The types of fields that drafts are kept of. */
export const isText = (type: string): boolean => type === 'text' || type === 'prose';

export interface EditWork {
  time: Time;
  saving: Saving;
  /** Confirms a draft, or with null that none stands any more; null for values that are no text (a time, a name of a record), which only revisions keep. */
  draft: ((text: string | null) => Promise<unknown>) | null;
  /** Makes a revision, which takes the draft's place; null where nothing but drafts is kept, as of a record that is not made yet. */
  commit: ((text: string) => Promise<unknown>) | null;
  says: (error: unknown) => string;
}

/**
 * One text while it is edited. Each pause of half a second is kept as a draft, and what is typed without one at latest after
 * LATEST; leaving the field, submitting, or a minute of quiet makes a revision, if the text differs. A text that is again as it was
 * kept leaves no draft behind. A failed save leaves the text where it is, and is tried again.
 */
export class FieldEdit {
  #text = $state('');
  #kept = $state('');
  #problem = $state('');
  /** The draft that stands; null where there is none. */
  #drafted: string | null;
  #closed = false;
  #pause: () => void = () => undefined;
  #latest: (() => void) | null = null;
  #quiet: () => void = () => undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly work: EditWork,
    kept: string,
    draft?: string,
  ) {
    this.#kept = kept;
    this.#text = draft ?? kept;
    this.#drafted = draft ?? null;
  }

  get text(): string {
    return this.#text;
  }
  /** Differs from the last revision. */
  get dirty(): boolean {
    return this.#text !== this.#kept;
  }
  get problem(): string {
    return this.#problem;
  }

  type(text: string): void {
    this.#text = text;
    this.work.saving.typing(this.#keep);
    this.#pause();
    this.#quiet();
    this.#pause = this.work.time.after(PAUSE, () => void this.#draftNow());
    this.#latest ??= this.work.time.after(LATEST, () => void this.#draftNow());
    this.#quiet = this.work.time.after(QUIET, () => void this.commit());
  }

  /** Nothing of this text waits for a pause any more. */
  #rest(): void {
    this.#pause();
    this.#latest?.();
    this.#latest = null;
    this.work.saving.waitsNoMore(this.#keep);
  }

  #draftNow(): Promise<void> {
    this.#rest();
    return this.#enqueue(() => this.#draft());
  }

  /** Where the text is being left without a word, as with its window. A value of which no drafts are kept is a revision then. */
  readonly #keep = async (): Promise<string> => {
    await (this.work.draft ? this.#draftNow() : this.commit());
    return this.#problem;
  };

  /** The field was left, or Ctrl-Enter pressed. Answers whether the text is a revision now. */
  async commit(): Promise<boolean> {
    this.#rest();
    this.#quiet();
    await this.#enqueue(() => this.#commit());
    return !this.dirty;
  }

  /** Puts the text back to the last revision; its draft goes. */
  revert(): Promise<void> {
    this.#rest();
    this.#quiet();
    this.#text = this.#kept;
    this.#problem = '';
    return this.#enqueue(() => this.#draft());
  }

  /** The text was taken elsewhere, which sees to its draft: nothing of it is sent any more. Answers when the last one is through. */
  close(): Promise<unknown> {
    this.#rest();
    this.#quiet();
    this.#closed = true;
    return this.#queue;
  }

  /** The record changed under it: taken over unless something is being typed. */
  refresh(kept: string): void {
    if (!this.dirty) this.#text = kept;
    this.#kept = kept;
  }

  /** Saves of one field go one after the other, so that a slow draft cannot land on a later revision. */
  #enqueue(step: () => Promise<void>): Promise<void> {
    const next = this.#queue.then(step, step);
    this.#queue = next;
    return next;
  }

  async #draft(): Promise<void> {
    const text = this.dirty ? this.#text : null;
    const draft = this.work.draft;
    if (!draft || this.#closed || text === this.#drafted) return;
    await this.#attempt(
      'draft',
      () => draft(text),
      () => {
        this.#drafted = text;
      },
    );
  }

  async #commit(): Promise<void> {
    const text = this.#text;
    const commit = this.work.commit;
    if (!commit || !this.dirty) return this.#draft();
    if (this.#closed) return;
    await this.#attempt(
      'saved',
      () => commit(text),
      () => {
        this.#kept = text;
        this.#drafted = null;
      },
    );
  }

  async #attempt(kind: 'draft' | 'saved', run: () => Promise<unknown>, done: () => void): Promise<void> {
    try {
      await (kind === 'draft' ? this.work.saving.run('draft', run, this.work.says) : run());
      done();
      this.#problem = '';
    } catch (error) {
      this.#problem = this.work.says(error);
      if (!this.#closed) this.work.saving.waits(this.#keep);
    }
  }
}
