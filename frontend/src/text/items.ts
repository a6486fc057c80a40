/** Items in the order in which a person reads them: by when they happened, then by their order key, then by id. */
import { readMoment } from './time';

interface Ordered {
  id: string;
  fields: { [name: string]: unknown };
}

export function byTime<T extends Ordered>(items: T[]): T[] {
  const keyed = items.map((item) => ({
    item,
    at: readMoment(item.fields.at)?.ms ?? Number.POSITIVE_INFINITY,
    order: String(item.fields.order ?? ''),
  }));
  keyed.sort((a, b) => a.at - b.at || compare(a.order, b.order) || compare(a.item.id, b.item.id));
  return keyed.map(({ item }) => item);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
