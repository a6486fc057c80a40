/** A small search and a small likeness over the in-memory records: simple, but its answers are true of the records. */
import type {
  Facet,
  Part,
  Place,
  Reason,
  SearchHit,
  SearchPage,
  SearchQuery,
  SimilarAnswer,
  SimilarHit,
  SimilarQuery,
  Tried,
} from '../backend';
import { kindOf } from './schema';
import type { FakeStore, Rec } from './store';

const COMMON = new Set(
  'the a an and or of to in on is are was were it its for with after before by at from that this then every which who has have not no be as when until all one two'.split(
    ' ',
  ),
);

const tokens = (text: string) =>
  (text.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}.:_-]*/gu) ?? []).filter((w) => !COMMON.has(w) && w.length > 2);

function texts(store: FakeStore, rec: Rec): { rec: Rec; field: string; text: string }[] {
  return [rec, ...store.items(rec.id)].flatMap((r) =>
    (kindOf(r.kind)?.fields ?? [])
      .filter((f) => ['text', 'prose', 'list', 'ref'].includes(f.type))
      .map((f) => ({
        rec: r,
        field: f.name,
        text: f.type === 'ref' ? store.refTitle(r.fields[f.name]) : String(r.fields[f.name] ?? ''),
      }))
      .filter((t) => t.text !== ''),
  );
}

function cut(text: string, words: string[]): Part[] {
  const escaped = words.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).filter(Boolean);
  if (escaped.length === 0) return [{ text, hit: false }];
  return text
    .split(new RegExp(`(${escaped.join('|')})`, 'gi'))
    .map((part, i) => ({ text: part, hit: i % 2 === 1 }))
    .filter((p) => p.text);
}

interface Parsed {
  words: string[];
  not: string[];
  filters: [string, string][];
  problem: string;
}

