import type {
  Change,
  ConflictView,
  DraftRequest,
  DraftView,
  Fault,
  FieldSchema,
  KindSchema,
  OpenedCase,
  RecordView,
  Saved,
  TimelineCounts,
} from '../backend/backend';
import { byTime } from '../text/items';
import { instantOf } from '../text/time';
import { choiceLabel, valueIn } from '../text/values';
import { FIRST_LINES } from './ahead.svelte';
import { type FieldEdit, isText } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

/** How many lines come at a time when one reads on. */
const MORE = 1000;
const NONE: TimelineCounts = { total: 0, updates: 0, customer: 0, starred: 0, marks: {}, next: '' };

function byKind(items: RecordView[]): Map<string, RecordView[]> {
  const kinds = new Map<string, RecordView[]>();
  for (const item of byTime(items)) {
    const known = kinds.get(item.kind);
    if (known) known.push(item);
    else kinds.set(item.kind, [item]);
  }
  return kinds;
}

/** One case and everything below it, as the page shows and changes it; of a long timeline the newest lines, until one reads on. */
export class CaseState {
  #view = $state.raw<OpenedCase | null>(null);
  #fault = $state.raw<Fault | null>(null);
  #drafts = $state.raw<DraftView[]>([]);
  // Sorted once for each answer: a case may have thousands of lines.
  readonly #items = $derived(byKind(this.#view?.items ?? []));
  readonly #timeline = $derived(byTime([...this.items('line'), ...this.items('update')]).reverse());
  #request = 0;
  #newest: Promise<void> = Promise.resolve();
  /** How many lines were read, so that a change leaves them here. */
  #read = 0;
  #reading: Promise<void> | null = null;
  #stop: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    readonly id: string,
  ) {
    this.#view = session.ahead.of(id)?.view ?? null;
    this.#drafts = this.#view?.drafts ?? [];
  }

  get view(): OpenedCase | null {
    return this.#view;
  }
  get record(): RecordView | undefined {
    return this.#view?.record;
  }
  get schema(): KindSchema | undefined {
    return this.record && this.session.kind(this.record.kind);
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#view === null && this.#fault === null;
  }

  items(kind: string): RecordView[] {
    return this.#items.get(kind) ?? [];
  }

  /** Counts of the whole timeline, whether its lines are here or not. */
  get counts(): TimelineCounts {
    return this.#view?.timeline ?? NONE;
  }

  /** Lines and updates that are here, the newest first. */
  get timeline(): RecordView[] {
    return this.#timeline;
  }

  conflict(recordId: string, field: string): ConflictView | undefined {
    return this.#view?.conflicts.find((c) => c.recordId === recordId && c.field === field);
  }

  /** What is typed in this case and below it, and is no revision yet. */
  get drafts(): DraftView[] {
    return this.#drafts;
  }
  /** Those of items of a kind that are not made yet. */
  begun(kind: string): DraftView[] {
    const made = (id: string) => this.#view?.items.some((i) => i.id === id) ?? false;
    return this.#drafts.filter((d) => d.kind === kind && d.parent === this.record?.id && !made(d.id));
  }
  draft(recordId: string, field: string): string | undefined {
    return this.#drafts.find((d) => d.id === recordId && d.field === field)?.text;
  }

  begin(): () => void {
    this.#stop = this.session.backend.on('changed', (change) => {
      const mine = new Set([this.record?.id, ...(this.#view?.items ?? []).map((i) => i.id)]);
      if (change.ids.length === 0 || change.ids.some((id) => mine.has(id))) this.session.go(this.load());
    });
    if (!this.#view) this.session.go(this.#first());
    return () => this.#stop();
  }

  #first(): Promise<void> {
    const coming = this.session.ahead.coming(this.id);
    return coming ? this.#take(coming) : this.load();
  }

  load(): Promise<void> {
    const lines = Math.max(FIRST_LINES, this.#read);
    return this.#take(this.session.backend.openCase({ id: this.id, lines, with: [] }));
  }

  /** Done once the case is here, by this answer or by a newer one. */
  async #take(answer: Promise<OpenedCase>): Promise<void> {
    let mine = this.#show(answer);
    this.#newest = mine;
    await mine;
    while (mine !== this.#newest) {
      mine = this.#newest;
      await mine;
    }
  }

  async #show(answer: Promise<OpenedCase>): Promise<void> {
    const request = ++this.#request;
    try {
      const view = await answer;
      await this.session.press.over();
      if (request !== this.#request) return;
      this.#view = view;
      this.#drafts = view.drafts;
      this.#fault = null;
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  /** Reads the next older lines. */
  readOn(): Promise<void> {
    this.#reading ??= this.#readMore().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #readMore(): Promise<void> {
    const view = this.#view;
    if (!view?.timeline.next) return;
    const page = await this.session.backend.lines({ id: this.id, after: view.timeline.next, limit: MORE });
    // A newer answer of the whole case has its own end: it is read on from there.
    if (view !== this.#view) return;
    const here = new Set(view.items.map((i) => i.id));
    const items = [...view.items, ...page.items.filter((i) => !here.has(i.id))];
    this.#read = items.filter((i) => i.kind === 'line' || i.kind === 'update').length;
    this.#view = { ...view, items, timeline: { ...view.timeline, next: page.next } };
  }

  /** Reads on to the end, or until a line is here: what is looked for may stand anywhere. */
  async readAll(until = ''): Promise<void> {
    while (this.counts.next && !(until && this.#find(until))) {
      const before = this.#view;
      await this.readOn();
      if (before === this.#view) return;
    }
  }

  #find(id: string): RecordView | undefined {
    return this.record?.id === id ? this.record : this.#view?.items.find((i) => i.id === id);
  }

  /** Saves fields of the case or of one of its items; null clears. */
  async change(id: string, patch: Change['patch'], action: string): Promise<Saved | undefined> {
    const record = this.#find(id);
    if (!record) return undefined;
    const saved = await this.session.save(action, [{ kind: record.kind, id, base: record.rev, patch }]);
    await this.load();
    return saved;
  }

  /** Gives a field a value, of the case itself through the gates of the process. Answers whether it has it now. */
  async give(id: string, field: FieldSchema, value: string | boolean | null): Promise<boolean> {
    const record = this.#find(id);
    if (!record) return false;
    if (id !== this.record?.id || typeof value !== 'string')
      return (await this.change(id, { [field.name]: value }, `Changed ${field.label.toLowerCase()}`)) !== undefined;
    const says = field.choices.length ? `${field.label}: ${choiceLabel(field, value)}` : `Set ${field.label}`;
    const saved = await this.session.gates.give({
      id,
      key: record.key,
      kind: record.kind,
      field: field.name,
      value,
      says,
    });
    await this.load();
    return saved !== null;
  }

  /** Makes an item, under an ID that it has already where its draft has one. */
  async add(kind: string, fields: Change['patch'], action: string, id = ''): Promise<string> {
    const parent = this.record?.id;
    if (!parent) return '';
    const saved = await this.session.save(action, [{ kind, id, base: 0, patch: { ...fields, parent } }]);
    await this.load();
    return saved.records[0]?.id ?? '';
  }

  async removeItem(item: RecordView, what: string): Promise<void> {
    await this.session.remove([item.id], what);
    await this.load();
  }

  async resolve(conflict: ConflictView, take: 'standing' | 'kept'): Promise<void> {
    this.session.did(await this.session.backend.resolve(conflict.id, take));
    await this.load();
  }

  /** Keeps a draft of this case or of an item that it has; null takes it away. */
  keepDraft({ id, kind, fields }: RecordView, field: string, text: string | null): Promise<unknown> {
    return this.#keepDraft({ id, kind, parent: String(fields.parent ?? ''), field }, text);
  }
  /** Keeps a draft of an item that is not made yet. */
  keepBegun(kind: string, id: string, field: string, text: string | null): Promise<unknown> {
    return this.#keepDraft({ id, kind, parent: this.record?.id ?? '', field }, text);
  }
  /** It is known here at once: its field may be drawn anew. */
  #keepDraft(of: Omit<DraftRequest, 'text'>, text: string | null): Promise<unknown> {
    const others = this.#drafts.filter((d) => d.id !== of.id || d.field !== of.field);
    const at = instantOf(this.session.time.now(), this.session.zone);
    this.#drafts = text === null ? others : [...others, { ...of, text, at }];
    return this.session.keepDraft(of, text);
  }

  /** An editor of one text field, with its draft where one was left. `read` makes the value of the text; undefined refuses it. */
  edit(record: RecordView, field: string, label: string, kept: string, read: (text: string) => unknown): FieldEdit {
    const type = this.session.kind(record.kind)?.fields.find((f) => f.name === field)?.type ?? '';
    return this.session.edit(
      {
        draft: isText(type) ? (text) => this.keepDraft(record, field, text) : null,
        commit: (text) => this.#commit(record, field, label, read(text)),
      },
      kept,
      this.draft(record.id, field),
    );
  }

  /** An editor of one part of an entry of a list inside a record. */
  editEntry(record: RecordView, field: FieldSchema, entry: string, part: FieldSchema, kept: string): FieldEdit {
    const { zone } = this.session;
    const path = `${field.name}.${entry}.${part.name}`;
    return this.session.edit(
      {
        draft: isText(part.type) ? (text) => this.keepDraft(record, path, text) : null,
        commit: (text) =>
          this.change(
            record.id,
            { [field.name]: { [entry]: { [part.name]: valueIn(part, text, zone) } } },
            `Changed ${field.label.toLowerCase()}`,
          ),
      },
      kept,
      this.draft(record.id, path),
    );
  }

  /** Saves what was typed: past the gates of the process where one stands before the field. Left there, it stays typed. */
  async #commit(record: RecordView, field: string, label: string, value: unknown): Promise<unknown> {
    const { backend, gates } = this.session;
    if (
      typeof value !== 'string' ||
      !value ||
      record.id !== this.record?.id ||
      (await backend.gates(record.id, field, value)).length === 0
    )
      return this.change(record.id, { [field]: value }, `Changed ${label.toLowerCase()}`);
    const saved = await gates.give({
      id: record.id,
      key: record.key,
      kind: record.kind,
      field,
      value,
      says: `Set ${label}`,
    });
    if (!saved) throw { code: 'refused', says: `${label} is left as it was: the process wants something first.` };
    await this.load();
    return saved;
  }
}
