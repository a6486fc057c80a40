import { describe, expect, it } from 'vitest';
import { SearchState } from './search.svelte';
import { SimilarState } from './similar.svelte';
import { ready, settle } from './testing';

describe('search', () => {
  it('answers while one types, and wholly once one stops', async () => {
    const { session, time, fake } = await ready();
    const search = new SearchState(session);
    search.type('connection res');
    await settle();
    expect(search.hits.length).toBeGreaterThan(0);
    expect([search.total, search.facets]).toEqual([-1, []]);
    await time.pass(300);
    expect(search.total).toBe(3);
    expect(search.facets.find((f) => f.field === 'severity')?.values[0]).toMatchObject({ value: 'critical', count: 2 });
    expect(fake.calls.filter((c) => c === 'search').length).toBe(2);
    search.type('connection res ');
    await time.pass(300);
    expect(search.total).toBe(0);
  });

  it('opens what answers the words as they stand, and leaves the choice when all is counted', async () => {
    const { session, time } = await ready({ many: 60 });
    const search = new SearchState(session);
    search.type('case number ');
    await settle();
    search.type('connection reset');
    const early = search.chosen();
    expect((await early)?.places.length).toBeGreaterThan(0);
    expect(search.total).toBe(3);
    search.type('connection res');
    await settle();
    search.move(1);
    const second = search.current?.id;
    await time.pass(300);
    expect(search.total).toBe(3);
    expect(search.current?.id).toBe(second);
    search.type('connection reset');
    const late = search.chosen();
    search.type('');
    expect(await late).toBeUndefined();
  });

  it('names the places inside a case, with the words marked', async () => {
    const { session, time } = await ready();
    const search = new SearchState(session);
    search.type('"rpc error"');
    await time.pass(300);
    const place = search.hits[0]?.places[0];
    expect(place?.kind).toBe('line');
    expect(place?.parts.filter((p) => p.hit).map((p) => p.text)).toEqual(['rpc error']);
  });

  it('switches a facet on and off in the query itself', async () => {
    const { session, time } = await ready();
    const search = new SearchState(session);
    search.type('"connection reset"');
    await time.pass(300);
    search.toggle('kind', 'call');
    await time.pass(300);
    expect(search.text).toBe('kind:call "connection reset"');
    expect(search.total).toBe(1);
  });

  it('says what is wrong with a query, and answers what it could read', async () => {
    const { session, time } = await ready();
    const search = new SearchState(session);
    search.type('"connection reset');
    await time.pass(300);
    expect(search.problem).toContain('not closed');
    expect(search.hits.length).toBe(3);
  });

  it('goes on by cursor', async () => {
    const { session, time } = await ready({ many: 60 });
    const search = new SearchState(session);
    search.type('case number ');
    await time.pass(300);
    expect([search.hits.length, search.total, search.more]).toEqual([20, 60, true]);
    await search.loadMore();
    await search.loadMore();
    expect([search.hits.length, search.more]).toEqual([60, false]);
    expect(new Set(search.hits.map((h) => h.id)).size).toBe(60);
  });

  it('forgets an answer to a question that was cleared', async () => {
    const { session } = await ready();
    const search = new SearchState(session);
    search.type('connection');
    search.type('');
    await settle();
    expect(search.hits).toEqual([]);
  });
});

describe('similar cases', () => {
  it('come with reasons that add up to the score, and keep the older ones apart', async () => {
    const { session, fake } = await ready();
    const id =
      fake.store.list({
        kind: 'escalation',
        filters: [],
        text: 'Repository storage',
        sort: '',
        descending: false,
        offset: 0,
        limit: 1,
      }).rows[0]?.id ?? '';
    const similar = new SimilarState(session);
    await similar.ofCase(id);
    expect(similar.hits[0]?.title).toContain('Storage proxy drops all nodes');
    expect(similar.older.map((h) => h.title)).toEqual(['Pallaspoint Orbital: replica lag blocks merges after upgrade']);
    for (const hit of similar.all) expect(hit.reasons.reduce((n, r) => n + r.part, 0)).toBeCloseTo(hit.score);
  });

  it('keep a judgement, and take it back', async () => {
    const { session, fake } = await ready();
    const id =
      fake.store.list({
        kind: 'escalation',
        filters: [],
        text: 'Repository storage',
        sort: '',
        descending: false,
        offset: 0,
        limit: 1,
      }).rows[0]?.id ?? '';
    const similar = new SimilarState(session);
    await similar.ofCase(id);
    const first = () => similar.hits[0] as NonNullable<(typeof similar.hits)[0]>;
    await similar.judge(id, first(), 'same_problem');
    expect(first().judged).toBe('same_problem');
    await similar.judge(id, first(), 'same_problem');
    expect(first().judged).toBe('');
  });

  it('follow the text one types, once the keys rest', async () => {
    const { session, time, fake } = await ready();
    const similar = new SimilarState(session);
    similar.ofText('Storage', '');
    similar.ofText('Storage nodes drop', 'connection reset by peer');
    await time.pass(250);
    expect(similar.hits.length).toBeGreaterThan(0);
    expect(fake.calls.filter((c) => c === 'similar').length).toBe(1);
    similar.ofText('', '');
    expect(similar.all).toEqual([]);
  });

  it('follow the text of one who types without a pause', async () => {
    const { session, time, fake } = await ready();
    const similar = new SimilarState(session);
    for (let i = 1; i <= 30; i++) {
      similar.ofText('', 'Storage nodes drop connection reset by peer'.slice(0, i + 12));
      await time.pass(100);
    }
    const asked = fake.calls.filter((c) => c === 'similar').length;
    expect([asked >= 2, asked <= 3]).toEqual([true, true]);
  });
});

it('comes back to the hit one left by, beyond the first page too, and only then', async () => {
  const { session, time } = await ready({ many: 60 });
  const first = new SearchState(session);
  first.type('case number');
  await time.pass(300);
  await first.loadMore();
  await first.loadMore();
  const left = first.hits[45]?.id ?? '';
  const again = new SearchState(session);
  again.comeBack('case number', left);
  await time.pass(300);
  expect([again.current?.id, again.at]).toEqual([left, 45]);
  again.type('case numbe');
  await time.pass(300);
  expect(again.at).toBe(0);
  again.comeBack('case number', 'gone');
  await time.pass(300);
  expect(again.at).toBe(0);
});
