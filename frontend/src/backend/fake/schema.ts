/** The schema the in-memory backend answers with: the kinds the screens show, with enough fields of each type. */
import type { Choice, ColumnSchema, DocumentKind, FieldSchema, FieldType, KindSchema, Schema } from '../backend';

function words(value: string): string {
  const text = value.replaceAll('_', ' ');
  return /^s\d$/.test(text) ? text.toUpperCase() : text.charAt(0).toUpperCase() + text.slice(1);
}

const choices = (values: string): Choice[] =>
  values.split(' ').map((value) => ({
    value,
    label: value === 'seeking_dri' ? 'Seeking DRI' : words(value),
    help: HELP[value] ?? '',
  }));

const HELP: { [value: string]: string } = {
  critical: 'Update every day; executives are told.',
  high: 'Update every second day; a product DRI where the product is concerned.',
  medium: 'Update every week.',
  low: 'Update as agreed.',
};

function field(name: string, label: string, type: FieldType = 'text', more: Partial<FieldSchema> = {}): FieldSchema {
  return {
    name,
    label,
    type,
    choices: [],
    refKinds: [],
    entry: [],
    help: '',
    group: '',
    required: false,
    readOnly: false,
    ...more,
  };
}
const one = (name: string, label: string, values: string, more: Partial<FieldSchema> = {}) =>
  field(name, label, 'enum', { choices: choices(values), ...more });
const ref = (name: string, label: string, kind: string, more: Partial<FieldSchema> = {}) =>
  field(name, label, 'ref', { refKinds: [kind], ...more });
const in_ = (group: string, fields: FieldSchema[]) => fields.map((f) => ({ ...f, group }));

const VISIBILITY = one('visibility', 'Who may see it', 'internal customer confidential');
const common = in_('Record', [
  field('created', 'Created', 'instant'),
  field('source', 'Imported from', 'text', { readOnly: true }),
  field('source_id', 'Its ID there', 'text', { readOnly: true }),
  field('tags', 'Tags', 'list'),
  field('extra', 'Other fields', 'object', { readOnly: true }),
]);

/** What the process notes on a case: which of its steps are done, and what is put off. */
const TURNS = in_('Process', [
  field('ticks', 'Steps of the process', 'map', { entry: [field('reason', 'Reason')] }),
  field('snoozes', 'Put off', 'map', { entry: [field('reason', 'Reason')] }),
]);

const SEVERITY = one('severity', 'Severity', 'critical high medium low', { required: true });
const CUSTOMER = ref('customer', 'Customer', 'customer', { required: true });

const escalation: FieldSchema[] = [
  field('title', 'Title', 'text', { required: true }),
  field('description', 'Description', 'prose', {
    required: true,
    help: 'What happened, since when, who is affected, what is at risk.',
  }),
  SEVERITY,
  one('status', 'Status', 'draft seeking_dri opened active monitoring closing closed reopened'),
  CUSTOMER,
  ref('dri', 'DRI', 'person', { required: true }),
  field('component', 'Component'),
  field('version', 'Version'),
  field('environment', 'Environment', 'prose'),
  ...in_('Impact', [
    field('impact_customer', 'Impact on the customer', 'prose'),
    field('customers_affected', 'Customers affected', 'number'),
    field('revenue_at_risk', 'Revenue at risk'),
    one('sla_status', 'SLA', 'within at_risk breached'),
    field('product_related', 'Product related', 'bool'),
  ]),
  ...in_('Times', [
    field('zone', 'Time zone of the case', 'zone'),
    field('started', 'Impact began', 'instant'),
    field('detected', 'Noticed', 'instant'),
    field('mitigated', 'Mitigated', 'instant'),
    field('resolved', 'Problem solved', 'instant'),
    field('next_sync', 'Next meeting with the customer', 'local'),
    field('closed', 'Closed', 'instant'),
  ]),
  ...in_('Links', [
    field('channel', 'Chat channel'),
    field('case_url', 'CRM case', 'address'),
    field('issue_types', 'Issue types', 'list'),
  ]),
  ...in_('Cause and closing', [
    field('cause', 'Cause', 'prose'),
    field('fix', 'What fixed it', 'prose'),
    one('outcome', 'Outcome', 'positive negative no_outcome'),
    field('team_summary', 'What the team did', 'prose'),
    field('agreed_customer', 'The customer agrees: evidence', 'prose'),
  ]),
  ...TURNS,
  ...common,
];

