import type { FieldSchema, ListRow } from '../backend/backend';
import type { Shape } from '../text/columns';
import { nearness } from '../text/due';
import { age, readMoment, shortDay } from '../text/time';
import { choiceLabel, show } from '../text/values';
import { initials } from '../text/words';
import { drawGlyph, severityGlyph, statusGlyph } from './Glyph.svelte';
import { iconPaths } from './Icon.svelte';
import type { IconName } from './icons';

/** What of a column every cell of it shares. */
export interface CellColumn {
  name: string;
  shape: Shape;
  field: FieldSchema | undefined;
  /** Its classes. */
  look: string;
}

/** Where and when one reads; `shownZone` is "" where that is the system's. */
export interface Reading {
  zone: string;
  shownZone: string;
  now: number;
}

type Fill = (row: ListRow, reading: Reading, chosen: boolean) => void;

/**
 * The cells of a row of a list, by hand: a template's blocks for each column of forty rows take longer to make than all else of a
 * list. They stay while the row shows one record after the other; only what differs is changed.
 */
export function cellsOf(columns: CellColumn[]): { cells: HTMLTableCellElement[]; fill: Fill } {
  const made = columns.map((column) => {
    const cell = document.createElement('td');
    cell.setAttribute('role', 'gridcell'); // engines take its role away with its display
    cell.className = column.look;
    return { cell, fill: SHAPES[column.shape](cell, column) };
  });
  return {
    cells: made.map((m) => m.cell),
    fill: (...with_) => {
      for (const { fill } of made) fill(...with_);
    },
  };
}

/** By shape: makes what always stands in a cell, and answers how the rest is filled in. */
const SHAPES: { [shape in Shape]: (cell: HTMLElement, column: CellColumn) => Fill } = {
  title,
  key: (cell) => {
    const words = wordsIn(cell, 'span', 'key');
    return (row) => words(row.key);
  },
  text,
  age: time,
  day: time,
  severity,
  status,
  person,
  due,
};

function element(tag: string, look: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag);
  if (look) made.className = look;
  made.append(...children);
  return made;
}

/** Words in an element of their own, which are changed only when they differ. */
function wordsIn(cell: HTMLElement, tag: string, look = ''): (now: string) => HTMLElement | null {
  const words = document.createTextNode('');
  const around = element(tag, look, words);
  cell.append(around);
  return (now) => {
    if (words.data === now) return null;
    words.data = now;
    return around;
  };
}

/** Draws what is not drawn yet: anew, or in the element that stands. */
function drawnOnce(cell: HTMLElement): (what: string, draw: () => HTMLElement | null) => void {
  let stands = '';
  return (what, draw) => {
    if (what === stands) return;
    stands = what;
    const drawn = draw();
    if (drawn !== cell.firstChild) cell.replaceChildren(...(drawn ? [drawn] : []));
  };
}

function picture(look: string, size: number, ...inside: Node[]): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', look);
  svg.setAttribute('viewBox', `0 0 ${size} ${size}`);
  svg.setAttribute('aria-hidden', 'true');
  svg.append(...inside);
  return svg;
}
const icon = (name: IconName): SVGElement => picture('icon', 24, ...iconPaths(name));

function title(cell: HTMLElement): Fill {
  const words = wordsIn(cell, 'span');
  let mark: HTMLElement | null = null;
  return (row, _, chosen) => {
    if (words(row.title || 'No title')) cell.title = row.title;
    if (chosen === (mark !== null)) return;
    mark?.remove();
    mark = chosen ? element('span', 'chosen', icon('circle-check'), element('span', 'vh', 'chosen')) : null;
    if (mark) cell.prepend(mark);
  };
}

function text(cell: HTMLElement, { name, field }: CellColumn): Fill {
  const words = wordsIn(cell, 'span');
  return (row, { zone, now }) => {
    const value = row.cells[name];
    // What is named is named in words already.
    const said = field && field.type !== 'ref' ? show(field, value, { zone, now, names: {} }) : String(value ?? '');
    const changed = words(said);
    if (changed) changed.title = said;
  };
}

