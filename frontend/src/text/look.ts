/** How a list is looked at, as it stands in the address: "severity=critical&severity=high&sort=-created&find=node&as=board". */
import type { Filter } from '../backend/backend';

export interface Look {
  filters: Filter[];
  /** Words that a row's own columns must contain. */
  text: string;
  /** A column; "" is the list's own order. */
  sort: string;
  descending: boolean;
  board: boolean;
}

export const PLAIN: Look = { filters: [], text: '', sort: '', descending: false, board: false };

/** "" for a list as it comes. */
export function writeLook(look: Look): string {
  const out = new URLSearchParams();
  for (const filter of look.filters) for (const value of filter.values) out.append(filter.field, value);
  if (look.sort) out.append('sort', (look.descending ? '-' : '') + look.sort);
  if (look.text) out.append('find', look.text);
  if (look.board) out.append('as', 'board');
  return out.toString();
}

export function readLook(written: string): Look {
  const look: Look = { ...PLAIN, filters: [] };
  for (const [name, value] of new URLSearchParams(written)) {
    if (name === 'sort') {
      look.descending = value.startsWith('-');
      look.sort = value.replace(/^-/, '');
    } else if (name === 'find') look.text = value;
    else if (name === 'as') look.board = value === 'board';
    else narrow(look.filters, name, value);
  }
  return look;
}

function narrow(filters: Filter[], field: string, value: string): void {
  const there = filters.find((f) => f.field === field);
  if (there) there.values.push(value);
  else filters.push({ field, values: [value] });
}