const emergency: FieldSchema[] = [
  field('title', 'Title', 'text', { required: true }),
  field('description', 'Description', 'prose'),
  CUSTOMER,
  ref('engineer', 'Engineer on duty', 'person'),
  one('page_state', 'Page', 'triggered acknowledged resolved'),
  one('status', 'Problem', 'open mitigated resolved'),
  field('started', 'Paged', 'instant'),
  field('cause', 'Cause', 'prose'),
  field('fix', 'What fixed it', 'prose'),
  ...TURNS,
  ...common,
];
const call: FieldSchema[] = [
  field('title', 'Title'),
  field('description', 'About', 'prose'),
  CUSTOMER,
  ref('case', 'About', 'escalation'),
  field('people', 'On the call', 'list'),
  field('started', 'Started', 'instant'),
  field('ended', 'Ended', 'instant'),
  field('public_note', 'Note for the customer', 'prose'),
  field('internal_note', 'Internal note', 'prose'),
  ...common,
];
const incident: FieldSchema[] = [
  field('title', 'Title', 'text', { required: true }),
  field('description', 'Description', 'prose'),
  one('severity', 'Severity', 's1 s2 s3 s4'),
  one('status', 'Status', 'open mitigated resolved'),
  field('started', 'Impact began', 'instant'),
  field('resolved', 'Resolved', 'instant'),
  ...common,
];
const review: FieldSchema[] = [
  field('title', 'Title', 'text', { required: true }),
  field('description', 'Description', 'prose'),
  one('status', 'Status', 'draft internal_review reviewed shared'),
  ref('owner', 'Owner', 'person'),
  field('impact', 'Impact', 'prose'),
  field('trigger', 'Trigger', 'prose'),
  field('cause', 'Cause', 'prose'),
  field('factors', 'Contributing factors', 'map', {
    entry: [field('text', 'Factor', 'prose'), field('evidence', 'Evidence', 'prose')],
  }),
  field('fix', 'What fixed it', 'prose'),
  ...common,
];
const customer: FieldSchema[] = [
  field('name', 'Name', 'text', { required: true }),
  field('aliases', 'Also known as', 'list'),
  field('description', 'About', 'prose'),
  field('strategic', 'Strategic', 'bool'),
  ref('csm', 'Customer success manager', 'person'),
  field('region', 'Region'),
  field('zone', 'Time zone', 'zone'),
  one('sentiment', 'Sentiment', 'green yellow red'),
  field('contacts', 'Contacts', 'map', {
    entry: [field('name', 'Name'), field('role', 'Role'), field('email', 'E-mail')],
  }),
  ...common,
];

const ITEMS: { [kind: string]: [string, string, FieldSchema[]] } = {
  line: [
    'line',
    'lines',
    [
      field('text', 'Text', 'prose', { required: true }),
      field('at', 'Happened', 'instant'),
      one(
        'mark',
        'Mark',
        'note action decision question quote status impact detection mitigation resolution escalation communication screenshot',
      ),
      VISIBILITY,
      field('starred', 'Starred', 'bool'),
      field('who', 'Who'),
      field('evidence', 'Evidence', 'prose'),
      field('recorded', 'Recorded', 'instant', { readOnly: true }),
    ],
  ],
  update: [
    'update',
    'updates',
    [
      one('audience', 'Audience', 'customer channel case executive declaration'),
      field('body', 'Text', 'prose', { required: true }),
      field('at', 'When', 'instant'),
      field('who', 'Who'),
    ],
  ],
  action: [
    'action',
    'actions',
    [
      field('text', 'What', 'prose', { required: true }),
      field('owner', 'Owner', 'text', { required: true }),
      field('due', 'Due', 'local', { required: true }),
      one('type', 'Type', 'next_step prevent detect mitigate process doc follow_up'),
      one('status', 'Status', 'open doing done dropped'),
      field('done', 'Done', 'instant'),
      VISIBILITY,
    ],
  ],
  ask: [
    'ask',
    'asks',
    [
      field('text', 'What is needed', 'prose', { required: true }),
      one('verb', 'Asked to', 'investigate fix decide approve provide'),
      field('from', 'From whom'),
      field('needed_by', 'Needed by', 'local'),
      one('status', 'Status', 'open acknowledged taken met declined'),
    ],
  ],
  exit_criterion: [
    'exit criterion',
    'exit criteria',
    [
      field('text', 'Criterion', 'prose', { required: true }),
      field('measure', 'Measure'),
      one('status', 'Status', 'open partly met not_met waived'),
      field('evidence', 'Evidence', 'prose'),
    ],
  ],
  role: [
    'role',
    'roles',
    [
      field('person', 'Person', 'text', { required: true }),
      one('role', 'Role', 'dri product_dri support_owner csm executive customer_contact other'),
      field('from', 'From', 'instant'),
      field('to', 'Until', 'instant'),
    ],
  ],
  attempt: [
    'attempt',
    'attempts',
    [
      field('action', 'Tried', 'prose', { required: true }),
      field('result', 'Result', 'prose'),
      one('worked', 'Helped', 'yes no unknown'),
      field('at', 'When', 'instant'),
      VISIBILITY,
    ],
  ],
  link: [
    'link',
    'links',
    [
      one('type', 'Type', 'ticket merge_request duplicate same_problem not_related evidence related'),
      field('to', 'Record', 'ref', { refKinds: ['escalation', 'emergency', 'incident', 'review', 'call'] }),
      field('url', 'Address', 'address'),
      field('title', 'Title'),
      field('note', 'Note', 'prose'),
    ],
  ],
};

