/** Where one is, as a value and as the address's hash, so that a reload stays where it was. */

export const TABS = ['overview', 'timeline', 'guide', 'tasks', 'posts', 'files', 'history'] as const;
export type Tab = (typeof TABS)[number];

export type Route =
  | { at: 'today' }
  | { at: 'movers' }
  | { at: 'calendar' }
  | { at: 'policy' }
  | { at: 'list'; kind: string; look?: string }
  | { at: 'case'; id: string; tab: Tab; line?: string }
  | { at: 'call'; id: string }
  | { at: 'after'; id: string }
  | { at: 'closing'; id: string }
  | { at: 'emergency'; id: string }
  | { at: 'review'; id: string }
  | { at: 'new'; kind: string }
  | { at: 'search'; text: string; hit?: string }
  | { at: 'document'; id: string; kind: string; audience?: 'internal' | 'customer'; version?: number; section?: string }
  | { at: 'templates'; kind?: string }
  | { at: 'import' }
  | { at: 'bin' }
  | { at: 'insights' }
  | { at: 'care' }
  | { at: 'conflicts' }
  | { at: 'settings' };

export const HOME: Route = { at: 'list', kind: 'escalation' };

/** In the place of a document's kind: the record that keeps it says which it is. */
export const KEPT = 'kept';

/** Where a record of a kind is looked at: an emergency in its cockpit, a review on its own page, a document where it is written. */
export function recordRoute(kind: string, id: string): Route {
  if (kind === 'document') return { at: 'document', id, kind: KEPT };
  return kind === 'emergency' || kind === 'review' ? { at: kind, id } : { at: 'case', id, tab: 'overview' };
}

/** The kind of what a route leads to: "" where that is no record, null where only the record says it. */
export function kindOf(route: Route): string | null {
  switch (route.at) {
    case 'list':
    case 'new':
      return route.kind;
    case 'call':
    case 'emergency':
    case 'review':
      return route.at;
    case 'after':
      return 'call';
    case 'closing':
      return 'escalation';
    case 'document':
    case 'templates':
      return 'document';
    case 'case':
      return null;
    default:
      return '';
  }
}

export function toHash(route: Route): string {
  const parts: string[] = [route.at];
  if (route.at === 'list' || route.at === 'new') parts.push(route.kind);
  if (route.at === 'case') parts.push(route.id, route.tab, ...(route.line ? [route.line] : []));
  if (route.at === 'document')
    parts.push(
      route.id,
      route.kind,
      ...(route.audience ? [route.audience] : []),
      ...(route.version ? [`${route.version}`] : []),
    );
  if (route.at === 'templates' && route.kind) parts.push(route.kind);
  if (
    route.at === 'call' ||
    route.at === 'emergency' ||
    route.at === 'review' ||
    route.at === 'after' ||
    route.at === 'closing'
  )
    parts.push(route.id);
  if (route.at === 'search' && route.text) parts.push(route.text);
  const look = lookOf(route) ? `?${lookOf(route)}` : '';
  return `#/${parts.map(encodeURIComponent).join('/')}${look}`;
}

/** What of it is looked at: the filters of a list, the section of a document, the hit of a search. */
function lookOf(route: Route): string {
  if (route.at === 'list') return route.look ?? '';
  if (route.at === 'search') return encodeURIComponent(route.hit ?? '');
  return route.at === 'document' ? encodeURIComponent(route.section ?? '') : '';
}

export function fromHash(hash: string): Route {
  const [path = '', ...rest] = hash.replace(/^#\/?/, '').split('?');
  const look = rest.join('?');
  const [at = '', one = '', two = '', three = '', four = ''] = path.split('/').map(decode);
  switch (at) {
    case 'list':
      return one ? { at, kind: one, ...(look ? { look } : {}) } : HOME;
    case 'new':
      return one ? { at, kind: one } : HOME;
    case 'case':
      return one
        ? { at, id: one, tab: TABS.find((t) => t === two) ?? 'overview', ...(three ? { line: three } : {}) }
        : HOME;
    case 'after':
    case 'closing':
    case 'call':
    case 'emergency':
    case 'review':
      return one ? { at, id: one } : HOME;
    case 'document':
      return one && two
        ? { at, id: one, kind: two, ...readersOf(three, four), ...(look ? { section: decode(look) } : {}) }
        : HOME;
    case 'templates':
      return one ? { at, kind: one } : { at };
    case 'search':
      return { at, text: one, ...(look ? { hit: decode(look) } : {}) };
    case 'today':
    case 'movers':
    case 'calendar':
    case 'policy':
    case 'import':
    case 'bin':
    case 'insights':
    case 'care':
    case 'conflicts':
    case 'settings':
      return { at };
    default:
      return HOME;
  }
}

function readersOf(audience: string, version: string): { audience?: 'internal' | 'customer'; version?: number } {
  if (audience !== 'internal' && audience !== 'customer') return {};
  return Number(version) > 0 ? { audience, version: Number(version) } : { audience };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** Which record or screen a route leads to: while that stays, the same screen shows the next route. */
export function screenOf(route: Route): string {
  if (route.at === 'list' || route.at === 'new') return `${route.at}/${route.kind}`;
  if (route.at === 'document') return `document/${route.id}/${route.kind}`;
  return 'id' in route ? `${route.at}/${route.id}` : route.at;
}
