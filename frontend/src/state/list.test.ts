import { describe, expect, it } from 'vitest';
import { BoardState } from './board.svelte';
import { ready, settle } from './testing';

async function escalations(options = {}) {
  const all = await ready(options);
  const list = all.session.list('escalation');
  list.show();
  await settle();
  return { ...all, list };
}

describe('a list', () => {
  it('loads its first page and its counts', async () => {
    const { list } = await escalations();
    expect(list.total).toBe(10);
    expect(list.counts.severity?.find((c) => c.value === 'critical')?.count).toBe(4);
    expect(list.row(0)?.cells.customer).toBe('Veldhoorn Rail');
  });

  it('narrows by chips and tells the filtered-empty state from the empty one', async () => {
    const { list } = await escalations();
    list.toggle('severity', 'critical');
    list.toggle('status', 'closed');
    await settle();
    expect(list.total).toBe(1);
    list.find('no such words');
    await settle();
    expect([list.total, list.all, list.filtered]).toEqual([0, 10, true]);
    list.clear();
    await settle();
    expect([list.total, list.filtered]).toEqual([10, false]);
  });

  it('sorts by a column’s head, and the other way round', async () => {
    const { list } = await escalations();
    list.sortBy('severity');
    await settle();
    expect(list.row(0)?.cells.severity).toBe('critical');
    list.sortBy('severity');
    await settle();
    expect(list.row(0)?.cells.severity).toBe('low');
  });

  it('holds 100,000 rows and asks only for what is in sight or near it', async () => {
    const { list, fake } = await escalations({ sample: false, many: 100_000 });
    expect(list.total).toBe(100_000);
    const asked = fake.calls.filter((c) => c === 'list').length;
    list.need(50_040, 50_060);
    list.need(50_045, 50_060);
    await settle();
    expect(list.row(50_020)?.title).toBe('Case number 50020');
    list.need(50_050, 50_090);
    await settle();
    expect(list.row(50_120)?.title).toBe('Case number 50120');
    expect(list.row(70_000)).toBeUndefined();
    expect(fake.calls.filter((c) => c === 'list').length).toBe(asked + 2);
  });

  it('goes on behind the row before, and skips none when one of them goes meanwhile', async () => {
    const { list, fake } = await escalations({ sample: false, many: 600 });
    const last = list.row(99);
    fake.store.setDeleted([list.row(3)?.id ?? ''], true);
    list.need(100, 140);
    await settle();
    expect(last?.title).toBe('Case number 99');
    expect(list.row(100)?.title).toBe('Case number 100');
  });

  it('keeps the rows near what is in sight, and the one the keys act on', async () => {
    const { list, fake } = await escalations({ sample: false, many: 3000 });
    const last = list.row(99);
    list.select(150);
    list.need(140, 170);
    await settle();
    for (let first = 200; first < 2900; first += 100) {
      list.need(first, first + 30);
      await settle();
    }
    expect([list.row(2820)?.title, list.row(2000)?.title]).toEqual(['Case number 2820', 'Case number 2000']);
    expect([list.row(0), list.current?.title]).toEqual([undefined, 'Case number 150']);
    const asked = fake.calls.length;
    list.need(0, 30);
    await settle();
    expect([list.row(99), fake.calls.length - asked]).toEqual([last, 1]);
  });

  it('stays on its row when others come before it', async () => {
    const { list, session } = await escalations();
    list.select(4);
    const here = list.current?.id;
    await list.remove();
    list.select(4);
    const on = list.current?.id;
    session.undoLast();
    await settle();
    expect([list.current?.id, on === here]).toEqual([on, false]);
  });

  it('as a board reads no rows of its own', async () => {
    const { list } = await escalations();
    list.show('as=board');
    await settle();
    list.asBoard(false);
    await settle();
    expect([list.total, list.row(9)?.id !== undefined]).toEqual([10, true]);
  });

  it('deletes with Undo, and the row comes back', async () => {
    const { list, session, time } = await escalations();
    list.choose(0);
    list.choose(1);
    await list.remove();
    await time.pass(500);
    expect(list.total).toBe(8);
    expect(session.toasts.newest?.says).toBe('2 escalations deleted');
    session.toasts.act();
    await settle();
    expect(list.total).toBe(10);
  });

  it('deletes once what the key was pressed for twice, and takes it back with one Undo', async () => {
    const { list, session } = await escalations();
    await Promise.all([list.remove(), list.remove()]);
    await settle();
    expect(list.total).toBe(9);
    expect(session.toasts.newest?.act).not.toBeNull();
    session.undoLast();
    await settle();
    expect(list.total).toBe(10);
  });

  it('says why it could not be read, and reads it again', async () => {
    const { list, fake } = await escalations();
    fake.failing.set('list', { code: 'damaged', says: 'A file of the store is damaged. It is being rebuilt.' });
    list.reload();
    await settle();
    expect(list.fault?.says).toContain('being rebuilt');
    list.reload();
    await settle();
    expect([list.fault, list.total]).toEqual([null, 10]);
  });

  it('drops an answer that a newer question made stale', async () => {
    const { list } = await escalations();
    list.toggle('severity', 'critical');
    list.toggle('severity', 'low');
    await settle();
    expect(list.total).toBe(6);
  });
});

describe('a look at a list', () => {
  it('comes with the address, and can be kept in the rail', async () => {
    const { session, list } = await escalations();
    list.show('severity=critical&sort=-created');
    await settle();
    expect([list.total, list.sort, list.descending]).toEqual([4, 'created', true]);
    expect(list.look).toBe('severity=critical&sort=-created');
    await list.keep('Critical');
    const saved = session.list('saved_search');
    saved.show();
    await settle();
    expect(saved.row(0)?.cells.list).toBe('escalation?severity=critical&sort=-created');
  });

  it('as a board has each escalation once, and a card moved is undone', async () => {
    const { session, list } = await escalations();
    const board = new BoardState(session, list);
    await board.load();
    const sum = () => board.columns.reduce((n, _, c) => n + board.total(c), 0);
    expect(sum()).toBe(list.total);
    const [from, card] = [board.column, board.current];
    if (!card) throw new Error('the board has no card');
    await board.move(card, 2);
    expect(board.current?.id).toBe(card.id);
    expect([sum(), board.column]).toEqual([list.total, 2]);
    session.undoLast();
    await settle();
    await board.load();
    expect(board.rows(from).some((r) => r.id === card.id)).toBe(true);
  });
});
