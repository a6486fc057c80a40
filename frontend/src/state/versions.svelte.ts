import type { Backend, HistoryEntry, RecordView, TextPiece } from '../backend/backend';
import { type Reader, show } from '../text/values';
import type { CaseState } from './case.svelte';
import { isText } from './edit.svelte';
import type { Session } from './session.svelte';

/** The present, among the versions. */
export const NOW = 0;

export interface Differing {
  field: string;
  label: string;
  pieces: TextPiece[];
}

/** What the program keeps for itself is no part of a version. */
const OWN = new Set(['key', 'recorded', 'imported', 'conflicts', 'order', 'parent', 'deleted', 'source', 'source_id']);

/** The words in which two values differ: the program marks them in texts; other values differ as a whole. */
export async function pieces(backend: Backend, older: string, newer: string, text: boolean): Promise<TextPiece[]> {
  if (text && older && newer) return backend.compareTexts(older, newer);
  return [
    { sign: '-', text: older },
    { sign: '+', text: newer },
  ].filter((p) => p.text !== '');
}

/** Two versions of a record beside each other. */
export class Versions {
  #older = $state(NOW);
  #newer = $state(NOW);
  #rows = $state.raw<Differing[] | null>(null);
  #request = 0;

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
    older: number,
  ) {
    this.#older = older;
  }

  get older(): number {
    return this.#older;
  }
  get newer(): number {
    return this.#newer;
  }
  /** Null while they are being read. */
  get rows(): Differing[] | null {
    return this.#rows;
  }

  choose(older: number, newer: number): Promise<void> {
    this.#older = older;
    this.#newer = newer;
    return this.load();
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    const [older, newer] = await Promise.all([this.#at(this.#older), this.#at(this.#newer)]);
    const rows = older && newer ? await this.#compare(older, newer) : [];
    if (request === this.#request) this.#rows = rows;
  }

  #at(rev: number): Promise<RecordView | undefined> {
    const { record } = this.of;
    return rev === NOW || !record ? Promise.resolve(record) : this.session.backend.version(record.id, rev);
  }

  #compare(older: RecordView, newer: RecordView): Promise<Differing[]> {
    const schema = this.of.schema?.fields ?? [];
    const reader: Reader = { zone: this.session.zone, now: this.session.now, names: this.of.view?.names ?? {} };
    const differ = schema.filter(
      (f) => !OWN.has(f.name) && JSON.stringify(older.fields[f.name]) !== JSON.stringify(newer.fields[f.name]),
    );
    return Promise.all(
      differ.map(async (f) => {
        const [a, b] = [show(f, older.fields[f.name], reader), show(f, newer.fields[f.name], reader)];
        return { field: f.name, label: f.label, pieces: await pieces(this.session.backend, a, b, isText(f.type)) };
      }),
    );
  }
}

/** Only what was done to the record itself makes a version of it; its lines and tasks have their own. */
export const versionsOf = (entries: HistoryEntry[], id: string): HistoryEntry[] =>
  entries.filter((e) => e.changes.some((c) => c.recordId === id));
