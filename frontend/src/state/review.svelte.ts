import type { Change, Obligation, OpenedCase } from '../backend/backend';
import { recordRoute } from '../text/routes';
import { readMoment, span } from '../text/time';
import {
  added,
  indented,
  linked,
  moved,
  outdented,
  removed,
  rows,
  type WhyPatch,
  type WhyRow,
  type Whys,
} from '../text/whys';
import type { CaseState } from './case.svelte';
import type { FieldEdit } from './edit.svelte';
import { Moving } from './moving.svelte';
import type { Session } from './session.svelte';

/** The moments of what is reviewed, in their order, each with the mark of the line that tells of it. */
export const MARKS = [
  { field: 'started', mark: 'impact' },
  { field: 'detected', mark: 'detection' },
  { field: 'mitigated', mark: 'mitigation' },
  { field: 'resolved', mark: 'resolution' },
] as const;

/** The rules by which a review has a time: its own, or that of the incident it is of. */
const CLOCKS = ['review-done', 'review-complete', 'review-emergency'];

/** Something that shows a why. */
export interface Proof {
  id: string;
  says: string;
}

/** Lines of what is reviewed that are offered as evidence: the newest. */
const PROOFS = 200;
/** A record's key where a text names one. */
const KEY = /\b[A-Z]{3,4}-[0-9A-HJKMNP-TV-Z]{6}\b/;

