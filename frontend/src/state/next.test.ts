import { expect, it } from 'vitest';
import { NextItem } from './next.svelte';

it('what is typed while the item before is sent is the next, and what could not be kept is there again', async () => {
  const next = new NextItem();
  const kept: string[] = [];
  const slowly: (() => void)[] = [];
  const keep = (typed: string) =>
    new Promise<void>((done) => {
      kept.push(typed);
      slowly.push(done);
    });
  next.text = ' One ';
  const sent = [next.send(keep), next.send(keep)];
  next.text = 'Two';
  for (const done of slowly) done();
  await Promise.all(sent);
  expect([kept, next.text]).toEqual([['One'], 'Two']);
  const refused = next.send(() => Promise.reject(new Error('The disk is full.')));
  next.text = 'three';
  await expect(refused).rejects.toThrow('full');
  expect(next.text).toBe('Two three');
});
