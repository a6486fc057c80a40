// The walls of the page: who may import whom. A failure says why.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, it } from 'vitest';

const src = join(process.cwd(), 'src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((f) => /\.(ts|svelte)$/.test(f));
const room = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : 'roof');

/** What a room may import; types of the border (backend/backend) may be named everywhere. */
const MAY: { [room: string]: string[] } = {
  text: ['text'],
  backend: ['backend'],
  parts: ['parts', 'text'],
  state: ['state', 'text', 'backend'],
  views: ['views', 'parts', 'state', 'text'],
  roof: ['views', 'state', 'backend', 'style', 'roof'],
};
const WHY: { [room: string]: string } = {
  text: 'text is pure: it knows no state, no program and no drawing',
  parts: 'parts take props and call back: they know no state and no program',
  state: 'state knows the program, never how it is drawn',
  views: 'views reach the program only through state',
};

const found = files.flatMap((file) =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/import\s+(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/g)].map(
    ([, type, target = '']) => ({ file, type: Boolean(type), target }),
  ),
);

it('imports go only where they may', () => {
  const wrong = found.flatMap(({ file, type, target }) => {
    if (!target.startsWith('.') || file.endsWith('.test.ts') || file.startsWith('state/testing')) return [];
    const to = relative(src, normalize(join(src, dirname(file), target)));
    if (type && to === 'backend/backend') return [];
    const [from, into] = [room(file), room(to)];
    return MAY[from]?.includes(into) ? [] : [`${file} imports ${to}: ${WHY[from] ?? 'not its room'}`];
  });
  expect(wrong).toEqual([]);
});

it('only wails.ts knows Wails', () => {
  const wrong = files.filter(
    (f) =>
      f !== 'backend/wails.ts' &&
      f !== 'house.test.ts' &&
      /wailsjs|window\.go\b|window\.runtime/.test(readFileSync(join(src, f), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

it('the product carries nothing of the in-memory program', () => {
  const wrong = found.filter(
    ({ file, target }) => /(^|\/)fake(\/|$)/.test(target) && !/^(backend\/fake|state\/testing|.*\.test\.ts)/.test(file),
  );
  expect(wrong).toEqual([]);
});

it('no text becomes markup', () => {
  const wrong = files.filter(
    (f) =>
      f !== 'house.test.ts' &&
      /\{@html|innerHTML|insertAdjacentHTML|document\.write/.test(
        readFileSync(join(src, f), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, ''),
      ),
  );
  expect(wrong).toEqual([]);
});

it('what begins with a screen begins once', () => {
  // In an effect it would begin again whenever something changes that it reads, its own answer for one.
  const wrong = files.filter(
    (f) =>
      f.endsWith('.svelte') && /\$effect\(\(\) => [\w.]+\.(begin|watch)\(\)/.test(readFileSync(join(src, f), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

it('a component has no colour and no length of its own', () => {
  const wrong = files.filter(
    (f) => f.endsWith('.svelte') && /style="|<style|#[0-9a-f]{6}\b/i.test(readFileSync(join(src, f), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

it('no text is wrapped prettily', () => {
  const sheets = readdirSync(join(src, 'style')).filter((f) => f.endsWith('.css'));
  const found = sheets.filter((f) => /text-wrap:\s*pretty/.test(readFileSync(join(src, 'style', f), 'utf8')));
  expect(found, 'WebKitGTK 2.50 breaks down on some texts wrapped so, and the whole window with it').toEqual([]);
});

it('a file is short enough to read', () => {
  const wrong = files.filter(
    (f) => readFileSync(join(src, f), 'utf8').split('\n').length > (f.endsWith('.svelte') ? 250 : 500),
  );
  expect(wrong).toEqual([]);
});
