import { mount } from 'svelte';
import './style/tokens.css';
import './style/base.css';
import './style/frame.css';
import './style/fields.css';
import './style/record.css';
import './style/screens.css';
import './style/document.css';
import './style/call.css';
import './style/emergency.css';
import './style/review.css';
import './style/board.css';
import './style/today.css';
import './style/calendar.css';
import './style/process.css';
import './style/cards.css';
import './style/care.css';
import './style/insights.css';
import { firstAnswers, wailsBackend } from './backend/wails';
import { Session } from './state/session.svelte';
import { systemTime } from './state/time';
import { onceUsable } from './usable';
import Page from './views/Page.svelte';

const target = document.getElementById('page');
if (target) {
  const session = new Session(wailsBackend(), systemTime);
  onceUsable(target, () => {
    performance.mark('usable'); // read by build/bench
    session.go(session.backend.painted());
  });
  // Waited for, so that the first thing drawn is the first screen, and not that it is being opened.
  void firstAnswers().then(() => {
    mount(Page, { target, props: { session } });
    void session.begin();
  });
}
