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

function shapeOf({ name, type }: Column, refKinds: string[] = []): Shape {
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
function widthOf({ name, type }: Column): string {
  return TITLES.includes(name) ? 'w-title' : (WIDTHS[name] ?? (type === 'instant' ? 'w-date' : 'w-any'));
}

/** Created, closed and the like give way first in a small window. */
const givesWay = ({ name, type }: Column): boolean => type === 'instant' && name !== 'moved';

/** How a column is shown; `refKinds` are the kinds that its field may name. The classes are of its head, and of its cells. */
export function looksOf(column: Column, refKinds: string[] = []): { shape: Shape; head: string; look: string } {
  const shape = shapeOf(column, refKinds);
  const head = givesWay(column) ? `${widthOf(column)} col-late` : widthOf(column);
  const more = shape === 'title' ? ' c-title' : column.name === 'customer' ? ' cust' : '';
  return { shape, head, look: head + more };
}
