import { describe, expect, it } from 'vitest';
import { CaseState } from './case.svelte';
import { LineEdit } from './line.svelte';
import { ready, settle } from './testing';

async function writing(options = { customer: true, timed: true }) {
  const { session, fake, time } = await ready();
  const made = await session.save('Started a call', [{ kind: 'call', id: '', base: 0, patch: { title: 'Call' } }]);
  const of = new CaseState(session, made.records[0]?.id ?? '');
  await of.load();
  const line = new LineEdit(session, of, options);
  const texts = () => of.items('line').map((l) => String(l.fields.text));
  return { session, fake, time, of, line, texts };
}

describe('the next line', () => {
  it('happened when it was begun, and is for whom it says', async () => {
    const { line, of, time } = await writing();
    line.type('/internal b');
    await time.pass(5000);
    line.type('/internal bucket is empty');
    await line.add();
    expect(of.items('line')[0]?.fields).toMatchObject({
      text: 'bucket is empty',
      visibility: 'internal',
      mark: 'note',
      at: '2026-03-17T13:05:12.000Z[Europe/Berlin]',
    });
    line.type('told the customer');
    await line.add();
    expect(of.items('line')[1]?.fields.visibility).toBe('customer');
  });

  it('makes a task of an action, in the same step, for whom it names', async () => {
    const { line, of, session } = await writing();
    line.type('/action Ruth: set the bucket name');
    await line.add();
    expect(of.items('action')[0]?.fields).toMatchObject({ text: 'set the bucket name', owner: 'Ruth', status: 'open' });
    session.undoLast();
    await settle();
    await of.load();
    expect([of.items('action').length, of.items('line').length]).toEqual([0, 0]);
  });

  it('takes letters while lines before it are being kept: none is lost, none is joined', async () => {
    const { line, texts } = await writing();
    const kept: Promise<void>[] = [];
    for (let i = 0; i < 20; i++) {
      line.type(`line ${i}`);
      kept.push(line.add());
    }
    expect(line.text).toBe('');
    await Promise.all(kept);
    expect(texts()).toEqual(Array.from({ length: 20 }, (_, i) => `line ${i}`));
    expect(line.sent).toEqual([]);
  });

  it('comes back when it could not be kept, before what was typed since', async () => {
    const { line, texts, fake } = await writing();
    fake.failing.set('save', { code: 'disk_full', says: 'The disk is full.' });
    line.type('first');
    const kept = line.add();
    line.type('second');
    await kept;
    expect(line.problem).toContain('The disk is full.');
    expect(line.text).toBe('first\nsecond');
    await line.add();
    expect(texts()).toEqual(['first\nsecond']);
    expect(fake.store.drafts.size).toBe(0);
  });

  it('that was cleared again does not come back', async () => {
    const { line, of, time, session, fake } = await writing();
    line.type('never mind');
    await time.pass(1000);
    await of.load();
    line.type('');
    await time.pass(1000);
    expect(fake.store.drafts.size).toBe(0);
    const next = new LineEdit(session, of, { customer: true, timed: true });
    expect([next.text, next.begun]).toEqual(['', 0]);
  });

  it('is found again after the window is gone', async () => {
    const { line, of, time, session } = await writing();
    line.type('half a sen');
    await time.pass(1000);
    await of.load();
    const next = new LineEdit(session, of, { customer: true, timed: true });
    expect(next.text).toBe('half a sen');
    await next.add();
    await of.load();
    expect(new LineEdit(session, of, { customer: true, timed: true }).text).toBe('');
  });
});

describe('a picture of a line', () => {
  const picture = (fake: Awaited<ReturnType<typeof writing>>['fake'], of: CaseState, name: string) =>
    fake.attach(of.id, name, 'image/png', 'AAAA').then(async (file) => {
      await of.load();
      return [file];
    });
  const kept = (of: CaseState) =>
    of.items('line').map((l) => [l.fields.text, Array.isArray(l.fields.attachments) ? l.fields.attachments.length : 0]);

  it('is kept with it, alone by its name, and not with the next one', async () => {
    const { line, of, fake } = await writing();
    line.type('what it shows');
    await line.take(picture(fake, of, 'one.png'));
    await line.take(picture(fake, of, 'two.png'));
    expect(line.files.map((f) => f.name)).toEqual(['one.png', 'two.png']);
    await line.add();
    expect(line.files).toEqual([]);
    await line.take(picture(fake, of, 'alone.png'));
    await line.add();
    line.type('without');
    await line.add();
    expect(kept(of)).toEqual([
      ['what it shows', 2],
      ['alone.png', 1],
      ['without', 0],
    ]);
  });

  it('that comes after its line was added still belongs to it', async () => {
    const { line, of, fake } = await writing();
    line.type('sent at once');
    let came: () => void = () => undefined;
    const late = new Promise<void>((done) => {
      came = done;
    });
    const taking = line.take(late.then(() => picture(fake, of, 'late.png')));
    await line.add();
    came();
    await taking;
    expect(kept(of)).toEqual([['sent at once', 1]]);
    expect(line.files).toEqual([]);
  });

  it('survives the window with its draft, and can be taken away', async () => {
    const { line, of, fake, session, time } = await writing();
    line.type('half a');
    await line.take(picture(fake, of, 'one.png'));
    await line.take(picture(fake, of, 'two.png'));
    await time.pass(600);
    const again = new CaseState(session, of.id);
    await again.load();
    const back = new LineEdit(session, again, { customer: true, timed: true });
    expect([back.text, back.files.map((f) => f.name)]).toEqual(['half a', ['one.png', 'two.png']]);
    const [first] = back.files;
    if (first) await back.takeAway(first);
    await back.add();
    expect(kept(again)).toEqual([['half a', 1]]);
    expect(again.view?.drafts).toEqual([]);
  });

  it('comes back with a line that could not be kept', async () => {
    const { line, of, fake } = await writing();
    line.type('first');
    await line.take(picture(fake, of, 'one.png'));
    fake.failing.set('save', { code: 'disk_full', says: 'The disk is full.' });
    await line.add();
    expect([line.text, line.files.length]).toEqual(['first', 1]);
    await line.add();
    expect(kept(of)).toEqual([['first', 1]]);
  });

  it('keeps no line from being kept when its draft fails, and stays with a line that came back', async () => {
    const { line, of, fake, session } = await writing();
    line.type('first');
    fake.failing.set('draft', { code: 'disk_full', says: 'The disk is full.' });
    await line.take(picture(fake, of, 'one.png'));
    await line.add();
    expect(kept(of)).toEqual([['first', 1]]);
    expect(session.toasts.newest?.says).toBe('The disk is full.');
    let came: () => void = () => undefined;
    const late = new Promise<void>((done) => {
      came = done;
    });
    line.type('second');
    const taking = line.take(late.then(() => picture(fake, of, 'two.png')));
    fake.failing.set('save', { code: 'disk_full', says: 'The disk is full.' });
    await line.add();
    came();
    await taking;
    expect([line.text, line.files.map((f) => f.name)]).toEqual(['second', ['two.png']]);
  });

  it('that could not be kept leaves no time behind, nor does one that is taken away', async () => {
    const { line, of, fake, time } = await writing();
    await line.take(Promise.reject(new Error('no'))).catch(() => undefined);
    expect(line.begun).toBe(0);
    await line.take(picture(fake, of, 'one.png'));
    expect(line.begun).toBe(time.now());
    const [file] = line.files;
    if (file) await line.takeAway(file);
    expect([line.begun, line.files]).toEqual([0, []]);
  });
});
