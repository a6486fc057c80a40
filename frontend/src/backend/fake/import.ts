/** What the in-memory program understands of the one file it offers. */
import type { ImportColumn, ImportPreview, ImportRequest } from '../backend';

const FIELDS = [
  ['source_id', 'Its ID there'],
  ['title', 'Title'],
  ['severity', 'Severity'],
  ['description', 'Description'],
  ['created', 'Created'],
];

export function previewImport(request: ImportRequest): ImportPreview {
  const column = (name: string, guess: string, samples: string[]): ImportColumn => {
    const said = request.mapping.find((m) => m.column === name);
    return { name, samples, field: said?.field ?? guess, guessed: !said };
  };
  const kind = request.kind || 'escalation';
  return {
    format: request.format === 'auto' ? 'csv' : request.format,
    because: 'The first line has names, and every line has as many fields.',
    kind,
    formats: [
      { value: 'precedent', label: 'Precedent JSON lines', help: '' },
      { value: 'csv', label: 'CSV', help: '' },
      { value: 'markdown', label: 'Folder of Markdown', help: '' },
    ],
    columns: [
      column('Ticket', 'source_id', ['T-1', 'T-2']),
      column('Summary', 'title', ['Uploads fail', 'Sign-in loops']),
      column('Prio', 'severity', ['high', 'low']),
      column('Notes', '', ['seen on 17.1', '']),
    ],
    fields: FIELDS.map(([value = '', label = '']) => ({ value, label, help: '' })),
    records: ['Uploads fail', 'Sign-in loops'].map((title, i) => ({
      id: '',
      key: '',
      kind,
      rev: 0,
      fields: { title, severity: i ? 'low' : 'high', source_id: `T-${i + 1}` },
    })),
    refusals: [],
    total: 200,
  };
}
