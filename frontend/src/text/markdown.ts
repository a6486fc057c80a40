/**
 * Markdown as a tree of a fixed set of elements. Nothing of the text can become markup: what the tree does not know
 * (HTML, images, scripts) is shown as the text it is. The page draws the tree element by element; there is no innerHTML.
 */
import { Marked, type Token, type TokenizerObject, type Tokens } from 'marked';

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'em' | 'del'; children: Inline[] }
  | { type: 'link'; href: string; children: Inline[] }
  | { type: 'break' };

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'list'; ordered: boolean; start: number; items: { checked: boolean | null; blocks: Block[] }[] }
  | { type: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { type: 'rule' };

/** Above this a text is shown as it is typed: the parser's time is not bounded by the text's length alone. */
const LONGEST = 20_000;
const DEEPEST = 16;

/**
 * What must hold where a rule of marked could match. Asked first: marked tries most rules at each block and each word, and their
 * own expressions, with all they exclude, cost WebKit 2 ms for each 1,000 letters.
 */
const COULD: { [rule in keyof TokenizerObject]: RegExp } = {
  fences: /^ {0,3}[`~]/,
  heading: /^ {0,3}#/,
  hr: /^ {0,3}[-_*]/,
  blockquote: /^ {0,3}>/,
  html: /^ {0,3}</,
  def: /^ {0,3}\[/,
  table: /^.*\n {0,3}[|:-]/,
  lheading: /^(?:.+\n)+? {0,3}(?:=+|-+) *(?:\n|$)/,
  url: /^(?:mailto:|xmpp:|https?:\/\/|ftp:\/\/|www\.|[\w.+-]+@)/i,
};

const reader = new Marked({
  gfm: true,
  breaks: true,
  tokenizer: Object.fromEntries(
    // `false` has marked's own rule asked, nothing leaves it out.
    Object.entries(COULD).map(([rule, could]) => [rule, (source: string) => (could.test(source) ? false : undefined)]),
  ),
});

/** What marked reads of a text. */
export const tokens = (source: string): Token[] => reader.lexer(source);

/** More letters than this stand in no line of a column. */
const WIDEST = 120;

/** So much of a text as fills that many lines or more; all of it where little would be left. */
export function beginning(source: string, lines: number): string {
  let end = 0;
  for (let line = 0; line < lines; line++) {
    end = source.indexOf('\n', end) + 1;
    if (end === 0) end = source.length;
    if (end === source.length || end > lines * WIDEST) break;
  }
  return end < source.length * 0.8 ? source.slice(0, end) : source;
}

export function readMarkdown(source: string): Block[] {
  if (source.length > LONGEST) return [{ type: 'code', text: source }];
  try {
    return blocks(tokens(source), 0);
  } catch {
    return [{ type: 'code', text: source }];
  }
}

const plain = (text: string): Inline => ({ type: 'text', text });

function blocks(tokens: Token[], depth: number): Block[] {
  if (depth > DEEPEST) return [{ type: 'code', text: tokens.map((t) => t.raw).join('') }];
  return tokens.flatMap((token) => block(token, depth));
}

function block(token: Token, depth: number): Block[] {
  switch (token.type) {
    case 'space':
    case 'def':
      return [];
    case 'heading':
      return [{ type: 'heading', level: Number(token.depth), children: inlines(token.tokens ?? [], depth) }];
    case 'code':
      return [{ type: 'code', text: String(token.text) }];
    case 'blockquote':
      return [{ type: 'quote', blocks: blocks(token.tokens ?? [], depth + 1) }];
    case 'hr':
      return [{ type: 'rule' }];
    case 'list':
      return [list(token as Tokens.List, depth)];
    case 'table':
      return [table(token as Tokens.Table, depth)];
    case 'paragraph':
    case 'text':
      return [
        { type: 'paragraph', children: token.tokens ? inlines(token.tokens, depth) : [plain(String(token.text))] },
      ];
    default:
      return token.raw.trim() ? [{ type: 'paragraph', children: [plain(token.raw)] }] : [];
  }
}

function list(token: Tokens.List, depth: number): Block {
  const items = token.items.map((item) => ({
    checked: item.task ? Boolean(item.checked) : null,
    blocks: blocks(
      item.tokens.filter((t) => t.type !== 'checkbox'),
      depth + 1,
    ),
  }));
  return { type: 'list', ordered: token.ordered, start: Number(token.start) || 1, items };
}

function table(token: Tokens.Table, depth: number): Block {
  return {
    type: 'table',
    head: token.header.map((cell) => inlines(cell.tokens, depth)),
    rows: token.rows.map((row) => row.map((cell) => inlines(cell.tokens, depth))),
  };
}

function inlines(tokens: Token[], depth: number): Inline[] {
  if (depth > DEEPEST) return [plain(tokens.map((t) => t.raw).join(''))];
  return joined(tokens.map((token) => inline(token, depth)));
}

/** Texts that stand beside each other are one: an escaped sign does not part a word. */
function joined(nodes: Inline[]): Inline[] {
  const out: Inline[] = [];
  for (const node of nodes) {
    const last = out.at(-1);
    if (node.type === 'text' && last?.type === 'text') out[out.length - 1] = plain(last.text + node.text);
    else out.push(node);
  }
  return out;
}

function inline(token: Token, depth: number): Inline {
  switch (token.type) {
    case 'strong':
    case 'em':
    case 'del':
      return { type: token.type, children: inlines(token.tokens ?? [], depth + 1) };
    case 'codespan':
      return { type: 'code', text: String(token.text) };
    case 'br':
      return { type: 'break' };
    case 'link': {
      const href = safeLink(String(token.href));
      const children = inlines(token.tokens ?? [], depth + 1);
      return href ? { type: 'link', href, children } : plain(token.raw);
    }
    case 'escape':
      return plain(String(token.text));
    case 'text':
      return plain(String(token.text));
    default:
      return plain(token.raw);
  }
}

/** The address where it may be opened in the system's browser: http, https, mailto; otherwise "". */
export function safeLink(href: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these inside a scheme, so they are dropped before looking at it.
  const cleaned = href.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202f\ufeff]/g, '');
  try {
    const url = new URL(cleaned);
    return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : '';
  } catch {
    return '';
  }
}
