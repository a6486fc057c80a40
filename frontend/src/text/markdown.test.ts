import { lexer } from 'marked';
import { describe, expect, it } from 'vitest';
import { type Block, beginning, type Inline, readMarkdown, safeLink, tokens } from './markdown';

/** Every link and every text of a tree. */
function walk(blocks: Block[]): { links: string[]; text: string } {
  const links: string[] = [];
  let text = '';
  const inline = (node: Inline): void => {
    if (node.type === 'link') links.push(node.href);
    if ('children' in node) node.children.forEach(inline);
    if ('text' in node) text += node.text;
  };
  const block = (node: Block): void => {
    if ('children' in node) node.children.forEach(inline);
    if ('text' in node) text += node.text;
    if ('blocks' in node) node.blocks.forEach(block);
    if (node.type === 'list') for (const item of node.items) item.blocks.forEach(block);
    if (node.type === 'table') for (const cell of [...node.head, ...node.rows.flat()]) cell.forEach(inline);
  };
  blocks.forEach(block);
  return { links, text };
}

describe('readMarkdown', () => {
  it('knows paragraphs, headings, lists, tasks, tables, quotes and code', () => {
    const tree = readMarkdown(
      '# A\n\ntext **b** `c`\n\n- [x] done\n- [ ] open\n\n| h |\n|---|\n| v |\n\n> q\n\n```\nx < y\n```\n',
    );
    expect(tree.map((b) => b.type)).toEqual(['heading', 'paragraph', 'list', 'table', 'quote', 'code']);
    expect(tree[2]).toMatchObject({ items: [{ checked: true }, { checked: false }] });
  });
  it('shows HTML and images as the text they are', () => {
    const hostile = '<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> ![p](https://a.example/t.gif) <b>x</b>';
    const { text, links } = walk(readMarkdown(hostile));
    expect(text).toContain('<script>alert(1)</script>');
    expect(text).toContain('![p](https://a.example/t.gif)');
    expect(links).toEqual([]);
  });
  it('keeps only links that may be opened', () => {
    const { links } = walk(
      readMarkdown(
        '[a](https://a.example) [b](javascript:alert(1)) [c](data:text/html,x) [d](mailto:a@b.example) <vbscript:x> [e](file:///etc/passwd)',
      ),
    );
    expect(links).toEqual(['https://a.example/', 'mailto:a@b.example']);
  });
  it('survives depth and length', () => {
    expect(walk(readMarkdown(`${'> '.repeat(400)}deep`)).text).toContain('deep');
    expect(readMarkdown('x'.repeat(100_001))).toEqual([{ type: 'code', text: 'x'.repeat(100_001) }]);
    expect(readMarkdown('[['.repeat(5_000)).length).toBeGreaterThan(0);
  });
  it('leaves nothing of a text out', () => {
    expect(walk(readMarkdown('a\u0000b **c** ~~d~~ & &amp; \\* e')).text).toMatch(/a.?b c d & /);
  });
});

describe('safeLink', () => {
  it('sees through hidden characters in a scheme', () => {
    for (const bad of [
      'java\nscript:alert(1)',
      ' javascript:x',
      'JaVaScRiPt:x',
      '\u0001javascript:x',
      '//a.example',
      'a.example',
      '',
    ])
      expect(safeLink(bad)).toBe('');
  });
});

it('does not part a text at an escaped sign', () => {
  expect(readMarkdown('*\\[missing: owner\\]*')).toEqual([
    { type: 'paragraph', children: [{ type: 'em', children: [{ type: 'text', text: '[missing: owner]' }] }] },
  ]);
});

describe('the beginning of a text', () => {
  it('fills the lines that are asked for', () => {
    const text = Array.from({ length: 100 }, (_, i) => `line ${i}`).join('\n');
    expect(beginning(text, 10).split('\n')).toEqual([...text.split('\n').slice(0, 10), '']);
    expect(beginning(text, 90)).toBe(text);
    expect(beginning(text, 200)).toBe(text);
    expect(beginning('', 10)).toBe('');
  });
  it('is whole where one line has it all', () => {
    const long = 'word '.repeat(1000);
    expect(beginning(long, 10)).toBe(long);
    expect(beginning(`${long}\n${long}`, 10)).toBe(`${long}\n`);
  });
});

it('asks no rule of marked in vain, and leaves none out that matches', () => {
  const lines = [
    'plain words',
    '',
    'Title',
    '===',
    '  ---',
    '- - -',
    '***',
    '# head',
    '   ### head ##',
    '- item',
    '1. item',
    '  - below [x](https://a.example)',
    '- [x] done',
    '> said',
    '```sh',
    '~~~',
    '    indented',
    '| a | b |',
    'a | b',
    '|---|:-:|',
    ':-- | --',
    '<div>x</div>',
    '<!-- gone -->',
    '[ref]: https://a.example "t"',
    'see [ref] and <b>this</b>',
    'at https://a.example/x?y=1, HTTP://B.example or www.c.example',
    'to a.b+c@d.example, mailto:e@f.example and xmpp:g@h.example',
    '_under_ **strong** ~~gone~~ `code` \\* a_b',
  ];
  const other = (source: string) => lexer(source, { gfm: true, breaks: true });
  for (const a of lines)
    for (const b of lines)
      for (const c of lines) {
        const source = [a, b, c].join('\n');
        expect(tokens(source), source).toEqual(other(source));
      }
});
