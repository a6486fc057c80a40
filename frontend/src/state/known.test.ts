import { expect, it } from 'vitest';
import type { WorkspaceView } from '../backend/backend';
import { Known } from './known.svelte';

it('a notice that was read is not said again of that folder, in no later window', () => {
  let kept = '';
  const keeper = {
    read: () => kept,
    write: (ids: string) => {
      kept = ids;
    },
  };
  const notice = { id: 'folder', level: 'warn' as const, says: 'Copied', todo: 'Move it' };
  const place = (folder: string) => ({ folder, notices: [notice] }) as unknown as WorkspaceView;
  new Known(keeper).know(place('one'), notice);
  const later = new Known(keeper);
  expect([later.left(place('one')), later.left(place('two'))]).toEqual([[], [notice]]);
});
