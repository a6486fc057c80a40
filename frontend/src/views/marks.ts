import type { RecordView } from '../backend/backend';
import type { IconName } from '../parts/Icon.svelte';

/** The sign of a line by what it is: who reads a timeline looks for these first. */
const MARKS: { [mark: string]: IconName } = {
  note: 'note',
  action: 'task',
  decision: 'decision',
  question: 'question',
  quote: 'quote',
  status: 'change',
  impact: 'siren',
  detection: 'detection',
  mitigation: 'wrench',
  resolution: 'circle-check',
  escalation: 'flag',
  communication: 'customer',
  screenshot: 'image',
};

export function lineIcon(line: RecordView): IconName {
  return line.kind === 'update' ? 'customer' : (MARKS[String(line.fields.mark ?? '')] ?? 'note');
}

export const forCustomer = (line: RecordView): boolean =>
  line.fields.visibility === 'customer' || (line.kind === 'update' && line.fields.audience === 'customer');

/** "/decision Roll back on Saturday" → the mark and the text; an unknown word is left in the text. */
export function slashMark(typed: string, marks: string[]): { mark: string; text: string } {
  const parts = /^\/(\p{L}+)\s+([\s\S]+)$/u.exec(typed);
  const mark = marks.find((m) => m.startsWith(parts?.[1]?.toLowerCase() ?? '\u0000'));
  return parts && mark ? { mark, text: parts[2] ?? '' } : { mark: '', text: typed };
}
