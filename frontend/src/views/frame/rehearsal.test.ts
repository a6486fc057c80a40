import { expect, it, vi } from 'vitest';
import { ready } from '../../state/testing';
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
  // Those of the case and of its duties: its screen was there.
  expect(stops).toHaveLength(2);
  for (const stop of stops) expect(stop).toHaveBeenCalled();
  expect(seen()).toEqual(before);
});
