// The page's first script, as the browser runs it: before everything else, in whatever language the system names.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';

const script = readFileSync(join(process.cwd(), 'public/first.js'), 'utf8');

function run(
  language: unknown,
  {
    dark = false,
    kept = {} as { [name: string]: string },
    storage = true,
    fetch = () => Promise.reject<unknown>(new Error('no program here')),
  } = {},
) {
  const style = new Map<string, string>();
  const root = {
    dataset: {} as { theme?: string },
    style: { setProperty: (name: string, value: string) => style.set(name, value) },
  };
  const navigator = { language, languages: [language] };
  const world = {
    fetch,
    firstAnswers: undefined as unknown,
    navigator,
    Intl,
    document: { documentElement: root },
    matchMedia: () => ({ matches: dark }),
    localStorage: {
      getItem: (name: string) => {
        if (!storage) throw new Error('no storage here');
        return kept[name] ?? null;
      },
    },
  };
  runInNewContext(script, world);
  return {
    answers: world.firstAnswers,
    language: navigator.language,
    theme: root.dataset.theme,
    scale: style.get('--text-scale'),
  };
}

it('gives the page a language where the system names none that exists', () => {
  for (const said of ['C', 'c', '', undefined, 'POSIX!', 'en_GB.UTF-8']) expect(run(said).language).toBe('en-GB');
  expect(run('de-DE').language).toBe('de-DE');
});

it('sets the theme before the first paint: what was chosen, else the system', () => {
  expect(run('en').theme).toBe('light');
  expect(run('en', { dark: true }).theme).toBe('dark');
  expect(run('en', { dark: true, kept: { 'precedent.appearance': 'light' } }).theme).toBe('light');
  expect(run('en', { dark: true, storage: false }).theme).toBe('dark');
});

it('takes only a size of text that is allowed', () => {
  expect(run('en', { kept: { 'precedent.textScale': '1.25' } }).scale).toBe('1.25');
  expect(run('en', { kept: { 'precedent.textScale': '9' } }).scale).toBeUndefined();
});

it('has no first answers where the program gives none that can be read', async () => {
  const answers: (() => Promise<unknown>)[] = [
    () => Promise.reject(new Error('no program here')),
    () => Promise.resolve({ ok: false }),
    () => Promise.resolve({ ok: true, json: () => Promise.reject(new SyntaxError('cut off')) }),
  ];
  for (const fetch of answers) expect(await run('en', { fetch }).answers).toEqual([]);
});
