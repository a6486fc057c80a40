import type { Block, Inline } from '../text/markdown';

/**
 * A note as elements, one by one from its tree, so nothing of the text can become markup. By hand: a template's blocks, conditions
 * and their anchors cost several times the elements of a long note.
 */
export function elementsOf(blocks: Block[], open: (href: string) => void): Node[] {
  return blocks.map((b) => block(b, open));
}

/** What a document says of something that nobody recorded. */
const MISSING = /\[missing: ([^\]]*)\]/;

function element(tag: string, children: Node[], className = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const words = (text: string): Text => document.createTextNode(text);

function block(node: Block, open: (href: string) => void): Node {
  const inside = (nodes: Inline[]) => nodes.flatMap((n) => inline(n, open));
  switch (node.type) {
    case 'paragraph':
      return element('p', inside(node.children));
    case 'heading':
      return element('p', inside(node.children), 'md-h');
    case 'code':
      return element('pre', [words(node.text)]);
    case 'quote':
      return element('blockquote', elementsOf(node.blocks, open));
    case 'rule':
      return element('hr', []);
    case 'list': {
      const list = element(
        node.ordered ? 'ol' : 'ul',
        node.items.map((item) => {
          const box = item.checked === null ? [] : [element('span', [words(item.checked ? '☑' : '☐')], 'md-box')];
          return element('li', [...box, ...elementsOf(item.blocks, open)], box.length > 0 ? 'md-task' : '');
        }),
      );
      if (node.ordered) list.setAttribute('start', String(node.start));
      return list;
    }
    case 'table': {
      const head = node.head.map((cell) => {
        const th = element('th', inside(cell));
        th.setAttribute('scope', 'col');
        return th;
      });
      const rows = node.rows.map((row) =>
        element(
          'tr',
          row.map((cell) => element('td', inside(cell))),
        ),
      );
      const table = element('table', [element('thead', [element('tr', head)]), element('tbody', rows)]);
      return element('div', [table], 'md-table');
    }
  }
}

function inline(node: Inline, open: (href: string) => void): Node[] {
  switch (node.type) {
    case 'text':
      return withMissing(node.text);
    case 'code':
      return [element('code', [words(node.text)])];
    case 'break':
      return [element('br', [])];
    case 'link': {
      const link = element(
        'a',
        node.children.flatMap((n) => inline(n, open)),
        'link',
      );
      link.setAttribute('href', node.href);
      link.title = node.href;
      link.addEventListener('click', (e) => {
        e.preventDefault();
        e.stopPropagation();
        open(node.href);
      });
      return [link];
    }
    default:
      return [
        element(
          node.type,
          node.children.flatMap((n) => inline(n, open)),
        ),
      ];
  }
}

function withMissing(text: string): Node[] {
  const out: Node[] = [];
  let rest = text;
  for (let found = MISSING.exec(rest); found; found = MISSING.exec(rest)) {
    if (found.index > 0) out.push(words(rest.slice(0, found.index)));
    out.push(element('span', [words(found[0].slice(1, -1))], 'missing'));
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) out.push(words(rest));
  return out;
}
