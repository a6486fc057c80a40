// Puts the drawings of the page's signs into its HTML, each once, where Icon.svelte uses them by name.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';
import { ICONS } from '../src/parts/icons';

const require = createRequire(import.meta.url);

function symbol(name: string, drawing: string): string {
  const svg = readFileSync(require.resolve(`lucide-static/icons/${drawing}.svg`), 'utf8');
  const inner = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(svg)?.[1]?.replaceAll(/\s*\n\s*/g, '');
  if (!inner) throw new Error(`Lucide has no drawing in ${drawing}.svg`);
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${inner}</symbol>`;
}

export function drawings(): Plugin {
  const all = Object.entries(ICONS).map(([name, drawing]) => symbol(name, drawing));
  const sheet = `<svg class="drawings" width="0" height="0" aria-hidden="true">${all.join('')}</svg>`;
  return {
    name: 'drawings',
    transformIndexHtml: (html) => html.replace('<div id="page">', `${sheet}\n    <div id="page">`),
  };
}
