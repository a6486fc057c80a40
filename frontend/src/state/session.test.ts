import { describe, expect, it } from 'vitest';
import { readFault } from '../backend/wails';
import { find } from '../text/fuzzy';
import { CaseState } from './case.svelte';
import { FreshState } from './fresh.svelte';
import { ready, settle } from './testing';

const press = (key: string, target: EventTarget | null = null, held = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  target,
  ...held,
});

describe('keys', () => {
  it('reads the first list while the screens are still being told what a kind is, and once', async () => {
    const { session, fake } = await ready();
    await settle();
    expect(session.list('escalation').loading).toBe(false);
    expect(fake.calls.filter((c) => c === 'list')).toHaveLength(1);
    expect(fake.calls.indexOf('list')).toBeLessThan(fake.calls.indexOf('schema'));
  });

  it('the topmost screen wins, and a dialog hides those below', async () => {
    const { session } = await ready();
    const done: string[] = [];
    session.keys.use(() => [
      { keys: 'j', says: 'below', run: () => done.push('below') },
      { keys: 'k', says: 'k', run: () => done.push('k') },
    ]);
    const stop = session.keys.use(() => [{ keys: 'j', says: 'above', run: () => done.push('above') }]);
    session.keys.press(press('j'));
    session.keys.press(press('k'));
    const close = session.keys.use(() => [{ keys: 'x', says: 'x', run: () => done.push('x') }], true);
    expect(session.keys.press(press('k'))).toBe(false);
    close();
    stop();
    session.keys.press(press('j'));
    expect(done).toEqual(['above', 'k', 'below']);
  });

  it('reads sequences, and forgets a begun one', async () => {
    const { session, time } = await ready();
    const done: string[] = [];
    session.keys.use(() => [
      { keys: 'g e', says: 'go', run: () => done.push('go') },
      { keys: 'e', says: 'edit', run: () => done.push('edit') },
    ]);
    session.keys.press(press('g'));
    session.keys.press(press('e'));
    session.keys.press(press('g'));
    await time.pass(2_000);
    session.keys.press(press('e'));
    expect(done).toEqual(['go', 'edit']);
  });

  it('keeps letters for a field that is on its way, and gives up after two seconds', async () => {
    const { session, time } = await ready();
    const done: string[] = [];
    session.keys.use(() => [
      { keys: 'e', says: 'emergency', run: () => done.push('e') },
      { keys: 'Ctrl+k', says: 'palette', run: () => done.push('palette') },
    ]);
    session.keys.willType();
    for (const key of ['E', 'x', 'q', 'Backspace', ' ', 'e']) session.keys.press(press(key));
    session.keys.press(press('k', null, { ctrlKey: true }));
    expect([session.keys.typedEarly(), session.keys.typedEarly(), done]).toEqual(['Ex e', '', ['palette']]);
    session.keys.press(press('e'));
    session.keys.willType();
    session.keys.press(press('e'));
    await time.pass(2_000);
    session.keys.press(press('e'));
    expect([session.keys.typedEarly(), done]).toEqual(['', ['palette', 'e', 'e']]);
  });

  it('leaves letters to a text field, and Esc leaves the field first', async () => {
    const { session } = await ready();
    const done: string[] = [];
    session.keys.use(() => [
      { keys: 'j', says: 'down', run: () => done.push('j') },
      { keys: 'Escape', says: 'back', run: () => done.push('back') },
      { keys: 'Ctrl+k', says: 'palette', run: () => done.push('palette') },
    ]);
    const input = document.createElement('input');
    document.body.append(input);
    input.focus();
    expect(session.keys.press(press('j', input))).toBe(false);
    session.keys.press(press('k', input, { ctrlKey: true }));
    session.keys.press(press('Escape', input));
    expect(document.activeElement).not.toBe(input);
    session.keys.press(press('Escape', document.body));
    expect(done).toEqual(['palette', 'back']);
  });
});

