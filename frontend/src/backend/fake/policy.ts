/** One file of rules, edited and checked as the real program does it, and who moves by the sample. */
import type { Move, Mover, Movers, PolicyCheck, PolicyFile, PolicyPlace, PolicyView } from '../backend';
import { ALL, due } from './due';
import { type FakeStore, Refused } from './store';

const OWN = `- id: customer
  what: Tell the customer how it stands
  source: "S0:26"
  at:
    critical: {due: 24h}
    high: {due: 56h}
    medium: {due: 5 working days}
`;
const VALUE = /^ {4}(\w+): \{due: (.+)\}$/;

export class FakePolicy {
  private kept: PolicyFile[] = [{ name: 'cadence.yaml', text: OWN }];

  view(): PolicyView {
    const text = this.kept[0]?.text ?? '';
    const places = text.split('\n').flatMap((line, i): PolicyPlace[] => {
      const found = VALUE.exec(line);
      return found
        ? [
            {
              group: 'cadence',
              label: `Tell the customer how it stands: ${found[1]}`,
              value: found[2] ?? '',
              file: 'cadence.yaml',
              line: i + 1,
              help: '24h or 5 working days',
            },
          ]
        : [];
    });
    const rule = {
      id: 'customer',
      says: 'Tell the customer how it stands',
      why: 'The severity says how often the customer hears from us.',
      source: 'S0:26',
      file: 'cadence.yaml',
      line: 1,
    };
    return {
      version: `v${text.length}`,
      builtin: text === OWN,
      files: this.kept,
      bad: '',
      used: [],
      rules: [rule],
      places,
      forms: [],
    };
  }

  check(files: PolicyFile[]): PolicyCheck {
    const lines = (files[0]?.text ?? '').split('\n');
    const mistakes = lines.flatMap((line, i) =>
      line.includes('{due:') && !/\{due: \d+(h| working days)\}/.test(line)
        ? [{ file: 'cadence.yaml', line: i + 1, says: 'This is no length of time: write 24h or 5 working days.' }]
        : [],
    );
    return {
      version: 'v',
      files: files.length,
      mistakes,
      says: mistakes.length ? `${mistakes.length} mistakes.` : 'No mistake.',
    };
  }

  use(files: PolicyFile[]): void {
    if (this.check(files).mistakes[0]) throw new Refused('refused', 'The policy has a mistake and is not used.');
    this.kept = files;
  }

  set(place: PolicyPlace, value: string): void {
    const lines = (this.kept[0]?.text ?? '').split('\n');
    lines[place.line - 1] = (lines[place.line - 1] ?? '').replace(place.value, value);
    this.use([{ name: 'cadence.yaml', text: lines.join('\n') }]);
  }
}

export function movers(store: FakeStore, now: number, most: number): Movers {
  const duties = due(store, now, ALL).obligations;
  const out = new Map<string, Mover>();
  for (const id of new Set(duties.map((o) => o.caseId))) {
    const of = duties.filter((o) => o.caseId === id);
    const first = of[0];
    if (!first) continue;
    const move: Move = {
      id,
      key: first.caseKey,
      title: first.caseTitle,
      customer: first.customer,
      severity: first.severity,
      status: String(store.find(id).fields.status ?? ''),
      lastUpdateAt: first.sinceAt,
      customerAt: first.sinceAt,
      customerDays: 4,
      nextDueAt: of.find((o) => o.state !== 'overdue')?.dueAt ?? '',
      overdue: of.filter((o) => o.state === 'overdue').length,
      nextStep: false,
      stalled: of.some((o) => o.state === 'overdue')
        ? [{ rule: 'quiet', says: 'No line, task or call for 6 days', source: 'S0:213', at: first.sinceAt }]
        : [],
    };
    const mover = out.get(first.who) ?? { dri: first.who, all: 0, cases: [] };
    mover.cases.push(move);
    mover.all += 1;
    out.set(first.who, mover);
  }
  const cases = [...out.values()].flatMap((m) => m.cases);
  return {
    open: cases.length,
    stalled: cases.filter((c) => c.stalled.length > 0).length,
    late: cases.filter((c) => c.overdue > 0).length,
    unled: out.get('')?.all ?? 0,
    movers: [...out.values()].map((m) => ({ ...m, cases: m.cases.slice(0, most) })),
  };
}
