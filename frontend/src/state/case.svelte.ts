import type { CaseView, Change, ConflictView, Fault, KindSchema, RecordView, Saved } from '../backend/backend';
import { byTime } from '../text/items';
import { FieldEdit, isText } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

function byKind(items: RecordView[]): Map<string, RecordView[]> {
  const kinds = new Map<string, RecordView[]>();
  for (const item of byTime(items)) {
    const known = kinds.get(item.kind);
    if (known) known.push(item);
    else kinds.set(item.kind, [item]);
  }
  return kinds;
}

/** One case and everything below it, as the page shows and changes it. */
export class CaseState {
  #view = $state.raw<CaseView | null>(null);
  #fault = $state.raw<Fault | null>(null);
  // Sorted once for each answer: a case may have thousands of lines.
  readonly #items = $derived(byKind(this.#view?.items ?? []));
  readonly #timeline = $derived(byTime([...this.items('line'), ...this.items('update')]).reverse());
  #request = 0;
  #stop: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    readonly id: string,
  ) {}

  get view(): CaseView | null {
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

  /** Lines and updates, the newest first. */
  get timeline(): RecordView[] {
    return this.#timeline;
  }

  conflict(recordId: string, field: string): ConflictView | undefined {
    return this.#view?.conflicts.find((c) => c.recordId === recordId && c.field === field);
  }

  draft(recordId: string, field: string): string | undefined {
    return this.#view?.drafts.find((d) => d.id === recordId && d.field === field)?.text;
  }

  begin(): () => void {
    this.#stop = this.session.backend.on('changed', (change) => {
      const mine = new Set([this.record?.id, ...(this.#view?.items ?? []).map((i) => i.id)]);
      if (change.ids.length === 0 || change.ids.some((id) => mine.has(id))) this.session.go(this.load());
    });
    this.session.go(this.load());
    return () => this.#stop();
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const view = await this.session.backend.open(this.id);
      if (request !== this.#request) return;
      this.#view = view;
      this.#fault = null;
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
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

  async add(kind: string, fields: Change['patch'], action: string): Promise<string> {
    const parent = this.record?.id;
    if (!parent) return '';
    const saved = await this.session.save(action, [{ kind, id: '', base: 0, patch: { ...fields, parent } }]);
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

  /** An editor of one text field, with its draft where one was left. `read` makes the value of the text; undefined refuses it. */
  edit(record: RecordView, field: string, label: string, kept: string, read: (text: string) => unknown): FieldEdit {
    return new FieldEdit(
      {
        time: this.session.time,
        saving: this.session.saving,
        says: (error) => faultOf(error).says,
        draft: isText(this.session.kind(record.kind)?.fields.find((f) => f.name === field)?.type ?? '')
          ? (text) =>
              this.session.backend.draft({
                id: record.id,
                kind: record.kind,
                parent: String(record.fields.parent ?? ''),
                field,
                text,
              })
          : null,
        commit: (text) => this.change(record.id, { [field]: read(text) }, `Changed ${label.toLowerCase()}`),
      },
      kept,
      this.draft(record.id, field),
    );
  }
}
