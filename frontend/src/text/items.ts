/** Items in the order in which a person reads them: by when they happened, then by their order key, then by id. */
import { readMoment } from './time';

interface Ordered {
  id: string;
  fields: { [name: string]: unknown };
}

export function byTime<T extends Ordered>(items: T[]): T[] {
  const key = (item: T) => readMoment(item.fields.at)?.ms ?? Number.POSITIVE_INFINITY;
  const order = (item: T) => String(item.fields.order ?? '');
  return [...items].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x !== y) return x < y ? -1 : 1;
    if (order(a) !== order(b)) return order(a) < order(b) ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  });
}
