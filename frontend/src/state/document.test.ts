import { describe, expect, it } from 'vitest';
import type { DocumentRequest, DocumentSection, DocumentView, PagesView } from '../backend/backend';
import type { FakeBackend } from '../backend/fake';
import { DocumentState, REST } from './document.svelte';
import { PaperState } from './paper.svelte';
import { ready, settle } from './testing';

const section = (body: string, draft = ''): DocumentSection => ({
  id: 'impact',
  title: 'Impact',
  help: '',
  body,
  edited: false,
  recorded: '',
  moved: false,
  gaps: [],
  missing: [],
  facts: [],
  ready: true,
  draft: draft ? { id: 'd', kind: 'document', parent: '', field: 'sections.impact.text', text: draft, at: '' } : null,
});

/** One section on the other side of the border, and what was asked of it. */
function scripted(fake: FakeBackend) {
  const there = { body: 'The record.', draft: '', stops: false, asked: [] as string[] };
  const view = (): DocumentView => ({
    title: 'RCA',
    version: 1,
    status: 'draft',
    record: '',
    reviewer: '',
    early: false,
    fixed: false,
    sections: [section(there.body, there.draft)],
    findings: [],
    gaps: 0,
    score: 80,
  });
  const saved = { action: 'entry-1', records: [], conflicts: [], at: '' };
  Object.assign(fake, {
    buildDocument: async () => view(),
    documentVersions: async () => [],
    judgeDocument: async (r: DocumentRequest) => {
      there.asked.push(`judge ${r.typed}`);
      return { score: 80, first: [], findings: [], proposals: [] };
    },
    draftSection: async (_: DocumentRequest, id: string, text: string) => {
      there.asked.push(`draft ${id} ${text}`);
      there.draft = text;
      return '';
    },
    dropSectionDraft: async (_: DocumentRequest, id: string) => {
      there.asked.push(`drop ${id}`);
      there.draft = '';
    },
    writeSection: async (_: DocumentRequest, id: string, text: string) => {
      there.asked.push(`write ${id} ${text}`);
      Object.assign(there, { body: text || 'The record.', draft: '' });
      return saved;
    },
    exportDocument: async () => {
      const finding = { id: 'f', level: 'stop', section: 'page 1', says: 'A name.', excerpt: '', waivable: true };
      there.asked.push('export');
      return { name: there.stops ? '' : 'rca.pdf', size: 1, notices: [], findings: there.stops ? [finding] : [] };
    },
  });
  return there;
}

async function opened() {
  const { session, fake, time } = await ready();
  const there = scripted(fake);
  const id = [...fake.store.records.values()].find((r) => r.kind === 'escalation')?.id ?? '';
  const doc = new DocumentState(session, id, 'rca');
  await doc.load();
  there.asked.length = 0;
  return { session, fake, time, there, doc };
}

describe('a section of a document', () => {
  it('is kept as it is typed, judged after a rest, and a revision when it is left', async () => {
    const { time, there, doc } = await opened();
    doc.type('impact', 'Many users');
    await time.pass(600);
    expect(there.asked).toEqual(['draft impact Many users']);
    await time.pass(REST);
    expect(there.asked).toEqual(['draft impact Many users', 'judge true']);
    await doc.leave('impact');
    expect(there.asked.slice(2)).toEqual(['write impact Many users', 'judge true']);
    expect(doc.section?.body).toBe('Many users');
    expect(doc.edit('impact')?.dirty).toBe(false);
  });

  it('leaves no draft behind when it is typed back to what it was', async () => {
    const { time, there, doc } = await opened();
    doc.type('impact', 'The record');
    await time.pass(600);
    doc.type('impact', 'The record.');
    await doc.leave('impact');
    expect(there.asked).toEqual(['draft impact The record', 'drop impact']);
  });

  it('comes back as a window left it, and gives way to the record when that is wanted', async () => {
    const { there, doc, session } = await opened();
    there.draft = 'Half a sen';
    const again = new DocumentState(session, doc.id, 'rca');
    await again.load();
    expect(again.edit('impact')?.text).toBe('Half a sen');
    const impact = again.section;
    if (impact) await again.giveBack(impact);
    expect(there.draft).toBe('');
    expect(again.edit('impact')?.text).toBe('The record.');
  });
});