/** A review while it is written: its marks and how long each took, its why-graph, its clock, its state. */
export class ReviewState {
  readonly moving: Moving;
  #clock = $state.raw<Obligation | null>(null);
  #focus = $state.raw<{ id: string; back: boolean } | null>(null);
  #proofs = $state.raw<Proof[]>([]);
  #request = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly session: Session,
    private readonly of: CaseState,
  ) {
    this.moving = new Moving(session, of, () => this.load());
  }

  /** What must be complete by when; null where no clock runs. */
  get clock(): Obligation | null {
    return this.#clock;
  }
  get status(): string {
    return String(this.of.record?.fields.status ?? 'draft');
  }
  /** Its customer's version is a draft until the internal review. */
  get isDraft(): boolean {
    return !this.of.record?.fields.reviewed && !['reviewed', 'shared'].includes(this.status);
  }

  begin(): () => void {
    return this.session.afterChanges(() => this.load());
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    const asked = [this.of.id, String(this.of.record?.fields.of ?? '')].filter(Boolean);
    const query = { at: '', mine: false, states: [], after: '', limit: 0 };
    const all = await Promise.all(asked.map((record) => this.session.backend.due({ ...query, record })));
    if (request === this.#request)
      this.#clock = all.flatMap((a) => a.obligations).find((o) => CLOCKS.includes(o.rule)) ?? null;
  }

  at(field: string): number {
    return readMoment(this.of.record?.fields[field])?.ms ?? 0;
  }
  /** "22 min after it began"; "" where a time is not known. */
  took(field: string): string {
    const [from, to] = [this.at('started'), this.at(field)];
    if (!from || !to || field === 'started') return '';
    return to < from ? 'before it began: one of the two is wrong' : `${span(to - from)} after it began`;
  }
  /** The time that a line of the timeline says of a moment, where the record says another or none. */
  lineOf(mark: string, field: string): unknown {
    const line = this.of.items('line').find((l) => l.fields.mark === mark);
    const ms = readMoment(line?.fields.at)?.ms ?? 0;
    return ms && ms !== this.at(field) ? line?.fields.at : null;
  }

  get whys(): Whys {
    return (this.of.record?.fields.whys ?? {}) as Whys;
  }
  get rows(): WhyRow[] {
    return rows(this.whys);
  }
  /** The node that is to have the keys; with `back`, if they went astray when it moved. */
  get focus(): { id: string; back: boolean } | null {
    return this.#focus;
  }

  async #change(patch: WhyPatch | null, says: string): Promise<void> {
    if (patch) await this.of.change(this.of.id, { whys: patch } as Change['patch'], says);
  }
  /** One change after the other: a key that is pressed before the one before is kept acts on what that one makes. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** A cause of `of`, "" for one that is to be explained itself; behind `after`. */
  add(of: string, after = ''): Promise<void> {
    return this.#inTurn(async () => {
      const id = await this.session.backend.newId();
      await this.#change(added(this.whys, id, of, after), 'Added a why');
      this.#focus = { id, back: false };
    });
  }
  async write(id: string, field: 'text' | 'evidence' | 'confidence', value: string): Promise<void> {
    const kept = this.whys[id];
    if (!kept || (kept[field] ?? '') === value) return;
    const source = field === 'evidence' ? { source: this.#sourceOf(value) } : {};
    await this.#change({ [id]: { [field]: value, ...source } }, 'Changed a why');
  }

  /** What a why may be shown by: lines, updates and files of the review and of what is reviewed. */
  get proofs(): Proof[] {
    return this.#proofs;
  }
  async loadProofs(): Promise<void> {
    const views = [this.of.view, await this.#reviewed()].filter((v) => v !== null && v !== undefined);
    this.#proofs = views.flatMap((v) => [
      ...v.items.flatMap((i) => {
        const says = String(i.fields.text ?? i.fields.body ?? '');
        return (i.kind === 'line' || i.kind === 'update') && says ? [{ id: i.id, says }] : [];
      }),
      ...v.attachments.map((a) => ({ id: a.id, says: a.name })),
    ]);
  }
  async #reviewed(): Promise<OpenedCase | null> {
    const id = String(this.of.record?.fields.of ?? '');
    return id ? this.session.backend.openCase({ id, lines: PROOFS, with: [] }) : null;
  }
  #sourceOf(evidence: string): string {
    return this.#proofs.find((p) => p.says === evidence)?.id ?? KEY.exec(evidence)?.[0] ?? '';
  }
  /** Goes to the very line, update, call or file that shows a why. */
  async openSource(source: string): Promise<void> {
    const { record } = await this.session.backend.openCase({ id: source, lines: 0, with: [] });
    const parent = String(record.fields.parent ?? '');
    const { nav } = this.session;
    if (record.kind === 'line' || record.kind === 'update')
      nav.go({ at: 'case', id: parent, tab: 'timeline', line: record.id });
    else if (record.kind === 'attachment') nav.go({ at: 'case', id: parent, tab: 'files' });
    else nav.go(recordRoute(record.kind, record.id));
  }
  /** The editor of what a node says, or of what shows it, with its draft where one was left. */
  edit(id: string, member: 'text' | 'evidence'): FieldEdit {
    const { record } = this.of;
    const field = `whys.${id}.${member}`;
    const draft = record ? (text: string | null) => this.of.keepDraft(record, field, text) : null;
    const commit = (text: string) => this.write(id, member, text);
    return this.session.edit({ draft, commit }, this.whys[id]?.[member] ?? '', this.of.draft(this.of.id, field));
  }
  #move(id: string, patchOf: (row: WhyRow) => WhyPatch | null): Promise<void> {
    return this.#inTurn(async () => {
      const row = this.rows.find((r) => r.id === id && !r.again);
      if (!row) return;
      await this.#change(patchOf(row), 'Moved a why');
      this.#focus = { id, back: true };
    });
  }
  indent({ id }: WhyRow): Promise<void> {
    return this.#move(id, (row) => indented(this.whys, row));
  }
  outdent({ id }: WhyRow): Promise<void> {
    return this.#move(id, (row) => outdented(this.whys, row));
  }
  shift({ id }: WhyRow, by: 1 | -1): Promise<void> {
    return this.#move(id, (row) => moved(this.whys, row, by));
  }
  async link(id: string, of: string): Promise<void> {
    const patch = linked(this.whys, id, of);
    if (!patch) this.session.toasts.warn('That would go round in a circle: it explains this one already.');
    await this.#change(patch, 'Linked a why');
  }
  remove({ id }: WhyRow): Promise<void> {
    return this.#inTurn(async () => {
      const at = this.rows.findIndex((r) => r.id === id);
      if (at < 0) return;
      const before = this.rows[at - 1];
      await this.#change(removed(this.whys, id), 'Took a why away');
      this.#focus = before ? { id: before.id, back: false } : null;
      this.session.toasts.say('Taken away', () => this.session.undoLast());
    });
  }
}
