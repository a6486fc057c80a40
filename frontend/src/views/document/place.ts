import { type Route, recordRoute } from '../../text/routes';

/** Where a field of a record, or an item below it, is looked at. */
export function placeOf(kind: string, of: string, record: string, field: string): Route {
  const what = of === record ? field : kind;
  if (['line', 'update'].includes(what))
    return { at: 'case', id: of || record, tab: 'timeline', ...(of === record ? {} : { line: record }) };
  if (what === 'action' && kind !== 'review') return { at: 'case', id: of || record, tab: 'tasks' };
  return of && of !== record ? { at: 'case', id: of, tab: 'overview' } : recordRoute(kind, record);
}
