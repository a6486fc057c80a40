/** Made-up cases for tests and pictures. */
export interface Seed {
  kind: string;
  fields: { [name: string]: unknown };
  items?: { kind: string; fields: { [name: string]: unknown } }[];
}

const at = (time: string) => `2026-03-${time}:00.000Z[Europe/Berlin]`;

export const PEOPLE = ['Marta Ilves', 'Aoife Brannigan', 'Jonas Wrede', 'Wen Adeyemi', 'Tomás Arriaga'];
export const CUSTOMERS = [
  'Veldhoorn Rail',
  'Marrowdale City Council',
  'Oakhollow Health Network',
  'Quillhaven Bank',
  '架空精機株式会社 (Kaku Seiki)',
  'Pallaspoint Orbital',
  'Zephyrine Airport Authority',
  'Lanternridge Credit Union',
];

export const CASES: Seed[] = [
  {
    kind: 'escalation',
    fields: {
      title:
        'Repository storage nodes refuse connections after the 16.9 to 17.1 upgrade; deploys blocked for 1,400 developers',
      description:
        'Since Friday 13 March, 07:50 CET, one of three repository storage nodes refuses connections and the other two answer slowly: `connection reset by peer`, then `code = Unavailable`. Pushes fail for 1,400 developers; the timetable release of Sunday 22 March is at risk.\n\nRollback is possible until **Saturday 06:00**, after which the network freeze begins.',
      severity: 'critical',
      status: 'active',
      customer: 'Veldhoorn Rail',
      dri: 'Marta Ilves',
      component: 'storage proxy',
      version: '17.1.2',
      zone: 'Europe/Berlin',
      started: at('13T06:50'),
      detected: at('13T07:12'),
      created: at('13T08:05'),
      next_sync: '2026-03-18T09:00:00[Europe/Berlin]',
      customers_affected: 1,
      sla_status: 'at_risk',
      product_related: true,
      channel: '#esc_veldhoorn-rail',
      case_url: 'https://crm.example/case/4711',
      issue_types: ['upgrade', 'availability'],
    },
    items: [
      { kind: 'role', fields: { person: 'Marta Ilves', role: 'dri' } },
      { kind: 'role', fields: { person: 'Tomás Arriaga', role: 'product_dri' } },
      { kind: 'role', fields: { person: 'Priya Raman', role: 'support_owner' } },
      {
        kind: 'exit_criterion',
        fields: {
          text: 'Nodes 1 and 2 carry the full load for 12 hours without a reset',
          status: 'met',
          evidence: 'Trace, Tue 09:10',
        },
      },
      {
        kind: 'exit_criterion',
        fields: {
          text: 'The release pipeline of Veldhoorn passes twice in a row on 17.1',
          status: 'partly',
          evidence: '1 of 2, Tue 10:48',
        },
      },
      {
        kind: 'exit_criterion',
        fields: { text: 'Node 3 accepts connections for 48 hours; the token on it is the new one', status: 'open' },
      },
      {
        kind: 'ask',
        fields: {
          verb: 'approve',
          text: 'the Saturday rollback window, 04:00 to 06:00 CET',
          from: 'Marta Ilves',
          needed_by: '2026-03-17T12:00:00[Europe/Berlin]',
          status: 'open',
        },
      },
      {
        kind: 'ask',
        fields: {
          verb: 'investigate',
          text: 'why node 3 keeps the old secret after a restart; storage engineer, CET hours',
          from: 'Engineering Tier 2',
          needed_by: '2026-03-17T17:00:00[Europe/Berlin]',
          status: 'taken',
        },
      },
      {
        kind: 'action',
        fields: {
          text: 'Attach the storage trace of nodes 1 and 2',
          owner: 'Dmitri Halvorsen',
          status: 'done',
          due: '2026-03-17T12:00:00[Europe/Berlin]',
          type: 'next_step',
        },
      },
      {
        kind: 'action',
        fields: {
          text: 'The package step refuses to start when the hash of the secret differs between nodes',
          owner: 'Storage team',
          status: 'open',
          due: '2026-04-03T17:00:00[Europe/Berlin]',
          type: 'prevent',
        },
      },
      {
        kind: 'action',
        fields: {
          text: 'Silenced alerts come back by themselves after a maintenance window',
          owner: '',
          status: 'open',
          type: 'detect',
        },
      },
      { kind: 'attempt', fields: { action: 'Raise connection limits', worked: 'no', at: at('13T10:00') } },
      {
        kind: 'attempt',
        fields: {
          action: 'Copy the secret, then restart both nodes in order',
          result: 'Nodes 1 and 2 accept connections',
          worked: 'yes',
          at: at('16T20:10'),
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'First failure seen by the customer',
          at: at('13T06:50'),
          mark: 'impact',
          visibility: 'customer',
          who: 'Priya Raman',
          starred: true,
          recorded: at('13T08:12'),
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'Declared as High, source: customer. Case, channel and notes document linked',
          at: at('13T08:05'),
          mark: 'escalation',
          visibility: 'internal',
          who: 'Marta Ilves',
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'Does the package step rotate the secret when the cluster is in maintenance mode?',
          at: at('16T13:02'),
          mark: 'question',
          visibility: 'internal',
          who: 'Priya Raman',
        },
      },
      {
        kind: 'line',
        fields: {
          text: '“If Sunday slips, we print forty thousand timetables twice.” Hanneke Vroonland-de Witt',
          at: at('16T16:42'),
          mark: 'quote',
          visibility: 'customer',
          who: 'Marta Ilves',
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'Nodes 1 and 2 accept connections again after the secret was copied and both were restarted in order',
          at: at('16T20:10'),
          mark: 'mitigation',
          visibility: 'customer',
          who: 'Dmitri Halvorsen',
          starred: true,
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'No hot patch before Wednesday 12:00; rollback stays the first option while the freeze allows it',
          at: at('17T09:05'),
          mark: 'decision',
          visibility: 'internal',
          who: 'Tomás Arriaga',
        },
      },
      {
        kind: 'update',
        fields: {
          audience: 'customer',
          body: 'Nodes 1 and 2 accept connections, deploys run at 60 % of normal, next word by 15:30 CET',
          at: at('17T10:30'),
          who: 'Marta Ilves',
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'Storage trace of nodes 1 and 2 attached; node 3 still open',
          at: at('17T12:12'),
          mark: 'action',
          visibility: 'internal',
          who: 'Dmitri Halvorsen',
        },
      },
      { kind: 'link', fields: { type: 'ticket', url: 'https://tickets.example/88121', title: 'Ticket 88121' } },
    ],
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Storage proxy drops all nodes during rolling restart, token signed by the old secret',
      severity: 'critical',
      status: 'closed',
      customer: 'Zephyrine Airport Authority',
      dri: 'Jonas Wrede',
      component: 'storage proxy',
      version: '16.4.0',
      description:
        'Every 40 seconds `connection reset by peer` and `code = Unavailable` on node 3 during the rolling restart after the upgrade. Deploys of the gate displays are stopped.',
      cause: 'Secret rotated in the package step; node 3 kept the old one until its service was restarted by hand.',
      fix: 'Copy the secret to node 3, then restart the nodes one by one, oldest last.',
      outcome: 'positive',
      created: '2025-11-04T21:31:00Z[Europe/Berlin]',
      started: '2025-11-04T21:31:00Z[Europe/Berlin]',
      closed: '2025-11-14T01:52:00Z[Europe/Berlin]',
    },
    items: [
      { kind: 'attempt', fields: { action: 'Raise connection limits', worked: 'no' } },
      { kind: 'attempt', fields: { action: 'Restart the proxy alone', worked: 'no' } },
      {
        kind: 'attempt',
        fields: { action: 'Copy the secret, then restart nodes one by one, oldest last', worked: 'yes' },
      },
      {
        kind: 'line',
        fields: {
          text: '`rpc error: code = Unavailable desc = connection reset by peer` on node 3, every 40 seconds',
          at: '2025-11-04T21:41:00Z[Europe/Berlin]',
          mark: 'detection',
          visibility: 'internal',
          who: 'Priya Raman',
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'Restart nodes one by one, oldest last; connection reset stops as soon as the secret is the new one',
          at: '2025-11-05T00:10:00Z[Europe/Berlin]',
          mark: 'decision',
          visibility: 'internal',
          who: 'Jonas Wrede',
        },
      },
      {
        kind: 'line',
        fields: {
          text: 'All nodes answer, watching until 06:00 CET',
          at: '2025-11-05T00:52:00Z[Europe/Berlin]',
          mark: 'communication',
          visibility: 'customer',
          who: 'Jonas Wrede',
        },
      },
    ],
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Sign-in loops for every contractor account since the identity provider rotated its certificate',
      severity: 'critical',
      status: 'seeking_dri',
      customer: 'Marrowdale City Council',
      description: 'Contractors are sent back to the sign-in page for ever: `SAML response signature invalid`.',
      component: 'sign-in',
      created: at('16T19:00'),
    },
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Backup restore leaves 212 projects without their container images',
      severity: 'critical',
      status: 'active',
      customer: 'Oakhollow Health Network',
      dri: 'Aoife Brannigan',
      component: 'registry',
      description: 'After the restore every pull answers `401 Unauthorized`.',
      created: at('15T03:00'),
      next_sync: '2026-03-17T16:00:00[Europe/Berlin]',
    },
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Regional failover rehearsal exceeds the agreed four hours',
      severity: 'high',
      status: 'active',
      customer: 'Quillhaven Bank',
      dri: 'Jonas Wrede',
      component: 'failover',
      created: at('08T10:00'),
    },
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Merge queue stalls when a signed commit carries a CJK path name (例: 設計/図面_最終.step)',
      severity: 'high',
      status: 'active',
      customer: '架空精機株式会社 (Kaku Seiki)',
      dri: 'Marta Ilves',
      component: 'merge queue',
      version: '17.1.2',
      created: at('12T02:00'),
      next_sync: '2026-03-17T13:30:00[Europe/Berlin]',
    },
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Pallaspoint Orbital: replica lag blocks merges after upgrade',
      severity: 'medium',
      status: 'closed',
      customer: 'Pallaspoint Orbital',
      dri: 'Wen Adeyemi',
      component: 'storage proxy',
      description: 'Merges wait for minutes after the upgrade to 16.1.',
      created: '2024-08-02T08:00:00Z',
      closed: '2024-08-09T08:00:00Z',
    },
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Code search misses results after the index was shrunk',
      severity: 'medium',
      status: 'monitoring',
      customer: 'Lanternridge Credit Union',
      dri: 'Jonas Wrede',
      component: 'search index',
      created: at('02T08:00'),
    },
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Audit log export truncated at 10 MB',
      severity: 'low',
      status: 'monitoring',
      customer: 'Zephyrine Airport Authority',
      dri: 'Marta Ilves',
      component: 'audit log',
      created: at('04T08:00'),
    },
  },
  {
    kind: 'escalation',
    fields: {
      title: 'Wrong time zone in scheduled report e-mails',
      severity: 'low',
      status: 'opened',
      customer: 'Quillhaven Bank',
      component: 'reports',
      created: '2026-03-05',
    },
  },
  {
    kind: 'call',
    fields: {
      title: 'Ostervik Polymer Works: uploads reset after load balancer change',
      customer: 'Pallaspoint Orbital',
      description: '`connection reset by peer` after exactly 30 seconds on 17.1.2.',
      started: '2026-02-11T09:00:00Z[Europe/Berlin]',
      ended: '2026-02-11T09:34:00Z[Europe/Berlin]',
      internal_note: 'Idle timeout of 30 s at the balancer.',
      created: '2026-02-11T09:00:00Z',
    },
    items: [
      {
        kind: 'line',
        fields: {
          text: '“We see connection reset, then a timeout, then nothing for a minute.”',
          at: '2026-02-11T09:12:00Z[Europe/Berlin]',
          mark: 'quote',
          visibility: 'customer',
        },
      },
    ],
  },
  {
    kind: 'emergency',
    fields: {
      title: 'Registry restored without its signing key: every pull answers 401',
      customer: 'Oakhollow Health Network',
      page_state: 'resolved',
      status: 'resolved',
      started: '2025-09-21T01:22:00Z[Europe/Berlin]',
      cause: 'The signing key was not part of the backup.',
      created: '2025-09-21T01:22:00Z',
    },
  },
  {
    kind: 'incident',
    fields: {
      title: 'Pulls of container images fail in one region',
      severity: 's2',
      status: 'resolved',
      started: '2025-09-21T01:02:00Z',
      resolved: '2025-09-21T04:10:00Z',
      created: '2025-09-21T01:22:00Z',
    },
  },
  {
    kind: 'review',
    fields: {
      title: 'Kestrelmoor: one of three nodes unreachable after patch window',
      status: 'reviewed',
      owner: 'Wen Adeyemi',
      cause: 'Configuration management wrote the file after the service had started.',
      description: '`dial tcp: connection refused` from one of three nodes after the patch window.',
      factors: { a: { text: 'Two tools write the same file', order: 'a' } },
      created: '2025-06-12T08:00:00Z',
    },
    items: [
      { kind: 'attempt', fields: { action: 'Order the steps; check the hash before start', worked: 'yes' } },
      { kind: 'attempt', fields: { action: 'Pin the package version, never verified', worked: 'unknown' } },
    ],
  },
];
