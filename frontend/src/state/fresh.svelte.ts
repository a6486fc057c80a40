import type { Change, DraftView, FieldSchema, KindSchema } from '../backend/backend';
import { readMoment } from '../text/time';
import { fromText, isTime, toText } from '../text/values';
import type { FieldEdit } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

/** What stands below the record from its first moment: an ask, something that was tried. */
export interface FreshItem {
  id: string;
  kind: string;
  fields: { [field: string]: unknown };
}

/** Types of fields whose values are no words: a draft keeps them in JSON. */
const IN_JSON = ['bool', 'number', 'list', 'map', 'object'];

/** A record that does not exist yet: what is typed or chosen is kept as drafts, and comes back after the window closed. */
export class FreshState {
  #id = $state('');
  #values = $state.raw<{ [field: string]: unknown }>({});
  #found = $state(false);
  #problem = $state('');
  #unread = $state('');
  /** Items that are made with the record. */
  #items = $state.raw<FreshItem[]>([]);
  readonly #edits = new Map<string, FieldEdit>();
  /** Of fields that name a record: what is read there. */
  #shown = $state.raw<{ [field: string]: string }>({});

  constructor(
    private readonly session: Session,
    readonly kind: string,
  ) {}

  get schema(): KindSchema | undefined {
    return this.session.kind(this.kind);
  }
  get ready(): boolean {
    return this.#id !== '';
  }
  /** It was begun earlier and is shown as it was left. */
  get found(): boolean {
    return this.#found;
  }
  get problem(): string {
    return this.#problem;
  }
  /** The field whose text cannot be read as what it is to be. */
  get unread(): string {
    return this.#unread;
  }

  async begin(): Promise<void> {
    await this.session.saving.keepNow(); // one that was left a moment ago
    const all = (await this.session.backend.drafts()).filter((d) => d.text !== '');
    const id = all.findLast((d) => d.kind === this.kind && !d.parent)?.id ?? '';
    this.#found = id !== '';
    this.#values = this.#read(all.filter((d) => d.id === id));
    const items = [...new Set(all.filter((d) => id && d.parent === id).map((d) => d.id))].sort();
    this.#items = items.map((item) => this.#itemOf(all.filter((d) => d.id === item)));
    await this.#readNames();
    this.#id = id || (await this.session.backend.newId());
  }
  #itemOf(drafts: DraftView[]): FreshItem {
    return { id: drafts[0]?.id ?? '', kind: drafts[0]?.kind ?? '', fields: this.#read(drafts) };
  }
  #read(drafts: DraftView[]): { [field: string]: unknown } {
    return Object.fromEntries(drafts.map((d) => [d.field, this.#inJson(d.kind, d.field) ? fromJson(d.text) : d.text]));
  }
  #inJson(kind: string, field: string): boolean {
    return IN_JSON.includes(this.session.kind(kind)?.fields.find((f) => f.name === field)?.type ?? '');
  }
  /** A record that was picked is read by its title. */
  async #readNames(): Promise<void> {
    const refs = (this.schema?.fields ?? []).filter(
      (f) => f.type === 'ref' && /^[0-9a-f-]{36}$/.test(this.value(f.name)),
    );
    for (const { name } of refs)
      try {
        const { record } = await this.session.backend.openCase({ id: this.value(name), lines: 1, with: [] });
        this.#shown = { ...this.#shown, [name]: String(record.fields.title ?? record.fields.name ?? '') };
      } catch {
        this.set(name, ''); // it is not there any more
      }
  }

