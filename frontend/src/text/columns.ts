/** How the columns of a list are shown, by what they mean. */
interface Column {
  name: string;
  type: string;
}

/** What of a column every cell of it shares. */
export type Shape = 'title' | 'key' | 'severity' | 'status' | 'person' | 'age' | 'day' | 'due' | 'text';

const TITLES = ['title', 'name', 'query', 'file_name'];
const SHAPES: { [column: string]: Shape } = {
  severity: 'severity',
  incident_severity: 'severity',
  status: 'status',
  page_state: 'status',
  moved: 'age',
};

/** `refKinds` are the kinds that the column's field may name. */
export function shapeOf({ name, type }: Column, refKinds: string[] = []): Shape {
  if (type === 'key') return 'key';
  if (TITLES.includes(name)) return 'title';
  if (SHAPES[name]) return SHAPES[name];
  if (refKinds.length === 1 && refKinds[0] === 'person') return 'person';
  if (type === 'instant') return 'day';
  return type === 'local' || type === 'date' ? 'due' : 'text';
}

const WIDTHS: { [column: string]: string } = {
  severity: 'w-sev',
  incident_severity: 'w-st',
  key: 'w-key',
  customer: 'w-cust',
  status: 'w-st',
  page_state: 'w-st',
  dri: 'w-dri',
  owner: 'w-dri',
  csm: 'w-dri',
  engineer: 'w-dri',
  next_sync: 'w-due',
  moved: 'w-moved',
  version: 'w-n',
  audience: 'w-sev',
};

/** The class of its width. */
export function widthOf({ name, type }: Column): string {
  return TITLES.includes(name) ? 'w-title' : (WIDTHS[name] ?? (type === 'instant' ? 'w-date' : 'w-any'));
}

/** Created, closed and the like give way first in a small window. */
export const isLate = ({ name, type }: Column): boolean => type === 'instant' && name !== 'moved';
