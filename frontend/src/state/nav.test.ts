import { expect, it } from 'vitest';
import { Nav } from './nav.svelte';

it('knows of which kind is what one looks at, of a case once its screen says so', () => {
  const nav = new Nav();
  nav.go({ at: 'list', kind: 'customer' });
  nav.go({ at: 'case', id: 'c1', tab: 'overview' });
  expect(nav.kind).toBe('customer');
  nav.shows('person');
  expect(nav.kind).toBe('person');
  nav.go({ at: 'today' });
  nav.shows('escalation'); // of the case that was left
  expect(nav.kind).toBe('');
  nav.back();
  expect(nav.kind).toBe('');
  nav.shows('person');
  expect(nav.kind).toBe('person');
  nav.follow('#/after/k1');
  expect(nav.kind).toBe('call');
});

it('leaves who has gone elsewhere meanwhile there', () => {
  const nav = new Nav();
  nav.go({ at: 'call', id: 'k1' });
  const replace = nav.fromHere();
  nav.go({ at: 'today' });
  replace({ at: 'after', id: 'k1' });
  expect(nav.hash).toBe('#/today');
  nav.back();
  replace({ at: 'after', id: 'k1' });
  expect(nav.hash).toBe('#/after/k1');
});
