/** The page against the in-memory program: `?start`, `?empty`, `?many=100000`, `?theme=dark`. Not part of the product's build. */
import { mount } from 'svelte';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/fields.css';
import './style/record.css';
import './style/screens.css';
import './style/call.css';
import './style/board.css';
import './style/today.css';
import './style/process.css';
import { FakeBackend } from './backend/fake';
import { Session } from './state/session.svelte';
import type { Time } from './state/time';
import { systemTime } from './state/time';
import Page from './views/Page.svelte';

const asked = new URLSearchParams(location.search);
// The sample's own present, so that pictures do not change from day to day.
const time: Time = { now: () => Date.parse('2026-03-17T13:05:12Z'), after: systemTime.after };
const backend = new FakeBackend({
  now: time.now,
  fresh: asked.has('start'),
  sample: !asked.has('start') && !asked.has('empty'),
  many: Number(asked.get('many') ?? 0),
});
const theme = asked.get('theme');
const scale = Number(asked.get('scale') ?? 1);
if (theme === 'dark' || theme === 'light') document.documentElement.dataset.theme = theme;
await backend.saveSettings({
  ...(await backend.settings()),
  appearance: theme === 'dark' ? 'dark' : 'light',
  textScale: scale,
});

const target = document.getElementById('page');
if (target) {
  const session = new Session(backend, time);
  Object.assign(window, { fake: backend });
  mount(Page, { target, props: { session } });
  if (asked.has('broken'))
    backend.failing.set('workspace', {
      code: 'locked',
      says: 'Another program has this workspace open. Close it, or open another folder.',
    });
  await session.begin();
}
