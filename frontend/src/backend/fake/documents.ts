/** Documents of the in-memory backend: sections from the record, gaps where it is silent, findings from simple rules. */
import type { DocumentFinding, DocumentRequest, DocumentSection, DocumentView } from '../backend';
import type { FakeStore, Rec } from './store';

interface Plan {
  id: string;
  title: string;
  facts: [string, string][];
}

const PLANS: { [kind: string]: Plan[] } = {
  closure: [
    {
      id: 'summary',
      title: 'Summary',
      facts: [
        ['', 'title'],
        ['', 'description'],
      ],
    },
    {
      id: 'outcome',
      title: 'Outcome',
      facts: [
        ['Outcome', 'outcome'],
        ['What the team did', 'team_summary'],
      ],
    },
    { id: 'agreed', title: 'Agreement', facts: [['The customer agrees', 'agreed_customer']] },
    { id: 'timeline', title: 'Timeline', facts: [] },
    { id: 'actions', title: 'Actions', facts: [] },
  ],
  rca: [
    {
      id: 'summary',
      title: 'Summary',
      facts: [
        ['', 'title'],
        ['', 'description'],
      ],
    },
    {
      id: 'impact',
      title: 'Impact',
      facts: [
        ['Impact on the customer', 'impact_customer'],
        ['Impact began', 'started'],
        ['Problem solved', 'resolved'],
      ],
    },
    { id: 'timeline', title: 'Timeline', facts: [] },
    { id: 'cause', title: 'Root cause', facts: [['', 'cause']] },
    { id: 'fix', title: 'What fixed it', facts: [['', 'fix']] },
    { id: 'actions', title: 'Corrective actions', facts: [] },
  ],
};

export function buildDocument(store: FakeStore, request: DocumentRequest): DocumentView {
  const rec = store.find(request.id);
  const seen = (r: Rec) => request.audience === 'internal' || r.fields.visibility === 'customer';
  const sections = (PLANS[request.kind] ?? []).map((plan) => section(store, rec, plan, seen));
  const findings = sections.flatMap((s) =>
    s.gaps.map(
      (gap, i): DocumentFinding => ({
        id: `${s.id}-${i}`,
        level: 'warn',
        section: s.id,
        says: `${gap} is missing`,
        excerpt: '',
        waivable: true,
      }),
    ),
  );
  for (const s of sections) {
    const secret = /token [\w-]{6,}/.exec(s.body);
    if (secret)
      findings.unshift({
        id: `secret-${s.id}`,
        level: 'stop',
        section: s.id,
        says: 'A secret may be in the text',
        excerpt: secret[0],
        waivable: true,
      });
  }
  if (request.audience === 'customer' && rec.fields.component)
    findings.unshift({
      id: 'component',
      level: 'stop',
      section: 'summary',
      says: `Internal name: ${String(rec.fields.component)}`,
      excerpt: String(rec.fields.component),
      waivable: true,
    });
  return {
    title: `${request.kind === 'rca' ? 'Root cause analysis' : 'Closure'}: ${store.title(rec)}`,
    sections,
    findings,
    gaps: sections.reduce((n, s) => n + s.gaps.length, 0),
    score: Math.max(0, 100 - 5 * sections.reduce((n, s) => n + s.gaps.length, 0)),
  };
}

function section(store: FakeStore, rec: Rec, plan: Plan, seen: (r: Rec) => boolean): DocumentSection {
  const gaps: string[] = [];
  const parts = plan.facts.map(([label, field]) => {
    const value = String(rec.fields[field] ?? '');
    if (!value) gaps.push(label || plan.title);
    const text = value || `[missing: ${(label || plan.title).toLowerCase()}]`;
    return label ? `**${label}:** ${text}` : text;
  });
  const items = store.items(rec.id);
  if (plan.id === 'timeline')
    parts.push(
      table(
        ['When', 'What'],
        items
          .filter((i) => i.kind === 'line' && seen(i))
          .map((i) => [String(i.fields.at).slice(0, 16).replace('T', ' '), String(i.fields.text)]),
      ),
    );
  if (plan.id === 'actions') {
    const rows = items
      .filter((i) => i.kind === 'action')
      .map((i) => [
        String(i.fields.text),
        String(i.fields.owner || '[missing: owner]'),
        String(i.fields.due ?? '[missing: date]').slice(0, 16),
      ]);
    for (const row of rows) if (row.some((c) => c.startsWith('[missing'))) gaps.push('Owner or date of an action');
    parts.push(table(['Action', 'Owner', 'By'], rows));
  }
  return { id: plan.id, title: plan.title, body: parts.join('\n\n'), gaps, ready: gaps.length === 0 };
}

function table(head: string[], rows: string[][]): string {
  if (rows.length === 0) return '[missing: nothing recorded]';
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((r) => `| ${r.map(cell).join(' | ')} |`),
  ].join('\n');
}
