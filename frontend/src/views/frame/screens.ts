import type { IconName } from '../../parts/icons';
import { startCall, startEmergency } from '../../state/live.svelte';
import type { Command } from '../../state/palette.svelte';
import type { Session } from '../../state/session.svelte';
import type { Route } from '../../text/routes';

export interface Screen {
  says: string;
  icon: IconName;
  keys: string;
  route: Route;
  kinds: string[];
  foot?: boolean;
}

/** The rail: only screens that exist. */
export const SCREENS: Screen[] = [
  { says: 'Today', icon: 'today', keys: 'g t', route: { at: 'today' }, kinds: [] },
  { says: 'Emergencies', icon: 'siren', keys: 'g m', route: { at: 'list', kind: 'emergency' }, kinds: ['emergency'] },
  { says: 'Escalations', icon: 'flag', keys: 'g e', route: { at: 'list', kind: 'escalation' }, kinds: ['escalation'] },
  { says: 'Who moves?', icon: 'change', keys: 'g w', route: { at: 'movers' }, kinds: [] },
  { says: 'Calls', icon: 'phone', keys: 'g c', route: { at: 'list', kind: 'call' }, kinds: ['call'] },
  {
    says: 'Incidents and reviews',
    icon: 'review',
    keys: 'g r',
    route: { at: 'list', kind: 'review' },
    kinds: ['review', 'incident'],
  },
  { says: 'Search', icon: 'search', keys: 'g s', route: { at: 'search', text: '' }, kinds: [] },
  { says: 'Documents', icon: 'file', keys: 'g d', route: { at: 'list', kind: 'document' }, kinds: ['document'] },
  { says: 'Customers', icon: 'building', keys: 'g u', route: { at: 'list', kind: 'customer' }, kinds: ['customer'] },
  { says: 'Calendar', icon: 'calendar', keys: 'g a', route: { at: 'calendar' }, kinds: [] },
  { says: 'Insights', icon: 'detection', keys: 'g o', route: { at: 'insights' }, kinds: [] },
  { says: 'Import', icon: 'import', keys: 'g i', route: { at: 'import' }, kinds: [], foot: true },
  { says: 'The process', icon: 'task', keys: 'g p', route: { at: 'policy' }, kinds: [], foot: true },
  { says: 'Bin', icon: 'trash', keys: 'g b', route: { at: 'bin' }, kinds: [], foot: true },
  { says: 'Care', icon: 'download', keys: 'g k', route: { at: 'care' }, kinds: [], foot: true },
  { says: 'Settings', icon: 'settings', keys: 'g ,', route: { at: 'settings' }, kinds: [], foot: true },
];

export const KIND_ICONS: { [kind: string]: IconName } = {
  escalation: 'flag',
  emergency: 'siren',
  call: 'phone',
  incident: 'warn',
  review: 'review',
  customer: 'building',
  person: 'user',
  document: 'file',
  brief: 'file',
  attachment: 'paperclip',
  line: 'note',
  update: 'customer',
  action: 'task',
  ask: 'question',
  exit_criterion: 'circle-check',
  attempt: 'wrench',
  link: 'link',
  role: 'user',
};

/** Kinds a person makes by hand, with the word for it. */
const MADE = ['escalation', 'call', 'incident', 'review', 'customer'];

/** What the palette offers everywhere. */
export function commands(session: Session): Command[] {
  const go = SCREENS.map(
    (s): Command => ({ says: `Go to ${s.says}`, group: 'Screens', keys: s.keys, run: () => session.nav.go(s.route) }),
  );
  const made = MADE.filter((k) => session.kind(k)).map(
    (kind): Command => ({
      says: `New ${session.kind(kind)?.label ?? kind}`,
      group: 'Make',
      keys: kind === 'escalation' ? 'n' : '',
      run: () => session.nav.go({ at: 'new', kind }),
    }),
  );
  const templates: Command = {
    says: 'Templates of documents',
    group: 'Screens',
    keys: '',
    run: () => session.nav.go({ at: 'templates' }),
  };
  const call: Command = { says: 'Start a call', group: 'Make', keys: 'c', run: () => session.go(startCall(session)) };
  const emergency: Command = {
    says: 'Start an emergency',
    group: 'Make',
    keys: 'Shift+E',
    run: () => session.go(startEmergency(session)),
  };
  const anywhere: Command[] = [
    { says: 'Undo the last change', group: 'Anywhere', keys: 'Ctrl+z', run: () => session.undoLast() },
    { says: 'Light or dark', group: 'Anywhere', keys: 'Alt+l', run: () => flip(session) },
    { says: 'Back up the workspace', group: 'Anywhere', keys: '', run: () => session.go(session.backend.backup()) },
    {
      says: 'Load the sample workspace',
      group: 'Anywhere',
      keys: '',
      run: () => session.go(session.backend.loadSample()),
    },
    { says: 'Fields with two values', group: 'Anywhere', keys: '', run: () => session.nav.go({ at: 'conflicts' }) },
    {
      says: 'Check that everything is whole',
      group: 'Anywhere',
      keys: '',
      run: () => session.go(session.backend.verify()),
    },
  ];
  return [call, emergency, ...made, ...go, templates, ...anywhere];
}

/** Switches between light and dark; the system's choice is left for a chosen one. */
export function flip(session: Session): void {
  const dark = document.documentElement.dataset.theme === 'dark';
  session.go(session.changeSettings({ appearance: dark ? 'light' : 'dark' }));
}
