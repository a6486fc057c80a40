import { flushSync, mount, unmount } from 'svelte';
import { expect, it, vi } from 'vitest';
import { ready } from '../../state/testing';
import Rehearsal from './Rehearsal.svelte';
import { rehearse } from './rehearsal';

vi.stubGlobal(
  'IntersectionObserver',
  class {
    observe(): void {}
    disconnect(): void {}
  },
);

it('draws a whole case and leaves nothing of it: no element, no key, no pane, no listener', async () => {
  const { session, fake, time } = await ready();
  session.list('escalation').show();
  await time.pass(10);
  const asked = vi.spyOn(fake, 'openCase');
  const stops: (() => void)[] = [];
  vi.spyOn(fake, 'on').mockImplementation(() => {
    const stop = vi.fn();
    stops.push(stop);
    return stop;
  });
  const seen = () => [session.keys.active.length, session.pane.kind, session.nav.hash, document.body.childElementCount];
  const before = seen();
  await rehearse(session);
  expect(asked).toHaveBeenCalledWith(expect.objectContaining({ id: session.list('escalation').current?.id }));
  // Those of the case, of its duties and of what the rules propose: its screen was there.
  expect(stops).toHaveLength(3);
  for (const stop of stops) expect(stop).toHaveBeenCalled();
  expect(seen()).toEqual(before);
});

it('a case made ready is not seen, listens to nothing and has no keys until it is shown', async () => {
  const { session, fake } = await ready();
  const id = session.list('escalation').current?.id ?? '';
  await session.ahead.read(id);
  let listens = 0;
  vi.spyOn(fake, 'on').mockImplementation(() => {
    listens += 1;
    return () => {
      listens -= 1;
    };
  });
  const props = $state({ session, id, onstage: false });
  const target = document.createElement('div');
  const drawn = mount(Rehearsal, { target, props });
  flushSync();
  const main = target.querySelector('main');
  const seen = () => [main?.hidden, session.keys.active.length > 0, session.pane.kind, listens];
  expect(main?.querySelector('h1')?.textContent).not.toBe('Record');
  expect(seen()).toEqual([true, false, 'none', 0]);
  props.onstage = true;
  flushSync();
  expect(target.querySelector('main')).toBe(main);
  expect(seen()).toEqual([false, true, 'context', 3]);
  await unmount(drawn);
  expect(seen().slice(1)).toEqual([false, 'none', 0]);
});
