import { expect, it } from 'vitest';
import { fromHash, HOME, type Route, toHash } from './routes';

it('goes to an address and back', () => {
  const routes: Route[] = [
    { at: 'list', kind: 'call' },
    { at: 'list', kind: 'escalation', look: 'severity=critical&find=what%3F' },
    { at: 'call', id: '1' },
    { at: 'emergency', id: '1' },
    { at: 'review', id: '1' },
    { at: 'case', id: '0190-a', tab: 'timeline' },
    { at: 'new', kind: 'escalation' },
    { at: 'search', text: 'a/b "c d" %' },
    { at: 'search', text: 'conn ', hit: '0190-a' },
    { at: 'document', id: '1', kind: 'rca' },
    { at: 'document', id: '1', kind: 'rca', section: 'cause' },
    { at: 'document', id: '1', kind: 'rca', audience: 'customer', version: 2, section: 'a b' },
    { at: 'today' },
    { at: 'movers' },
    { at: 'policy' },
    { at: 'import' },
    { at: 'bin' },
    { at: 'settings' },
  ];
  for (const route of routes) expect(fromHash(toHash(route))).toEqual(route);
});

it('goes home from an address it does not know', () => {
  for (const hash of ['', '#', '#/nowhere', '#/case', '#/list/', '#/document/1', '#/case/%E0%A4%A'])
    expect(fromHash(hash)).toEqual(HOME);
});