  get items(): FreshItem[] {
    return this.#items;
  }
  /** All that was filled in so far. */
  get filled(): { values: { [field: string]: unknown }; items: FreshItem[] } {
    return { values: this.#values, items: this.#items };
  }
  /** Fills in many fields at once; those that are not named stay, or, where `only`, are emptied. */
  fill(values: { [field: string]: unknown }, items: FreshItem[], only = false): void {
    const emptied = only ? Object.keys(this.#values).filter((f) => !(f in values)) : [];
    for (const field of emptied) this.set(field, '');
    for (const [field, value] of Object.entries(values)) this.set(field, value);
    for (const gone of this.#items.filter((i) => !items.some((one) => one.id === i.id)))
      this.session.go(this.session.backend.dropDraft(gone.id, ''));
    for (const item of items) this.#keep(item);
    this.#items = items;
    for (const edit of this.#edits.values()) void edit.commit();
  }
  /** An item is kept as drafts of its own until the record is made. */
  #keep({ id, kind, fields }: FreshItem): void {
    for (const [field, value] of Object.entries(fields))
      this.session.go(
        this.session.saving.run(
          'draft',
          () => this.session.keepDraft({ id, kind, parent: this.#id, field }, asText(value) || null),
          (e) => faultOf(e).says,
        ),
      );
  }

  value(field: string): string {
    return String(this.#values[field] ?? '');
  }
  /** What the input of a field holds: a time as a person types it. */
  text(field: FieldSchema): string {
    const value = this.value(field.name);
    const kept = isTime(field) && !isTyped(field, value);
    return kept ? toText(field, value, { zone: this.session.zone, now: this.session.now, names: {} }) : value;
  }
  /** What is read in a field that names a record. */
  shown(field: string): string {
    return this.#shown[field] ?? this.value(field);
  }
  /** Names a record in a field: one that is there (its id), or by a text that is read as it stands. */
  name(field: string, id: string, title: string): void {
    this.#shown = { ...this.#shown, [field]: title };
    this.set(field, id);
  }

  /** The editor of a text of the new record: drafts only, there is no revision before it exists. */
  edit(field: string): FieldEdit {
    const kept = this.#edits.get(field);
    if (kept) return kept;
    const drafted = { id: this.#id, kind: this.kind, parent: '', field };
    const draft = (typed: string | null) => this.session.keepDraft(drafted, typed);
    const edit = this.session.edit({ draft, commit: null }, '', asText(this.#values[field]) || undefined);
    this.#edits.set(field, edit);
    return edit;
  }

  set(field: string, value: unknown): void {
    if (field === this.#unread) this.#unread = ''; // it is typed anew
    const edit = this.edit(field);
    this.#values = { ...this.#values, [field]: value };
    edit.type(asText(value));
  }

  /** What a gate would ask for; it is shown and refuses nothing. */
  get missing(): { label: string; help: string }[] {
    return (this.schema?.fields ?? []).filter((f) => f.required && !String(this.#values[f.name] ?? '').trim());
  }

  /** Makes the record; answers its id, or "" when it was refused, with the text still on the screen. */
  async create(): Promise<string> {
    const patch = this.#patch();
    if (!patch) return '';
    if (Object.keys(patch).length === 0) {
      this.#problem = 'Type at least a title: a record of nothing is not kept.';
      return '';
    }
    try {
      // No draft is on its way that would land on the record.
      await Promise.all([...this.#edits.values()].map((edit) => edit.commit()));
      const saved = await this.session.save(`New ${this.schema?.label ?? this.kind}`, [
        { kind: this.kind, id: this.#id, base: 0, patch },
        ...this.#items.map(({ id, kind, fields }, i) => ({
          kind,
          id,
          base: 0,
          patch: { ...fields, parent: this.#id, order: String(i).padStart(3, '0') },
        })),
      ]);
      this.#problem = '';
      return saved.records[0]?.id ?? '';
    } catch (error) {
      this.#problem = faultOf(error).says;
      return '';
    }
  }

  /** What was filled in, as it is kept; null where a time cannot be read, which is said then. */
  #patch(): Change['patch'] | null {
    const patch: Change['patch'] = {};
    this.#unread = '';
    for (const [name, value] of Object.entries(this.#values)) {
      if (value === '' || value === null) continue;
      const field = this.schema?.fields.find((f) => f.name === name);
      if (!field || !isTyped(field, value)) {
        patch[name] = value;
        continue;
      }
      const read = fromText(field, value, this.session.zone);
      if (!read.ok) {
        this.#problem = `${field.label}: ${read.says}`;
        this.#unread = name;
        return null;
      }
      patch[name] = read.value;
    }
    return patch;
  }

  async discard(): Promise<void> {
    await Promise.all([...this.#edits.values()].map((edit) => edit.close()));
    for (const id of [this.#id, ...this.#items.map((i) => i.id)]) await this.session.backend.dropDraft(id, '');
    this.#values = {};
    this.#items = [];
    this.#edits.clear();
  }
}

/** A time as a person types it, and not as it is kept. */
function isTyped(field: FieldSchema, value: unknown): value is string {
  if (!isTime(field) || typeof value !== 'string') return false;
  const moment = readMoment(value);
  return !moment || (moment.dayOnly && field.type === 'local');
}

/** A value as a draft keeps it. */
const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value == null ? '' : JSON.stringify(value);

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // typed, and no value of its type yet
  }
}