describe('a focused control', () => {
  it('keeps its own Enter, and a text its own Ctrl-Z', async () => {
    const { session } = await ready();
    const done: string[] = [];
    session.keys.use(() => [
      { keys: 'Enter', says: 'open', run: () => done.push('open') },
      { keys: 'Ctrl+z', says: 'undo', run: () => done.push('undo') },
    ]);
    expect(session.keys.press(press('Enter', document.createElement('button')))).toBe(false);
    expect(session.keys.press(press('z', document.createElement('textarea'), { ctrlKey: true }))).toBe(false);
    session.keys.press(press('Enter', document.body));
    session.keys.press(press('z', document.body, { ctrlKey: true }));
    expect(done).toEqual(['open', 'undo']);
  });
});

describe('the palette', () => {
  it('keeps what is typed before its box is there', async () => {
    const { session } = await ready();
    const ran: string[] = [];
    session.keys.use(() => [{ keys: 'e', says: 'start an emergency', run: () => ran.push('e') }]);
    session.palette.show([]);
    for (const key of ['s', 'e', 't']) session.keys.press(press(key, document.body));
    expect([session.keys.typedEarly(), ran]).toEqual(['set', []]);
  });

  it('finds commands by their words and records by key', async () => {
    const { session, time } = await ready();
    const ran: string[] = [];
    session.palette.finds(find);
    session.palette.show([
      { says: 'Go to Settings', group: 'Screens', keys: '', run: () => ran.push('settings') },
      { says: 'New escalation', group: 'Make', keys: 'n', run: () => ran.push('new') },
    ]);
    session.palette.type('sett');
    await time.pass(100);
    expect(session.palette.options.map((o) => o.type)).toEqual(['command']);
    await session.palette.enter();
    expect([ran, session.palette.open]).toEqual([['settings'], false]);
    session.palette.show([]);
    session.palette.type('ESC-');
    await time.pass(100);
    expect(session.palette.options.length).toBe(8);
    session.palette.move(1);
    await session.palette.enter();
    expect(session.nav.route.at).toBe('case');
  });

  it('opens the record of what is typed, though others are still shown', async () => {
    const { session, time } = await ready();
    session.palette.show([]);
    await time.pass(100);
    const [first, , , fourth] = session.palette.options.map((o) => (o.type === 'record' ? o.record : null));
    session.palette.type(fourth?.key ?? '');
    expect(session.palette.options[0]).toMatchObject({ record: first });
    await session.palette.enter();
    expect(session.nav.route).toMatchObject({ at: 'case', id: fourth?.id });
  });
});

describe('failures', () => {
  it('all arrive in one place and are said', async () => {
    const { session, fake } = await ready();
    fake.failing.set('openLink', { code: 'denied', says: 'This address is not opened.' });
    session.go(session.backend.openLink('ftp://x'));
    await settle();
    expect(session.toasts.newest).toMatchObject({ about: 'failed', says: 'This address is not opened.' });
  });

  it('a program that does not answer has a screen', async () => {
    const { session, fake } = await ready();
    fake.failing.set('workspace', { code: 'locked', says: 'Another program has this folder.' });
    await session.refresh().catch((e) => session.fail(e));
    expect(session.toasts.newest?.says).toBe('Another program has this folder.');
  });

  it('of the PDF engine, told while the program is asked what it can, are newer than its answer', async () => {
    const { session, fake } = await ready();
    const asked = session.refreshAbout();
    fake.tell('engine', { state: 'failed', says: 'The disk is full.' });
    await asked;
    expect(session.about?.pdf).toBe('failed');
  });

  it('are read from the wire, whatever arrives', () => {
    expect(readFault('{"code":"busy","says":"Wait."}')).toEqual({ code: 'busy', says: 'Wait.' });
    expect(readFault(new Error('{"code":"busy","says":"Wait."}'))).toEqual({ code: 'busy', says: 'Wait.' });
    expect(readFault('boom').code).toBe('internal');
    expect(readFault(undefined).code).toBe('internal');
  });
});

