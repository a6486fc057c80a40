import { mount, tick, unmount } from 'svelte';
import type { Session } from '../../state/session.svelte';
import Rehearsal from './Rehearsal.svelte';

/**
 * Draws the case that the list stands on once, outside the document, so that the first one a person opens is drawn by code that has
 * run before: JavaScriptCore takes three times as long for what it runs first.
 */
export async function rehearse(session: Session): Promise<void> {
  const id = session.list('escalation').current?.id;
  if (!id) return;
  const apart = session.apart();
  await apart.ahead.read(id);
  if (apart.ahead.ready !== id) return;
  const drawn = mount(Rehearsal, { target: document.createElement('div'), props: { session: apart, id } });
  await tick();
  await unmount(drawn);
}
