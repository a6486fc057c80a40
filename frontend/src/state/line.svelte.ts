import { commandsOf, type LineCommand, type ReadLine, readLine } from '../text/commands';
import { instantOf, readMoment } from '../text/time';
import type { CaseState } from './case.svelte';
import { FieldEdit } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

/** A line that was sent and is not confirmed yet. */
export interface SentLine {
  id: string;
  text: string;
  at: string;
}

/**
 * The next line of a timeline or of a call. It has an id of its own from the first letter on, so that its draft survives the
 * window; it takes letters while the lines before it are still being kept, and a line that could not be kept comes back.
 */
export class LineEdit {
  #edit = $state.raw<FieldEdit | null>(null);
  #customer = $state(false);
  #problem = $state('');
  #begun = $state(0);
  #sent = $state.raw<SentLine[]>([]);
  #id: Promise<string> = Promise.resolve('');
  #queue: Promise<unknown> = Promise.resolve();
  readonly #used = new Set<string>();
  /** Drafts of lines that came back and live on under another id. */
  readonly #stale: string[] = [];

  /** `customer`: whether a line is for the customer unless it says otherwise. `timed`: a line happened when it was begun. */
  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
    private readonly options: { customer: boolean; timed: boolean },
  ) {
    this.#customer = options.customer;
    this.#next();
  }

  get text(): string {
    return this.#edit?.text ?? '';
  }
  get customer(): boolean {
    return this.read.visibility ? this.read.visibility === 'customer' : this.#customer;
  }
  get problem(): string {
    return this.#problem;
  }
  /** When its first letter was typed, in milliseconds; 0 while it is empty. */
  get begun(): number {
    return this.#begun;
  }
  get sent(): SentLine[] {
    return this.#sent;
  }
  get commands(): LineCommand[] {
    const mark = this.session.kind('line')?.fields.find((f) => f.name === 'mark');
    return commandsOf(mark?.choices.map((c) => c.value) ?? []);
  }
  get read(): ReadLine {
    return readLine(this.text, this.commands, this.session.time.now(), this.session.zone);
  }

  type(text: string): void {
    if (!text) this.#begun = 0;
    else this.#begun ||= this.session.time.now();
    this.#edit?.type(text);
  }

  turn(): void {
    this.#customer = !this.#customer;
  }

  /** Takes the line as it stands and begins the next one at once. */
  add(): Promise<void> {
    const typed = this.text;
    const read = this.read;
    if (!this.of.record || !read.text.trim()) return Promise.resolve();
    const at = read.at || instantOf((this.options.timed && this.#begun) || this.session.time.now(), this.session.zone);
    const fields = {
      text: read.text,
      at,
      mark: read.mark || 'note',
      visibility: this.customer ? 'customer' : 'internal',
      who: this.session.settings.name,
    };
    const made = this.#id;
    const drafted = this.#edit?.close();
    this.#next();
    const next = this.#queue.then(async () => {
      await drafted;
      await this.#keep(made, typed, fields, read.owner);
    });
    this.#queue = next;
    return next;
  }

  async #keep(made: Promise<string>, typed: string, fields: { [f: string]: string }, owner: string): Promise<void> {
    const parent = this.of.record?.id ?? '';
    let id = '';
    try {
      id = await made;
      this.#used.add(id);
      this.#sent = [...this.#sent, { id, text: fields.text ?? '', at: fields.at ?? '' }];
      const line = { kind: 'line', id, base: 0, patch: { ...fields, parent } };
      const tasks =
        fields.mark === 'action' ? [{ kind: 'action', id: '', base: 0, patch: task(parent, fields, owner) }] : [];
      await this.session.save('Added a line', [line, ...tasks]);
      this.#problem = '';
      for (const old of [id, ...this.#stale.splice(0)]) await this.session.backend.dropDraft(old, 'text');
      await this.of.load();
    } catch (error) {
      this.#back(id, typed, faultOf(error).says);
    } finally {
      this.#sent = this.#sent.filter((s) => s.id !== id);
    }
  }

  /** A line that could not be kept stands before what was typed since. */
  #back(id: string, typed: string, says: string): void {
    if (id) this.#stale.push(id);
    this.#problem = `${says} The line is still here.`;
    this.type([typed, this.text].filter(Boolean).join('\n'));
  }

  /** The next line: one that a window left as a draft, else a new one. */
  #next(): void {
    const left = this.of.view?.drafts.find(
      (d) =>
        d.kind === 'line' &&
        d.parent === this.of.record?.id &&
        !this.#used.has(d.id) &&
        !this.of.view?.items.some((i) => i.id === d.id),
    );
    const made = left ? Promise.resolve(left.id) : this.session.backend.newId();
    made.then((id) => this.#used.add(id)).catch(() => undefined); // said when the line is kept
    const send = async (text: string) =>
      this.session.backend.draft({
        id: await made,
        kind: 'line',
        parent: this.of.record?.id ?? '',
        field: 'text',
        text,
      });
    this.#id = made;
    this.#begun = left ? (readMoment(left.at)?.ms ?? 0) : 0;
    this.#edit = new FieldEdit(
      { time: this.session.time, saving: this.session.saving, says: (e) => faultOf(e).says, draft: send, commit: send },
      '',
      left?.text ?? '',
    );
  }
}

/** The task that an action of a call becomes, without the name of whom it is for in its text. */
function task(parent: string, line: { [f: string]: string }, owner: string): { [f: string]: string | null } {
  const text = line.text ?? '';
  return {
    parent,
    text: owner ? text.slice(owner.length + 1).trim() : text,
    owner: owner || null,
    status: 'open',
    visibility: line.visibility ?? 'internal',
    at: line.at ?? null,
  };
}
