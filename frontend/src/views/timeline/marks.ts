import type { RecordView } from '../../backend/backend';
import type { IconName } from '../../parts/icons';

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

export const markIcon = (mark: string): IconName => MARKS[mark] ?? 'note';

export function lineIcon(line: RecordView): IconName {
  return line.kind === 'update' ? 'customer' : markIcon(String(line.fields.mark ?? ''));
}

export const forCustomer = (line: RecordView): boolean =>
  line.fields.visibility === 'customer' || (line.kind === 'update' && line.fields.audience === 'customer');
