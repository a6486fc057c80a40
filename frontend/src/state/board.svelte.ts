import type { Fault, ListRow } from '../backend/backend';
import type { ListState } from './list.svelte';
import { faultOf, type Session } from './session.svelte';

/** The most that a column shows; who has more narrows the list. */
const MOST = 200;

export interface BoardColumn {
  title: string;
  /** Statuses that stand in it; the first is what a card becomes that is moved here. */
  statuses: string[];
}

/** An escalation from its beginning to its end. "Open" is where work is done; a reopened one is there again. */
const COLUMNS: BoardColumn[] = [
  { title: 'Seeking DRI', statuses: ['seeking_dri', 'draft'] },
  { title: 'Open', statuses: ['active', 'opened', 'reopened'] },
  { title: 'Monitoring', statuses: ['monitoring'] },
  { title: 'Closing', statuses: ['closing'] },
  { title: 'Closed', statuses: ['closed'] },
];

interface Filled {
  rows: ListRow[];
  total: number;
}

/** The escalations of a list by their status, with the list's own filters and order. */
export class BoardState {
  readonly columns = COLUMNS;
  #filled = $state.raw<Filled[]>([]);
  #fault = $state.raw<Fault | null>(null);
  #column = $state(1);
  #at = $state(0);
  #request = 0;

  constructor(
    private readonly session: Session,
    private readonly list: ListState,
  ) {}

  get fault(): Fault | null {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#filled.length === 0 && this.#fault === null;
  }
  get column(): number {
    return this.#column;
  }
  get at(): number {
    return this.#at;
  }
  get current(): ListRow | undefined {
    return this.rows(this.#column)[this.#at];
  }

  rows(column: number): ListRow[] {
    return this.#filled[column]?.rows ?? [];
  }
  total(column: number): number {
    return this.#filled[column]?.total ?? 0;
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const filled = await Promise.all(this.columns.map((c) => this.#fill(c)));
      if (request !== this.#request) return;
      this.#filled = filled;
      this.#fault = null;
      this.select(this.#column, this.#at);
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  async #fill(column: BoardColumn): Promise<Filled> {
    const { filters, text, sort, descending } = this.list;
    const asked = filters.find((f) => f.field === 'status')?.values;
    const values = asked ? column.statuses.filter((s) => asked.includes(s)) : column.statuses;
    if (values.length === 0) return { rows: [], total: 0 };
    const others = filters.filter((f) => f.field !== 'status');
    return this.session.backend.list({
      kind: this.list.kind,
      filters: [...others, { field: 'status', values }],
      text,
      sort: sort || 'moved',
      descending: sort ? descending : true,
      offset: 0,
      limit: MOST,
    });
  }

  select(column: number, at: number): void {
    this.#column = Math.max(0, Math.min(column, this.columns.length - 1));
    this.#at = Math.max(0, Math.min(at, this.rows(this.#column).length - 1));
  }

  /** Sideways over empty columns, so that each step shows something. */
  side(by: number): void {
    for (let c = this.#column + by; this.columns[c]; c += by)
      if (this.rows(c).length > 0) {
        this.select(c, this.#at);
        return;
      }
  }

  /** Gives a card the status of another column, through the gates of the process. */
  async move(row: ListRow, to: number): Promise<void> {
    const column = this.columns[to];
    const status = column?.statuses[0];
    if (!column || !status || column.statuses.includes(String(row.cells.status))) return;
    const saved = await this.session.gates.give({
      id: row.id,
      key: row.key,
      kind: row.kind,
      field: 'status',
      value: status,
      says: `Move to “${column.title}”`,
    });
    if (!saved) return;
    await this.load();
    this.select(
      to,
      this.rows(to).findIndex((r) => r.id === row.id),
    );
  }
}