function time(cell: HTMLElement, { name, shape }: CellColumn): Fill {
  const words = wordsIn(cell, 'time', 'muted');
  let stands: unknown;
  return (row, { shownZone, now }) => {
    const value = row.cells[name];
    const moment = readMoment(value);
    words(moment ? (shape === 'age' ? age : shortDay)(moment, shownZone, now) : String(value ?? ''));
    if (value === stands) return;
    stands = value;
    const at = cell.firstElementChild as HTMLTimeElement;
    at.removeAttribute('title'); // it was of another
    if (typeof value === 'string')
      at.dateTime = value.replace(/\[.*$/, ''); // as the attribute has it: without the name of a zone
    else at.removeAttribute('datetime');
  };
}

function severity(cell: HTMLElement, { name, field }: CellColumn): Fill {
  const sign = picture('glyph', 14);
  const words = document.createTextNode('');
  const around = element('span', '', sign, words);
  const drawn = drawnOnce(cell);
  return (row) => {
    const value = String(row.cells[name] ?? '');
    const label = choiceLabel(field, value);
    drawn(value && `${value} ${label}`, () => {
      const glyph = severityGlyph(value);
      if (!glyph) return value ? element('span', 'badge', label) : null;
      around.className = `sev sev-${value}`;
      drawGlyph(sign, glyph);
      words.data = label;
      return around;
    });
  };
}

function status(cell: HTMLElement, { name, field }: CellColumn): Fill {
  const sign = picture('glyph', 14);
  const around = element('span', 'status', sign);
  const words = wordsIn(around, 'span', 'status-l');
  const drawn = drawnOnce(cell);
  return (row) => {
    const value = String(row.cells[name] ?? '');
    const label = choiceLabel(field, value);
    drawn(value && `${value} ${label}`, () => {
      if (!value) return null;
      drawGlyph(sign, statusGlyph(value));
      words(label);
      around.title = label;
      return around;
    });
  };
}

function person(cell: HTMLElement, { name }: CellColumn): Fill {
  const drawn = drawnOnce(cell);
  // What a case needs somebody for says so.
  const nobody = () =>
    name === 'dri' ? element('span', 'who who-none', icon('user'), element('span', '', 'None yet')) : null;
  return (row) => {
    const who = String(row.cells[name] ?? '');
    drawn(who || ' ', () => {
      if (!who) return nobody();
      const badge = element('span', 'av', initials(who));
      badge.setAttribute('aria-hidden', 'true');
      const said = element('span', '', who);
      said.title = who;
      return element('span', 'who', badge, said);
    });
  };
}

/** Nearer to its end, more of the ring is drawn. */
function ring(gone: number): SVGElement {
  const whole = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  whole.setAttribute('cx', '7');
  whole.setAttribute('cy', '7');
  whole.setAttribute('r', '5');
  const part = whole.cloneNode() as SVGElement;
  part.setAttribute('pathLength', '100');
  part.setAttribute('stroke-dasharray', `${gone} 100`);
  return picture('ring', 14, whole, part);
}

function due(cell: HTMLElement, { name }: CellColumn): Fill {
  const drawn = drawnOnce(cell);
  return (row, { zone, now }) => {
    const value = row.cells[name];
    const moment = readMoment(value, zone);
    if (!moment) return drawn(String(value ?? ''), () => (value ? element('span', 'due', String(value)) : null));
    const { near, gone, says } = nearness(moment, zone, now, row.cells.status === 'closed');
    drawn(`${value} ${near} ${gone} ${says}`, () => {
      const sign = near === 'late' ? [icon('alarm-clock')] : near === 'soon' ? [ring(gone)] : [];
      return element('span', near ? `due due-${near}` : 'due', ...sign, says);
    });
  };
}
