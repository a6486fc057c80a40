import { describe, expect, it } from 'vitest';
import { added, indented, linked, moved, outdented, removed, rows, type WhyPatch, type Whys } from './whys';

/** w1 is explained by w2 and w3, w2 by w4; w4 explains w3 too. */
const GRAPH: Whys = {
  w1: { text: 'Pushes fail', because: [], order: 'a' },
  w2: { text: 'The secret is old', because: ['w1'], order: 'b' },
  w3: { text: 'Nobody noticed', because: ['w1'], order: 'c' },
  w4: { text: 'The step runs late', because: ['w2', 'w3'], order: 'd' },
};
const drawn = (whys: Whys) => rows(whys).map((r) => `${'-'.repeat(r.depth)}${r.id}${r.again ? '*' : ''}`);
/** As the program merges it: per node, per field. */
const merged = (whys: Whys, patch: WhyPatch | null): Whys => {
  const out: Whys = structuredClone(whys);
  for (const [id, change] of Object.entries(patch ?? {}))
    if (change === null) delete out[id];
    else out[id] = { ...out[id], ...change };
  return out;
};
const row = (whys: Whys, id: string) => {
  const found = rows(whys).find((r) => r.id === id);
  if (!found) throw new Error(id);
  return found;
};

describe('the graph as it is read', () => {
  it('branches, and names a node that explains several below the others', () => {
    expect(drawn(GRAPH)).toEqual(['w1', '-w2', '--w4', '-w3', '--w4*']);
  });

  it('shows a circle once, and what explains a node that is gone at the top', () => {
    expect(drawn({ a: { because: ['b'] }, b: { because: ['a'] } })).toEqual(['a', '-b', '--a*']);
    expect(drawn({ a: { because: ['gone'] } })).toEqual(['a']);
  });
});

describe('the graph as it is written', () => {
  it('takes a further cause, and one at the top', () => {
    expect(drawn(merged(GRAPH, added(GRAPH, 'n', 'w2')))).toEqual(['w1', '-w2', '--w4', '--n', '-w3', '--w4*']);
    expect(drawn(merged(GRAPH, added(GRAPH, 'n', 'w1', 'w2')))).toContain('-n');
    expect(drawn(merged(GRAPH, added(GRAPH, 'n', ''))).at(-1)).toBe('n');
  });

  it('moves a line in and out again', () => {
    const into = merged(GRAPH, indented(GRAPH, row(GRAPH, 'w3')));
    expect(drawn(into)).toEqual(['w1', '-w2', '--w3', '---w4', '--w4*']);
    expect(drawn(merged(into, outdented(into, row(into, 'w3'))))).toEqual(drawn(GRAPH));
    expect(indented(GRAPH, row(GRAPH, 'w2'))).toBeNull();
    expect(outdented(GRAPH, row(GRAPH, 'w1'))).toBeNull();
  });

  it('moves a line among those beside it', () => {
    expect(drawn(merged(GRAPH, moved(GRAPH, row(GRAPH, 'w3'), -1)))).toEqual(['w1', '-w3', '--w4', '-w2', '--w4*']);
    expect(moved(GRAPH, row(GRAPH, 'w3'), 1)).toBeNull();
  });

  it('never lets a node explain what explains it', () => {
    expect(linked(GRAPH, 'w1', 'w4')).toBeNull();
    expect(linked(GRAPH, 'w4', 'w3')).toEqual({ w4: { because: ['w2'] } });
    expect(linked(GRAPH, 'w3', 'w2')).toEqual({ w3: { because: ['w1', 'w2'] } });
  });

  it('keeps what explained a node that is taken away', () => {
    expect(drawn(merged(GRAPH, removed(GRAPH, 'w2')))).toEqual(['w1', '-w3', '--w4', '-w4*']);
  });
});