const columns = (fields: FieldSchema[], names: string[]): ColumnSchema[] =>
  names.map((name) => {
    if (name === 'key') return { name, label: 'Key', type: 'key', sortable: true };
    if (name === 'moved') return { name, label: 'Last moved', type: 'instant', sortable: true };
    const f = fields.find((x) => x.name === name);
    return { name, label: f?.label ?? name, type: f?.type ?? 'text', sortable: true };
  });

const CLOSURE: DocumentKind = {
  kind: 'closure',
  label: 'Closure',
  audiences: ['internal', 'customer'],
  formats: ['md', 'html', 'pdf', 'docx'],
};
const RCA: DocumentKind = {
  kind: 'rca',
  label: 'RCA',
  audiences: ['internal', 'customer'],
  formats: ['md', 'html', 'pdf', 'docx'],
};
const WORK = ['line', 'update', 'action', 'attempt', 'link'];

interface Top {
  kind: string;
  one: string;
  many: string;
  prefix: string;
  fields: FieldSchema[];
  items: string[];
  columns: string[];
  filters: string[];
  documents: DocumentKind[];
}

const TOP: Top[] = [
  {
    kind: 'escalation',
    one: 'escalation',
    many: 'escalations',
    prefix: 'ESC',
    fields: escalation,
    items: [...WORK, 'ask', 'exit_criterion', 'role'],
    columns: ['severity', 'key', 'title', 'customer', 'status', 'dri', 'next_sync', 'moved'],
    filters: ['status', 'severity', 'customer', 'dri', 'component'],
    documents: [CLOSURE, RCA],
  },
  {
    kind: 'emergency',
    one: 'emergency',
    many: 'emergencies',
    prefix: 'EMG',
    fields: emergency,
    items: WORK,
    columns: ['key', 'title', 'customer', 'page_state', 'status', 'started', 'moved'],
    filters: ['status', 'customer'],
    documents: [RCA],
  },
  {
    kind: 'call',
    one: 'call',
    many: 'calls',
    prefix: 'CALL',
    fields: call,
    items: ['line', 'action', 'link'],
    columns: ['key', 'title', 'customer', 'started', 'ended', 'moved'],
    filters: ['customer'],
    documents: [],
  },
  {
    kind: 'incident',
    one: 'incident',
    many: 'incidents',
    prefix: 'INC',
    fields: incident,
    items: WORK,
    columns: ['severity', 'key', 'title', 'status', 'started', 'moved'],
    filters: ['severity', 'status'],
    documents: [RCA],
  },
  {
    kind: 'review',
    one: 'incident review',
    many: 'incident reviews',
    prefix: 'REV',
    fields: review,
    items: WORK,
    columns: ['key', 'title', 'status', 'owner', 'moved'],
    filters: ['status', 'owner'],
    documents: [RCA],
  },
  {
    kind: 'customer',
    one: 'customer',
    many: 'customers',
    prefix: 'CUS',
    fields: customer,
    items: ['line', 'link'],
    columns: ['key', 'name', 'region', 'sentiment', 'csm', 'moved'],
    filters: ['region', 'sentiment'],
    documents: [],
  },
  {
    kind: 'person',
    one: 'person',
    many: 'people',
    prefix: 'PER',
    fields: [
      field('name', 'Name', 'text', { required: true }),
      field('email', 'E-mail'),
      field('team', 'Team'),
      ...common,
    ],
    items: [],
    columns: ['key', 'name', 'team', 'moved'],
    filters: ['team'],
    documents: [],
  },
  {
    kind: 'saved_search',
    one: 'saved search',
    many: 'saved searches',
    prefix: 'QRY',
    fields: [field('name', 'Name', 'text', { required: true }), field('query', 'Query'), field('list', 'List')],
    items: [],
    columns: ['name', 'query', 'list'],
    filters: [],
    documents: [],
  },
];

export const SCHEMA: Schema = {
  kinds: [
    ...TOP.map(
      ({ one: label, many: plural, columns: names, ...rest }): KindSchema => ({
        ...rest,
        label,
        plural,
        item: false,
        columns: columns(rest.fields, names),
      }),
    ),
    ...Object.entries(ITEMS).map(
      ([kind, [label, plural, fields]]): KindSchema => ({
        kind,
        label,
        plural,
        prefix: '',
        item: true,
        items: [],
        fields,
        columns: [],
        filters: [],
        documents: [],
      }),
    ),
  ],
};

export const kindOf = (kind: string): KindSchema | undefined => SCHEMA.kinds.find((k) => k.kind === kind);
