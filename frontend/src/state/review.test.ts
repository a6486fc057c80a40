import { expect, it } from 'vitest';
import { CaseState } from './case.svelte';
import { ReviewState } from './review.svelte';
import { ready, settle } from './testing';

it('a key that is pressed before the one before is kept acts on what that one makes', async () => {
  const { session, fake } = await ready();
  const saved = await fake.save({
    action: 'A review',
    changes: [{ kind: 'review', id: '', base: 0, patch: { title: 'Late' } }],
  });
  const of = new CaseState(session, saved.records[0]?.id ?? '');
  of.begin();
  await settle();
  const review = new ReviewState(session, of);
  await review.add('');
  await review.add('', review.rows[0]?.id);
  const drawn = () => review.rows.map((r) => r.depth);
  const [, second] = review.rows;
  if (!second) throw new Error('no second why');
  const moved = [review.indent(second), review.outdent(second), review.indent(second)];
  await Promise.all(moved);
  expect(drawn()).toEqual([0, 1]);
  await Promise.all([review.outdent(second), review.add(second.id), review.remove(second)]);
  expect(review.rows).toHaveLength(2);
});