describe('a window that is closed', () => {
  it('goes once what was typed is kept; what could not be is said, and it goes when it is closed again', async () => {
    const { session, fake } = await ready();
    const fresh = new FreshState(session, 'escalation');
    await fresh.begin();
    fresh.set('title', 'Registry down');
    fake.tell('closing', null);
    await settle();
    expect([fake.parted, (await fake.drafts()).map((d) => d.text)]).toEqual([[true], ['Registry down']]);
    fake.failing.set('draft', { code: 'disk_full', says: 'The disk is full.' });
    fresh.set('title', 'Registry down again');
    fake.tell('closing', null);
    await settle();
    expect([fake.parted, session.toasts.newest?.says]).toEqual([
      [true, false],
      'The window stays open, as not everything is kept. The disk is full. Closed again, it goes without it.',
    ]);
    fake.tell('closing', null);
    await settle();
    expect(fake.parted).toEqual([true, false, true]);
    expect((await fake.drafts()).map((d) => d.text)).toEqual(['Registry down again']);
  });

  it('stays for a value that nobody can read, once', async () => {
    const { session, fake } = await ready();
    const made = await session.save('New escalation', [
      { kind: 'escalation', id: '', base: 0, patch: { title: 'Down' } },
    ]);
    const of = new CaseState(session, made.records[0]?.id ?? '');
    await of.load();
    const { record } = of;
    const read = () => {
      throw { code: 'invalid', says: '“tomorow” is not a time.' };
    };
    if (record) of.edit(record, 'next_sync', 'Next sync', '', read).type('tomorow');
    for (let i = 0; i < 2; i++) {
      fake.tell('closing', null);
      await settle();
    }
    expect(fake.parted).toEqual([false, true]);
    expect(session.toasts.newest?.says).toContain('“tomorow” is not a time.');
  });
});

describe('a message', () => {
  it('stays ten seconds, longer while it is pointed at', async () => {
    const { session, time } = await ready();
    session.toasts.say('Kept');
    await time.pass(5_000);
    session.toasts.hold(true);
    await time.pass(60_000);
    expect(session.toasts.newest?.seconds).toBe(5);
    session.toasts.hold(false);
    await time.pass(6_000);
    expect(session.toasts.shown).toEqual([]);
  });

  it('gives way to the next of its sort alone', async () => {
    const { session } = await ready();
    const said = () => session.toasts.shown.map((t) => t.says);
    session.toasts.say('One deleted', () => undefined);
    session.toasts.tell('Five cases are imported', () => undefined);
    expect(said()).toEqual(['One deleted', 'Five cases are imported']);
    session.toasts.say('Two deleted', () => undefined);
    session.toasts.warn('No file was written.');
    expect(said()).toEqual(['Five cases are imported', 'Two deleted', 'No file was written.']);
    session.toasts.act(session.toasts.shown[1]);
    expect(said()).toEqual(['Five cases are imported', 'No file was written.']);
  });

  it('are read each where several fail at once, the same one once', async () => {
    const { session } = await ready();
    for (const says of ['A', 'B', 'A', 'C', 'D']) session.toasts.warn(says);
    session.toasts.tell('Backed up');
    session.toasts.tell('Imported');
    expect(session.toasts.shown.map((t) => t.says)).toEqual(['A', 'C', 'D', 'Imported']);
  });

  it('that was acted on holds no other', async () => {
    const { session, time } = await ready();
    session.toasts.say('Kept');
    session.toasts.hold(true);
    session.toasts.act();
    session.toasts.say('Kept again');
    await time.pass(10_000);
    expect(session.toasts.shown).toEqual([]);
  });
});

describe('the right pane', () => {
  it('is beside the page in a wide window and over it in a small one', async () => {
    const { session } = await ready();
    let says = 'Similar cases';
    session.pane.use('context', () => says);
    session.pane.fit(90);
    expect([session.pane.open, session.pane.over]).toEqual([true, false]);
    session.pane.fit(60);
    expect(session.pane.open).toBe(false);
    says = '3 similar cases';
    expect(session.pane.says).toBe(says); // who does not see it is told what is there
    session.pane.toggle();
    expect([session.pane.open, session.pane.over]).toEqual([true, true]);
  });
});
