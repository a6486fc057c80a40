import { describe, expect, it } from 'vitest';
import { FieldEdit } from './edit.svelte';
import { Saving } from './saving.svelte';
import { HandTime } from './testing';

function editor(options: { kept?: string; draft?: string; draftsOnly?: boolean; valueOnly?: boolean } = {}) {
  const time = new HandTime();
  const saving = new Saving(() => time.now());
  const drafts: (string | null)[] = [];
  const commits: string[] = [];
  const fail = { next: '' };
  const note =
    <T>(all: T[]) =>
    async (text: T) => {
      if (fail.next) {
        const says = fail.next;
        fail.next = '';
        throw { code: 'disk_full', says };
      }
      all.push(text);
    };
  const commit = note(commits);
  const edit = new FieldEdit(
    {
      time,
      saving,
      draft: options.valueOnly ? null : note(drafts),
      commit: options.draftsOnly
        ? null
        : (t) =>
            saving.run(
              'saved',
              () => commit(t),
              () => 'no',
            ),
      says: (e) => (e as { says: string }).says,
    },
    options.kept ?? 'old',
    options.draft,
  );
  return { edit, time, saving, drafts, commits, fail };
}

describe('a text while it is edited', () => {
  it('is kept as a draft half a second after the last key, not before', async () => {
    const { edit, time, drafts, commits, saving } = editor();
    edit.type('n');
    await time.pass(400);
    edit.type('ne');
    await time.pass(400);
    expect(drafts).toEqual([]);
    await time.pass(100);
    expect(drafts).toEqual(['ne']);
    expect(commits).toEqual([]);
    expect(saving.state).toBe('draft');
  });

  it('is not said to be kept while a letter typed during the save is on no disk', async () => {
    const saving = new Saving(() => 0);
    let done: () => void = () => undefined;
    const saved = saving.run(
      'draft',
      () => new Promise<void>((next) => (done = next)),
      () => 'no',
    );
    saving.typing(() => Promise.resolve(''));
    done();
    await saved;
    expect(saving.state).toBe('typing');
  });

  it('is kept while one types on without a pause: a kill takes less than a second', async () => {
    const { edit, time, drafts } = editor();
    let typed = '';
    for (let i = 0; i < 40; i++) {
      typed += 'x';
      edit.type(typed);
      await time.pass(100);
      expect(typed.length - (drafts.at(-1) ?? '').length).toBeLessThanOrEqual(9);
    }
    expect(drafts.length).toBeLessThan(8);
  });

  it('becomes a revision on leaving, once, and only if it differs', async () => {
    const { edit, commits, saving } = editor();
    edit.type('new');
    expect(await edit.commit()).toBe(true);
    await edit.commit();
    edit.type('x');
    edit.type('new');
    await edit.commit();
    expect(commits).toEqual(['new']);
    expect(saving.state).toBe('typing');
  });

  it('becomes a revision after a minute of quiet', async () => {
    const { edit, time, commits } = editor();
    edit.type('new');
    await time.pass(59_000);
    expect(commits).toEqual([]);
    await time.pass(1_000);
    expect(commits).toEqual(['new']);
  });

  it('stays on the screen when a save fails, with the reason, and is tried again', async () => {
    const { edit, time, commits, fail, saving } = editor();
    fail.next = 'The disk is full. Free 40 MB.';
    edit.type('precious');
    expect(await edit.commit()).toBe(false);
    expect(edit.text).toBe('precious');
    expect(edit.problem).toBe('The disk is full. Free 40 MB.');
    expect(saving.state).toBe('failed');
    await time.pass(1);
    expect(await edit.commit()).toBe(true);
    expect(commits).toEqual(['precious']);
    expect(edit.problem).toBe('');
  });

  it('begins with the draft that was left behind', () => {
    const { edit } = editor({ kept: 'old', draft: 'half a sent' });
    expect(edit.text).toBe('half a sent');
    expect(edit.dirty).toBe(true);
  });

  it('takes over a change from outside only while nothing is typed', () => {
    const { edit } = editor();
    edit.refresh('theirs');
    expect(edit.text).toBe('theirs');
    edit.type('mine');
    edit.refresh('theirs again');
    expect(edit.text).toBe('mine');
  });

  it('leaves no draft behind once it is again as it was kept: cleared while typing, on leaving, or put back', async () => {
    const { edit, time, drafts, commits } = editor({ kept: '' });
    edit.type('never mind');
    await time.pass(500);
    edit.type('');
    await time.pass(500);
    expect(drafts).toEqual(['never mind', null]);
    edit.type('again');
    await time.pass(500);
    edit.type('');
    await edit.commit();
    expect(drafts).toEqual(['never mind', null, 'again', null]);
    edit.type('once more');
    await time.pass(500);
    await edit.revert();
    await edit.revert();
    await time.pass(120_000);
    expect(drafts.slice(4)).toEqual(['once more', null]);
    expect(commits).toEqual([]);
  });

  it('loses the draft that a window left when it is taken back', async () => {
    const { edit, time, drafts } = editor({ kept: 'old', draft: 'half a sent' });
    edit.type('old');
    await time.pass(500);
    expect(drafts).toEqual([null]);
  });

  it('keeps the draft that stands where it is the only thing kept, and takes it away with the text', async () => {
    const { edit, time, drafts, commits } = editor({ kept: '', draftsOnly: true });
    edit.type('a title');
    await edit.commit();
    edit.type('a title!');
    edit.type('a title');
    await time.pass(120_000);
    expect(drafts).toEqual(['a title']);
    edit.type('');
    await edit.commit();
    expect([drafts, commits]).toEqual([['a title', null], []]);
  });

  it('sends nothing more once it is closed, so that what took it elsewhere has the last word', async () => {
    const { edit, time, drafts, commits } = editor({ kept: '' });
    edit.type('sent');
    await time.pass(500);
    edit.type('sent!');
    await edit.close();
    await edit.commit();
    await time.pass(120_000);
    expect([drafts, commits]).toEqual([['sent'], []]);
  });

  it('is kept at once when where it is typed is left: its draft, or a revision of what has none', async () => {
    const { edit, saving, drafts, commits } = editor();
    edit.type('a hundred milliseconds ago');
    await saving.keepNow();
    await saving.keepNow();
    expect([drafts, commits]).toEqual([['a hundred milliseconds ago'], []]);
    const value = editor({ valueOnly: true });
    value.edit.type('2026-03-13 07:50');
    await value.saving.keepNow();
    expect([value.drafts, value.commits]).toEqual([[], ['2026-03-13 07:50']]);
  });

  it('reverts without saving', async () => {
    const { edit, time, drafts, commits } = editor();
    edit.type('no');
    await edit.revert();
    await time.pass(120_000);
    expect([edit.text, drafts, commits]).toEqual(['old', [], []]);
  });
});
