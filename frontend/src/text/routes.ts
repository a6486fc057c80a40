/** Where one is, as a value and as the address's hash, so that a reload stays where it was. */

export const TABS = ['overview', 'timeline', 'tasks', 'files', 'history'] as const;
export type Tab = (typeof TABS)[number];

export type Route =
  | { at: 'today' }
  | { at: 'movers' }
  | { at: 'policy' }
  | { at: 'list'; kind: string; look?: string }
  | { at: 'case'; id: string; tab: Tab }
  | { at: 'call'; id: string }
  | { at: 'new'; kind: string }
  | { at: 'search'; text: string }
  | { at: 'document'; id: string; kind: string }
  | { at: 'import' }
  | { at: 'bin' }
  | { at: 'settings' };

export const HOME: Route = { at: 'list', kind: 'escalation' };

export function toHash(route: Route): string {
  const parts: string[] = [route.at];
  if (route.at === 'list' || route.at === 'new') parts.push(route.kind);
  if (route.at === 'case') parts.push(route.id, route.tab);
  if (route.at === 'call') parts.push(route.id);
  if (route.at === 'document') parts.push(route.id, route.kind);
  if (route.at === 'search' && route.text) parts.push(route.text);
  const look = route.at === 'list' && route.look ? `?${route.look}` : '';
  return `#/${parts.map(encodeURIComponent).join('/')}${look}`;
}

export function fromHash(hash: string): Route {
  const [path = '', ...rest] = hash.replace(/^#\/?/, '').split('?');
  const look = rest.join('?');
  const [at = '', one = '', two = ''] = path.split('/').map(decode);
  switch (at) {
    case 'list':
      return one ? { at, kind: one, ...(look ? { look } : {}) } : HOME;
    case 'new':
      return one ? { at, kind: one } : HOME;
    case 'case':
      return one ? { at, id: one, tab: TABS.find((t) => t === two) ?? 'overview' } : HOME;
    case 'call':
      return one ? { at, id: one } : HOME;
    case 'document':
      return one && two ? { at, id: one, kind: two } : HOME;
    case 'search':
      return { at, text: one };
    case 'today':
    case 'movers':
    case 'policy':
    case 'import':
    case 'bin':
    case 'settings':
      return { at };
    default:
      return HOME;
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
