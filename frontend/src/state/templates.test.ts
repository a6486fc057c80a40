import { expect, it } from 'vitest';
import type { TemplateSection, TemplateView } from '../backend/backend';
import { freeID, TemplatesState } from './templates.svelte';
import { ready, settle } from './testing';

const section = (id: string): TemplateSection => ({
  id,
  title: id,
  help: '',
  audience: 'both',
  fill: 'text',
  starter: ['x'],
  needs: [],
  hidden: false,
});

async function opened() {
  const { session, fake, time } = await ready();
  const there: TemplateView = {
    kind: 'closure',
    title: 'Closure',
    about: '',
    of: ['escalation'],
    audiences: ['internal', 'customer'],
    from: 'built in',
    record: '',
    text: 'kind: closure',
    sections: ['a', 'b', 'c'].map(section),
    mistakes: [],
  };
  let refuses = '';
  Object.assign(fake, {
    templates: async () => [{ ...there }],
    saveTemplateSections: async (_kind: string, _of: string, title: string, sections: TemplateSection[]) => {
      if (refuses) throw { code: 'invalid', says: refuses };
      Object.assign(there, { title, sections, from: 'workspace', record: 't' });
      return { action: 'entry-1', records: [], conflicts: [], at: '' };
    },
    checkTemplate: async (text: string) => (text.includes('bad') ? [{ line: 2, says: 'Not known.' }] : []),
    chooseTemplate: async () => 'kind: closure\nbad: 1',
  });
  const templates = new TemplatesState(session);
  await templates.load();
  const ids = () => templates.current?.sections.map((s) => s.id).join('');
  const refuse = (why: string) => {
    refuses = why;
  };
  return { templates, ids, refuse, time, session, fake };
}

it('sections are put in another order, never beyond the ends, hidden, renamed and added', async () => {
  const { templates, ids } = await opened();
  expect(templates.own).toBe(false);
  await templates.move('a', 1);
  expect(ids()).toBe('bac');
  await templates.move('b', -1);
  expect(ids()).toBe('bac');
  await templates.set('c', { hidden: true, title: 'Last' });
  expect(templates.current?.sections[2]).toMatchObject({ id: 'c', hidden: true, title: 'Last' });
  await templates.add('Was kostet es?', 'Cost: {revenue_at_risk}');
  expect(templates.current?.sections.at(-1)).toMatchObject({
    id: 'was_kostet_es',
    starter: ['Cost: {revenue_at_risk}'],
  });
  expect(templates.own).toBe(true);
});

it('a change that is refused leaves the template as it was and says why', async () => {
  const { templates, ids, refuse } = await opened();
  refuse('No variable has that name.');
  expect(await templates.add('New', '{nothing}')).toBe(false);
  expect(templates.problem).toBe('No variable has that name.');
  expect(ids()).toBe('abc');
});

it('a file with a mistake is shown with its lines and not kept', async () => {
  const { templates, time } = await opened();
  expect(await templates.import()).toBe(false);
  expect(templates.mistakes).toEqual([{ line: 2, says: 'Not known.' }]);
  expect(templates.typed).toBe(true);
  templates.type('kind: closure\nabout: x');
  await time.pass(500);
  expect(templates.mistakes).toEqual([]);
  templates.drop();
  expect(templates.typed).toBe(false);
});

it('a file that is typed stays while other screens are shown, and nothing else changes its template meanwhile', async () => {
  const { templates, ids, session, fake } = await opened();
  templates.type('kind: closure\nabout: x');
  await templates.load();
  expect(templates.text).toBe('kind: closure\nabout: x');
  const again = new TemplatesState(session);
  await again.load();
  expect([again.text, again.typed]).toEqual(['kind: closure\nabout: x', true]);
  expect(await again.move('a', 1)).toBe(false);
  expect([again.problem, ids(), again.text]).toEqual([
    'Its file is changed and not kept yet: keep it, or drop the changes, first.',
    'abc',
    'kind: closure\nabout: x',
  ]);
  expect(await again.import()).toBe(false);
  expect(again.text).toBe('kind: closure\nabout: x');
  fake.tell('closing', null);
  await settle();
  expect([fake.parted, session.toasts.newest?.says]).toEqual([
    [false],
    'The window stays open, as not everything is kept. The template “Closure”: changed and not in use yet. Closed again, it goes without it.',
  ]);
  again.drop();
  fake.tell('closing', null);
  await settle();
  expect([again.text, fake.parted]).toEqual(['kind: closure', [false, true]]);
});

it('an id is of letters the program takes, and taken once', () => {
  expect(freeID('Évaluation 2!', [])).toBe('e_valuation_2');
  expect(freeID('費用', ['section'])).toBe('section_2');
  expect(freeID('9 lives', [])).toBe('lives');
});
