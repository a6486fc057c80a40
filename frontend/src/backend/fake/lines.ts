import type { CaseRequest, CaseView, LinesPage, LinesRequest, OpenedCase, RecordView } from '../backend';

const isLine = (r: RecordView) => r.kind === 'line' || r.kind === 'update';
const when = (r: RecordView) => Date.parse(String(r.fields.at ?? '').replace(/\[.*/, '')) || Number.POSITIVE_INFINITY;
const newest = (view: CaseView) =>
  view.items.filter(isLine).sort((a, b) => when(b) - when(a) || (a.id < b.id ? 1 : -1));

/** Only the newest lines of a case, and those that are asked for; a cursor is the id of the line that comes next. */
export function openCase(view: CaseView, request: CaseRequest): OpenedCase {
  const lines = newest(view);
  const many = (fits: (r: RecordView) => boolean) => lines.filter(fits).length;
  const marks: { [mark: string]: number } = {};
  for (const { fields } of lines) if (fields.mark) marks[String(fields.mark)] = (marks[String(fields.mark)] ?? 0) + 1;
  const kept = new Set([...request.with, ...view.drafts.map((d) => d.id), ...view.conflicts.map((c) => c.recordId)]);
  const sent = lines.filter((l, i) => i < request.lines || kept.has(l.id));
  return {
    ...view,
    items: [...view.items.filter((r) => !isLine(r)), ...sent],
    timeline: {
      total: lines.length,
      updates: many((r) => r.kind === 'update'),
      customer: many((r) => r.fields.visibility === 'customer' || r.fields.audience === 'customer'),
      starred: many((r) => r.fields.starred === true),
      marks,
      next: lines[request.lines]?.id ?? '',
    },
  };
}

export function linesAfter(view: CaseView, { after, limit }: LinesRequest): LinesPage {
  const lines = newest(view);
  const from = lines.findIndex((l) => l.id === after);
  return { items: lines.slice(from, from + limit), next: lines[from + limit]?.id ?? '' };
}
