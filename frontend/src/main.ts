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
import { wailsBackend } from './backend/wails';
import { Session } from './state/session.svelte';
import { systemTime } from './state/time';
import { onceUsable } from './usable';
import Page from './views/Page.svelte';

const target = document.getElementById('page');
if (target) {
  const session = new Session(wailsBackend(), systemTime);
  onceUsable(target, () => performance.mark('usable')); // read by build/bench
  mount(Page, { target, props: { session } });
  void session.begin();
}