function parse(store: FakeStore, text: string): Parsed {
  const parsed: Parsed = { words: [], not: [], filters: [], problem: '' };
  if ((text.match(/"/g)?.length ?? 0) % 2 === 1)
    parsed.problem = 'A quotation mark is not closed: what follows it is taken as one phrase.';
  for (const word of text.match(/(?:[^\s"]|"[^"]*(?:"|$))+/g) ?? []) {
    const filter = /^([a-z_]+):(.+)$/.exec(word);
    const bare = (s: string) => s.replaceAll('"', '').toLowerCase();
    if (filter) parsed.filters.push([filter[1] ?? '', bare(filter[2] ?? '')]);
    else if (word.startsWith('-') && word.length > 1) parsed.not.push(bare(word.slice(1)));
    else if (bare(word)) parsed.words.push(bare(word));
  }
  const known = ['kind', 'severity', 'status', 'customer', 'component', 'key'];
  const stranger = parsed.filters.find(([f]) => !known.includes(f));
  if (stranger) parsed.problem = `There is no field ${stranger[0]}. Fields are ${known.join(', ')}.`;
  void store;
  return parsed;
}

const facetValue = (store: FakeStore, rec: Rec, field: string): string =>
  field === 'kind'
    ? rec.kind
    : field === 'key'
      ? rec.key
      : field === 'customer'
        ? store.refTitle(rec.fields.customer)
        : String(rec.fields[field] ?? '');

function hit(store: FakeStore, rec: Rec, words: string[]): SearchHit {
  const found = texts(store, rec).filter(
    (t) => words.some((w) => t.text.toLowerCase().includes(w)) && t.field !== 'title' && t.field !== 'name',
  );
  const places: Place[] = found.map((t) => ({
    recordId: t.rec.id,
    kind: t.rec.kind,
    field: t.field,
    at: String(t.rec.fields.at ?? ''),
    label:
      t.rec === rec
        ? (kindOf(rec.kind)?.fields.find((f) => f.name === t.field)?.label ?? t.field)
        : (kindOf(t.rec.kind)?.label ?? ''),
    parts: cut(t.text, words),
  }));
  return {
    id: rec.id,
    key: rec.key,
    sourceId: String(rec.fields.source_id ?? ''),
    kind: rec.kind,
    title: cut(store.title(rec), words),
    severity: String(rec.fields.severity ?? ''),
    status: String(rec.fields.status ?? ''),
    customer: store.refTitle(rec.fields.customer),
    at: String(rec.fields.created ?? ''),
    score: 1,
    places: places.slice(0, 3),
    more: Math.max(0, places.length - 3),
  };
}

/** The word itself or a form of it; an unfinished one may be how any word begins. */
function has(text: string, word: string, unfinished: boolean): boolean {
  const letter = /[\p{L}\p{N}]/u;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const after = text.slice(at + word.length).replace(/^(s|es|ed|ing)(?![\p{L}\p{N}])/u, '');
    if (!letter.test(text[at - 1] ?? '') && (unfinished || !letter.test(after[0] ?? ''))) return true;
  }
  return false;
}

export function search(store: FakeStore, q: SearchQuery): SearchPage {
  const parsed = parse(store, q.text);
  const text = (rec: Rec) =>
    texts(store, rec)
      .map((t) => t.text)
      .join('\n')
      .toLowerCase() + rec.key.toLowerCase();
  const matches = store.cases().filter((rec) => {
    if (rec.kind === 'saved_search' || rec.kind === 'person') return false;
    const all = text(rec);
    return (
      parsed.words.every((w) => has(all, w, q.unfinished && w === parsed.words.at(-1))) &&
      !parsed.not.some((w) => all.includes(w)) &&
      parsed.filters.every(([f, v]) => facetValue(store, rec, f).toLowerCase().includes(v))
    );
  });
  if (q.sort !== 'relevance')
    matches.sort(
      (a, b) => String(b.fields.created).localeCompare(String(a.fields.created)) * (q.sort === 'newest' ? 1 : -1),
    );
  const from = Number(q.cursor || 0);
  const empty = parsed.words.length + parsed.filters.length + parsed.not.length === 0;
  const facets: Facet[] =
    empty || !q.facets
      ? []
      : ['kind', 'severity', 'status', 'customer', 'component'].map((field) => facet(store, field, matches));
  return {
    hits: empty ? [] : matches.slice(from, from + q.limit).map((rec) => hit(store, rec, parsed.words)),
    next: !empty && from + q.limit < matches.length ? String(from + q.limit) : '',
    total: q.typing ? -1 : empty ? 0 : matches.length,
    facets,
    problem: parsed.problem,
    notice: '',
    took: 3,
  };
}

function facet(store: FakeStore, field: string, matches: Rec[]): Facet {
  const seen = new Map<string, number>();
  for (const rec of matches) {
    const value = facetValue(store, rec, field);
    if (value) seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  const label = (v: string) =>
    field === 'kind'
      ? (kindOf(v)?.label ?? v)
      : (kindOf('escalation')
          ?.fields.find((f) => f.name === field)
          ?.choices.find((c) => c.value === v)?.label ?? v);
  return {
    field,
    label: field.charAt(0).toUpperCase() + field.slice(1),
    values: [...seen]
      .map(([value, count]) => ({ value, label: label(value), count }))
      .sort((a, b) => b.count - a.count),
  };
}

export function similar(store: FakeStore, q: SimilarQuery, now: number): SimilarAnswer {
  const here = q.id ? store.records.get(q.id) : undefined;
  const mine = here ? `${store.title(here)}\n${String(here.fields.description ?? '')}` : `${q.title}\n${q.text}`;
  const others = store
    .cases()
    .filter((r) => r.id !== q.id && ['escalation', 'call', 'review', 'emergency', 'incident'].includes(r.kind));
  const hits = others
    .map((r) => likeness(store, mine, here, r))
    .filter((h) => h.score > 0.08)
    .sort((a, b) => b.score - a.score)
    .slice(0, q.limit);
  const old = (h: SimilarHit) => now - Date.parse(h.at) > 365 * 86_400_000;
  return { hits: hits.filter((h) => !old(h)), older: hits.filter(old), searched: others.length, took: 4 };
}

function likeness(store: FakeStore, mine: string, here: Rec | undefined, rec: Rec): SimilarHit {
  const theirs = `${store.title(rec)}\n${String(rec.fields.description ?? '')}`;
  const signatures = [...theirs.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? '').filter((s) => mine.includes(s));
  const said = new Set(tokens(mine));
  const shared = [...new Set(tokens(theirs))].filter(
    (w) => said.has(w) && !signatures.some((s) => s.toLowerCase().includes(w)),
  );
  const reasons: Reason[] = [];
  for (const s of signatures)
    reasons.push({
      kind: 'signature',
      label: 'Same error',
      text: s,
      part: 0.3,
      here: lineWith(mine, s),
      there: lineWith(theirs, s),
    });
  if (shared.length)
    reasons.push({
      kind: 'words',
      label: 'Shared words',
      text: shared.slice(0, 6).join(', '),
      part: Math.min(0.35, shared.length * 0.04),
      here: '',
      there: '',
    });
  for (const field of ['component', 'customer', 'version']) {
    if (here?.fields[field] && here.fields[field] === rec.fields[field])
      reasons.push({
        kind: 'field',
        label: field,
        text: store.refTitle(rec.fields[field]),
        part: 0.08,
        here: '',
        there: '',
      });
  }
  const score = reasons.reduce((sum, r) => sum + r.part, 0);
  const link = here && store.items(here.id).find((i) => i.kind === 'link' && i.fields.to === rec.id);
  const judged = judgement(link);
  const tried: Tried[] = store
    .items(rec.id)
    .filter((i) => i.kind === 'attempt')
    .map((i) => ({
      text: String(i.fields.action),
      outcome: i.fields.worked === 'yes' ? 'worked' : i.fields.worked === 'no' ? 'failed' : 'unknown',
    }));
  return {
    id: rec.id,
    key: rec.key,
    sourceId: String(rec.fields.source_id ?? ''),
    kind: rec.kind,
    title: store.title(rec),
    severity: String(rec.fields.severity ?? ''),
    status: String(rec.fields.status ?? ''),
    customer: store.refTitle(rec.fields.customer),
    at: String(rec.fields.closed ?? rec.fields.created ?? ''),
    score,
    bars: Math.max(1, Math.min(5, Math.round(score * 5))),
    reasons: reasons.sort((a, b) => b.part - a.part),
    cause: String(rec.fields.cause ?? ''),
    fix: String(rec.fields.fix ?? ''),
    tried,
    judged,
  };
}

const lineWith = (text: string, part: string) => text.split('\n').find((l) => l.includes(part)) ?? '';

function judgement(link: Rec | undefined): '' | 'same_problem' | 'not_related' {
  const type = link?.fields.type;
  return type === 'same_problem' || type === 'not_related' ? type : '';
}
