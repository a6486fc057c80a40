/** The other screens, in one piece that is read after those of every day. */
export { default as ImportView } from '../bring/ImportView.svelte';
export { default as CalendarView } from '../calendar/CalendarView.svelte';
export { default as AfterCallView } from '../call/AfterCallView.svelte';
export { default as ClosingView } from '../cards/ClosingView.svelte';
export { default as CareView } from '../care/CareView.svelte';
export { default as ConflictsView } from '../care/ConflictsView.svelte';
export { default as DocumentView } from '../document/DocumentView.svelte';
export { default as KeptDocument } from '../document/KeptDocument.svelte';
export { default as TemplatesView } from '../document/TemplatesView.svelte';
export { default as InsightsView } from '../insights/InsightsView.svelte';
export { default as BinView } from '../list/BinView.svelte';
export { default as PolicyView } from '../policy/PolicyView.svelte';
export { default as ReviewView } from '../review/ReviewView.svelte';
export { default as SettingsView } from './SettingsView.svelte';
