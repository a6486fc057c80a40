import type { AttachmentView, RecordView } from '../backend/backend';
import { commandsOf, type LineCommand, type ReadLine, readLine } from '../text/commands';
import { instantOf, readMoment } from '../text/time';
import type { CaseState } from './case.svelte';
import type { FieldEdit } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

/** A line that was sent and is not confirmed yet. */
export interface SentLine {
  id: string;
  text: string;
  at: string;
}

interface LineFields {
  text: string;
  at: string;
  mark: string;
  visibility: string;
  who: string;
  attachments?: string[];
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
  #files = $state.raw<AttachmentView[]>([]);
  #id: Promise<string> = Promise.resolve('');
  #queue: Promise<unknown> = Promise.resolve();
  /** Drafts of its files go one after the other. */
  #drafted: Promise<void> = Promise.resolve();
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
  /** Pictures and files that are kept with it. */
  get files(): AttachmentView[] {
    return this.#files;
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
    this.#edit?.type(text);
    this.#clock(this.session.time.now());
  }

  #clock(now: number): void {
    const empty = this.text === '' && this.#files.length === 0;
    this.#begun = empty ? 0 : this.#begun || now;
  }

  /** Files that the case gets belong to this line, and survive the window with its draft; also when it was added before they came. */
  async take(coming: Promise<AttachmentView[]>): Promise<void> {
    const [made, now] = [this.#id, this.session.time.now()];
    const files = await coming;
    const added = made === this.#id ? undefined : await this.#added(made);
    if (!added) {
      this.#hold([...this.#files, ...files], now);
      return;
    }
    const here = added.fields.attachments;
    const attachments = [...(Array.isArray(here) ? here : []), ...files.map((f) => f.id)];
    await this.of.change(added.id, { attachments }, 'Added a file to a line');
  }

  /** The line of an id once all that were sent are kept, or came back. */
  async #added(made: Promise<string>): Promise<RecordView | undefined> {
    await this.#queue;
    const id = await made;
    return this.of.items('line').find((l) => l.id === id);
  }

  /** Takes a file away again, into the bin. */
  async takeAway(file: AttachmentView): Promise<void> {
    this.#hold(this.#files.filter((f) => f.id !== file.id));
    await this.session.remove([file.id], file.name);
    await this.of.load();
  }

  #hold(files: AttachmentView[], now = this.session.time.now()): void {
    this.#files = files;
    this.#clock(now);
    const made = this.#id;
    const ids = files.map((f) => f.id).join(' ');
    const draft = async () => {
      await this.of.keepBegun('line', await made, 'attachments', ids || null);
    };
    // A draft that fails is said, and keeps no line from being kept.
    this.#drafted = this.#drafted.then(draft).catch((error: unknown) => void this.session.fail(error));
  }

  turn(): void {
    this.#customer = !this.#customer;
  }

  /** Takes the line as it stands and begins the next one at once. */
  add(): Promise<void> {
    const typed = this.text;
    const read = this.read;
    const files = this.#files;
    if (!this.of.record || (!read.text.trim() && files.length === 0)) return Promise.resolve();
    const at = read.at || instantOf((this.options.timed && this.#begun) || this.session.time.now(), this.session.zone);
    const fields: LineFields = {
      text: read.text.trim() ? read.text : files.map((f) => f.name).join(', '),
      at,
      mark: read.mark || 'note',
      visibility: this.customer ? 'customer' : 'internal',
      who: this.session.settings.name,
      ...(files.length > 0 ? { attachments: files.map((f) => f.id) } : {}),
    };
    const made = this.#id;
    const drafted = Promise.all([this.#edit?.close(), this.#drafted]);
    this.#next();
    const next = this.#queue.then(async () => {
      await drafted;
      await this.#keep(made, { typed, files }, fields, read.owner);
    });
    this.#queue = next;
    this.session.saving.through(next);
    return next;
  }

  async #keep(
    made: Promise<string>,
    came: { typed: string; files: AttachmentView[] },
    fields: LineFields,
    owner: string,
  ): Promise<void> {
    const parent = this.of.record?.id ?? '';
    let id = '';
    try {
      id = await made;
      this.#used.add(id);
      this.#sent = [...this.#sent, { id, text: fields.text, at: fields.at }];
      const line = { kind: 'line', id, base: 0, patch: { ...fields, parent } };
      const tasks =
        fields.mark === 'action' ? [{ kind: 'action', id: '', base: 0, patch: task(parent, fields, owner) }] : [];
      await this.session.save('Added a line', [line, ...tasks]);
      this.#problem = '';
      for (const old of [id, ...this.#stale.splice(0)]) await this.session.backend.dropDraft(old, '');
      await this.of.load();
    } catch (error) {
      this.#back(id, came, faultOf(error).says);
    } finally {
      this.#sent = this.#sent.filter((s) => s.id !== id);
    }
  }

  /** A line that could not be kept stands before what was typed since. */
  #back(id: string, { typed, files }: { typed: string; files: AttachmentView[] }, says: string): void {
    if (id) this.#stale.push(id);
    this.#problem = `${says} The line is still here.`;
    this.type([typed, this.text].filter(Boolean).join('\n'));
    if (files.length > 0) this.#hold([...files, ...this.#files]);
  }

  /** The next line: one that a window left as a draft, else a new one. */
  #next(): void {
    const drafts = this.of.begun('line').filter((d) => !this.#used.has(d.id));
    const left = drafts[0];
    const made = left ? Promise.resolve(left.id) : this.session.backend.newId();
    made.then((id) => this.#used.add(id)).catch(() => undefined); // said when the line is kept
    const draft = async (text: string | null) => this.of.keepBegun('line', await made, 'text', text);
    const leftIn = (field: string) => drafts.find((d) => d.id === left?.id && d.field === field)?.text ?? '';
    const held = leftIn('attachments').split(' ');
    this.#files = (this.of.view?.attachments ?? []).filter((a) => held.includes(a.id));
    this.#id = made;
    this.#begun = left ? (readMoment(left.at)?.ms ?? 0) : 0;
    this.#edit = this.session.edit({ draft, commit: null }, '', leftIn('text') || undefined);
  }
}

/** The task that an action of a call becomes, without the name of whom it is for in its text. */
function task(parent: string, line: LineFields, owner: string): { [f: string]: string | null } {
  const { text } = line;
  return {
    parent,
    text: owner ? text.slice(owner.length + 1).trim() : text,
    owner: owner || null,
    status: 'open',
    visibility: line.visibility,
    at: line.at,
  };
}