it('an export keeps what is typed first, and says what stopped it until that is waived with a reason', async () => {
  const { session, there, doc } = await opened();
  await doc.show('customer');
  there.asked.length = 0;
  there.stops = true;
  doc.type('impact', 'Quillhaven');
  await doc.export('pdf');
  expect(there.asked.filter((a) => !a.startsWith('judge'))).toEqual(['write impact Quillhaven', 'export']);
  expect(session.toasts.newest?.says).toContain('No file was written');
  const stop = doc.stops[0];
  if (!stop) throw new Error('nothing stops it');
  doc.waive(stop, '  ');
  expect(doc.stops).toHaveLength(1);
  doc.waive(stop, 'They agreed');
  expect(doc.stops).toHaveLength(0);
  await doc.load();
  expect(doc.found).toHaveLength(1);
});

it('pages that nobody looks at any more are given up, and an answer that still comes is dropped', async () => {
  const { session, fake } = await ready();
  let answer: (view: PagesView) => void = () => undefined;
  const asked: string[] = [];
  Object.assign(fake, {
    pages: () => new Promise<PagesView>((done) => (answer = done)),
    leavePages: async () => void asked.push('leave'),
  });
  const paper = new PaperState(session, () => ({ kind: 'rca', id: '1', audience: 'internal' }));
  const loading = paper.load();
  await paper.leave();
  answer({ state: 'ready', file: 'a', pages: [{ width: 595, height: 842 }] });
  await loading;
  expect(asked).toEqual(['leave']);
  expect(paper.view).toBeNull();
});

it('pages are asked for again when an older call came late and ended the newest', async () => {
  const { session, fake } = await ready();
  const ends: (() => void)[] = [];
  Object.assign(fake, {
    pages: () =>
      new Promise<PagesView>((done, fails) =>
        ends.push(
          ends.length === 2
            ? () => done({ state: 'ready', file: 'a', pages: [] })
            : () => fails({ code: 'cancelled', says: 'Stopped.' }),
        ),
      ),
  });
  const paper = new PaperState(session, () => ({ kind: 'rca', id: '1', audience: 'internal' }));
  const both = [paper.load(), paper.load()];
  ends[1]?.();
  await settle();
  ends[0]?.();
  ends[2]?.();
  await Promise.all(both);
  expect(paper.ready).toBe(true);
  expect(paper.fault).toBeNull();
});

it('pages are drawn only in sight, and an old picture stands until the new one is there', async () => {
  const { session, fake } = await ready();
  const drawn: string[] = [];
  let file = 'a';
  const pages = async (): Promise<PagesView> => ({
    state: 'ready',
    file,
    pages: Array.from({ length: 200 }, () => ({ width: 595, height: 842 })),
  });
  Object.assign(fake, {
    pages,
    page: async (of: string, page: number, width: number) => {
      drawn.push(`${of} ${page} ${width}`);
      return `picture of ${of}`;
    },
  });
  const paper = new PaperState(session, () => ({ kind: 'rca', id: '1', audience: 'internal' }));
  await paper.load();
  paper.sees(0, 400);
  paper.sees(1, 400);
  paper.sees(1, 0);
  await settle();
  expect(drawn).toEqual(['a 0 480', 'a 1 480']);
  paper.sees(0, 410);
  await settle();
  expect(drawn).toHaveLength(2);
  file = 'b';
  const loading = paper.load();
  expect(paper.picture(0)?.source).toBe('picture of a');
  await loading;
  await settle();
  expect(paper.picture(0)?.source).toBe('picture of b');
  expect(drawn.at(-1)).toBe('b 0 480');
  expect(drawn).toHaveLength(3);
});
