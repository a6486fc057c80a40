import type { ListRow, RecordView } from '../backend/backend';
import { instantOf, readMoment, stamp } from '../text/time';
import type { Session } from './session.svelte';

const LOOKED_AT = 20;
/** A call that nobody ended is forgotten by the rail after half a day; it can still be ended from the list. */
const LONGEST = 12 * 3_600_000;

/** The calls that run now, for the rail: one can go elsewhere while one is on the phone. */
export class LiveCalls {
  #rows = $state.raw<ListRow[]>([]);
  #request = 0;

  constructor(private readonly session: Session) {}

  get rows(): ListRow[] {
    return this.#rows.filter((r) => this.session.now - (readMoment(r.cells.started)?.ms ?? 0) < LONGEST);
  }

  begin(): () => void {
    this.session.go(this.#load());
    return this.session.backend.on('changed', (change) => {
      if (change.kinds.length === 0 || change.kinds.includes('call')) this.session.go(this.#load());
    });
  }

  async #load(): Promise<void> {
    const request = ++this.#request;
    const query = {
      kind: 'call',
      filters: [],
      text: '',
      sort: 'started',
      descending: true,
      offset: 0,
      limit: LOOKED_AT,
    };
    const page = await this.session.backend.list(query);
    if (request === this.#request) this.#rows = page.rows.filter((r) => r.cells.started && !r.cells.ended);
  }
}

const CALLED_ABOUT = ['escalation', 'emergency', 'incident'];

/** The record on whose page one is. */
async function recordHere({ nav, backend }: Session): Promise<RecordView | undefined> {
  if (nav.route.at !== 'case') return undefined;
  return (await backend.openCase({ id: nav.route.id, lines: 0, with: [] })).record;
}

/** One key starts a call: it is kept and its clock runs before anything is typed. On a case it belongs to that case. */
export async function startCall(session: Session): Promise<void> {
  session.keys.willType();
  const now = session.time.now();
  const about = await recordHere(session);
  const of = about && CALLED_ABOUT.includes(about.kind) ? about : undefined;
  const patch: { [field: string]: unknown } = {
    title: of
      ? `Call: ${String(of.fields.title ?? of.key)}`
      : `Call of ${stamp({ ms: now, zone: '', dayOnly: false }, session.zone, now)}`,
    started: instantOf(now, session.zone),
  };
  if (of) patch.case = of.id;
  const customer = about?.kind === 'customer' ? about.id : of?.fields.customer;
  if (customer) patch.customer = customer;
  if (session.zone) patch.zone = session.zone;
  const saved = await session.save('Started a call', [{ kind: 'call', id: '', base: 0, patch }]);
  session.nav.go({ at: 'call', id: saved.records[0]?.id ?? '' });
}

/** One key starts an emergency: it is kept and its clock runs before anything is typed. On a case it belongs to that case's customer. */
export async function startEmergency(session: Session): Promise<void> {
  session.keys.willType();
  const ms = session.time.now();
  const now = instantOf(ms, session.zone);
  const about = await recordHere(session);
  const patch: { [field: string]: unknown } = {
    title: `Emergency, ${stamp({ ms, zone: '', dayOnly: false }, session.zone, ms)}`,
    paged: now,
    page_state: 'triggered',
    status: 'open',
    ticket_priority: 'urgent',
    zone: session.zone || null,
  };
  const customer = about?.kind === 'customer' ? about.id : about?.fields.customer;
  if (customer) patch.customer = customer;
  if (about?.kind === 'escalation') patch.escalation = about.id;
  const me = session.settings.name;
  const mine = me ? await session.backend.lookUp(me, ['person'], 1) : [];
  if (mine[0]?.title === me) patch.engineer = mine[0].id;
  const saved = await session.save('Started an emergency', [{ kind: 'emergency', id: '', base: 0, patch }]);
  session.toasts.say('An emergency is open, paged now', () => session.undoLast());
  session.nav.go({ at: 'emergency', id: saved.records[0]?.id ?? '' });
}
