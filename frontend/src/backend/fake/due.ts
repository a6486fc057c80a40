/** A few rules on the sample: enough to work on the look and to hold the page to what the program does. */
import type {
  Deed,
  DoRequest,
  DueAnswer,
  DueQuery,
  Gate,
  MoveRequest,
  Obligation,
  Saved,
  SnoozeRequest,
} from '../backend';
import { type FakeStore, type Rec, Refused } from './store';

const HOUR = 3_600_000;
const EVERY: { [severity: string]: number } = { critical: 24, high: 56, medium: 168 };

interface Rule {
  rule: string;
  what: string;
  why: string;
  source: string;
  does: Deed;
  /** When it is due for a case; null when it is not asked. */
  due: (c: Rec, updates: Rec[]) => number | null;
}

const deed = (kind: string, name: string, label: string, needs: Deed['needs']): Deed => ({
  kind,
  name,
  label,
  value: '',
  item: '',
  needs,
});
const last = (updates: Rec[], audience: string, c: Rec): number =>
  Math.max(
    Date.parse(String(c.fields.created).replace(/\[.*$/, '')),
    ...updates
      .filter((u) => u.fields.audience === audience)
      .map((u) => Date.parse(String(u.fields.at).replace(/\[.*$/, ''))),
  );

const RULES: Rule[] = [
  {
    rule: 'customer',
    what: 'Tell the customer how it stands',
    why: 'The severity says how often the customer hears from us.',
    source: 'S0:26',
    does: deed('tell', 'customer', 'Customer', 'text'),
    due: (c, updates) => {
      const hours = EVERY[String(c.fields.severity)];
      return hours ? last(updates, 'customer', c) + hours * HOUR : null;
    },
  },
  {
    rule: 'channel',
    what: 'Update the escalation’s channel',
    why: 'The temporary channel has news every day, at the least.',
    source: 'S0:180',
    does: deed('tell', 'channel', 'Channel', 'text'),
    due: (c, updates) => last(updates, 'channel', c) + 24 * HOUR,
  },
  {
    rule: 'open-dri',
    what: 'Name the DRI',
    why: 'Somebody answers for the escalation from its beginning.',
    source: 'S0:37',
    does: deed('fill', 'dri', 'DRI', 'value'),
    due: (c) => (c.fields.dri ? null : 0),
  },
  {
    rule: 'standup',
    what: 'Set up the internal standups and write them into the case',
    why: 'The series of standups stands within a day.',
    source: 'S0:91',
    does: deed('tick', '', '', ''),
    due: (c) => Date.parse(String(c.fields.created).replace(/\[.*$/, '')) + 24 * HOUR,
  },
];

const entries = (c: Rec, field: string) => (c.fields[field] ?? {}) as { [turn: string]: { [f: string]: string } };

/** A name of a duty that is the same until it is fulfilled: its time is part of it. */
const turn = (rule: Rule, due: number) => `${rule.rule}.${due}`;

/** Every duty of every open case. */
export const ALL: DueQuery = { record: '', at: '', mine: false, states: [], after: '', limit: 0 };

export function due(store: FakeStore, now: number, query: DueQuery, me = ''): DueAnswer {
  const open = [...store.records.values()].filter(
    (r) =>
      r.kind === 'escalation' &&
      !r.deletedAt &&
      !['closed', 'draft'].includes(String(r.fields.status)) &&
      (!query.record || r.id === query.record || r.key === query.record),
  );
  const obligations = open.flatMap((c) => RULES.map((rule) => duty(store, now, c, rule))).filter((o) => o !== null);
  const at = (o: Obligation) => (o.dueAt ? Date.parse(o.dueAt) : Number.POSITIVE_INFINITY);
  const mine = obligations.filter((o) => !query.mine || o.who === me);
  const asked = mine.filter((o) => query.states.length === 0 || query.states.includes(o.state));
  const sorted = asked.sort((a, b) => at(a) - at(b));
  const from = query.after ? sorted.findIndex((o) => o.id === query.after) + 1 : 0;
  const page = sorted.slice(from, query.limit ? from + query.limit : undefined);
  return {
    at: store.iso(now),
    policy: 'sample',
    total: asked.length,
    late: asked.filter((o) => o.state === 'overdue').length,
    all: obligations.length,
    next: from + page.length < sorted.length ? (page.at(-1)?.id ?? '') : '',
    obligations: page,
  };
}

function duty(store: FakeStore, now: number, c: Rec, rule: Rule): Obligation | null {
  const updates = [...store.records.values()].filter(
    (r) => r.kind === 'update' && r.fields.parent === c.id && !r.deletedAt,
  );
  const when = rule.due(c, updates);
  if (when === null || entries(c, 'ticks')[turn(rule, when)]) return null;
  const snoozed = entries(c, 'snoozes')[turn(rule, when)];
  const off = snoozed && Date.parse(snoozed.until ?? '') > now ? snoozed : undefined;
  const title = (id: unknown) => String(store.records.get(String(id))?.fields.name ?? '');
  return {
    id: `${c.id}/${turn(rule, when)}`,
    caseId: c.id,
    caseKey: c.key,
    caseTitle: String(c.fields.title ?? ''),
    caseKind: c.kind,
    severity: String(c.fields.severity ?? ''),
    customer: title(c.fields.customer),
    rule: rule.rule,
    group: 'cadence',
    what: rule.what,
    role: 'DRI',
    who: title(c.fields.dri),
    state: off ? 'snoozed' : when === 0 ? 'open' : when < now ? 'overdue' : when < now + 24 * HOUR ? 'due' : 'upcoming',
    dueAt: when ? store.iso(when) : '',
    lateAt: when ? store.iso(when) : '',
    sinceAt: String(c.fields.created ?? ''),
    why: rule.why,
    source: rule.source,
    doneBy: rule.does.label ? `an update for: ${rule.does.label}` : 'a tick',
    does: [rule.does],
    message: rule.does.kind === 'tell' ? 'update' : '',
    optional: false,
    snoozedUntil: off?.until ?? '',
    snoozeReason: off?.reason ?? '',
  };
}

function asked(store: FakeStore, now: number, id: string): { c: Rec; o: Obligation; turnId: string } {
  const [caseId = '', turnId = ''] = id.split('/');
  const o = due(store, now, { ...ALL, record: caseId }).obligations.find((d) => d.id === id);
  if (!o) throw new Refused('not_found', 'That is done already, or nothing asks for it any more.');
  return { c: store.find(caseId), o, turnId };
}

export function fulfil(store: FakeStore, now: number, r: DoRequest): Saved {
  const { c, o, turnId } = asked(store, now, r.id);
  const does = o.does[0];
  const tick = (state: string) =>
    store.save('Did', [
      {
        kind: c.kind,
        id: c.id,
        base: c.rev,
        patch: { ticks: { [turnId]: { state, at: store.iso(now), reason: r.reason } } },
      },
    ]);
  if (r.reason) return tick('passed');
  if (does?.kind === 'tick') return tick('done');
  if (does?.kind === 'fill')
    return store.save('Did', [{ kind: c.kind, id: c.id, base: c.rev, patch: { [does.name]: r.value } }]);
  return store.save('Did', [
    {
      kind: 'update',
      id: '',
      base: 0,
      patch: { parent: c.id, audience: does?.name, body: r.text, at: store.iso(now) },
    },
  ]);
}

export function snooze(store: FakeStore, now: number, r: SnoozeRequest): Saved {
  const { c, turnId } = asked(store, now, r.id);
  if (!r.reason.trim()) throw new Refused('invalid', 'Say why it is put off: who asks later must find the reason.');
  return store.save('Put off', [
    { kind: c.kind, id: c.id, base: c.rev, patch: { snoozes: { [turnId]: { until: r.until, reason: r.reason } } } },
  ]);
}

const CLOSE: Gate = {
  id: 'gate-close-reason',
  says: 'Why it closes is not said.',
  why: 'Who reads it later must know how it ended.',
  source: 'S0:195',
  blocks: true,
  fix: [deed('fill', 'close_reason', 'Close reason', 'value')],
};

/** One gate stands before the close: why it closes. */
export function gates(store: FakeStore, id: string, field: string, value: string): Gate[] {
  const c = store.find(id);
  return field === 'status' && value === 'closed' && !c.fields.close_reason && !entries(c, 'ticks')[CLOSE.id]
    ? [CLOSE]
    : [];
}

export function move(store: FakeStore, r: MoveRequest): Saved {
  const c = store.find(r.record);
  const patch: { [field: string]: unknown } = { [r.field]: r.value };
  for (const gate of gates(store, r.record, r.field, r.value)) {
    if (r.fills[gate.id]) patch.close_reason = r.fills[gate.id];
    else if (r.reasons[gate.id]) patch.ticks = { [gate.id]: { state: 'passed', reason: r.reasons[gate.id] } };
    else throw new Refused('refused', `Something is missing: ${gate.says}`);
  }
  return store.save('Moved', [{ kind: c.kind, id: c.id, base: c.rev, patch }]);
}
