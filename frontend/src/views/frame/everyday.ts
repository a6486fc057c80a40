/** The screens one goes to from a list, and what one opens on it: in one piece that is read while the first list stands. */
export { default as CallView } from '../call/CallView.svelte';
export { default as MakeDocument } from '../document/MakeDocument.svelte';
export { default as Gates } from '../due/Gates.svelte';
export { default as MoversView } from '../due/MoversView.svelte';
export { default as TodayView } from '../due/TodayView.svelte';
export { default as EmergencyView } from '../emergency/EmergencyView.svelte';
export { default as SearchView } from '../find/SearchView.svelte';
export { default as Board } from '../list/Board.svelte';
export { default as FilterMenu } from '../list/FilterMenu.svelte';
export { default as CaseGlance } from '../record/CaseGlance.svelte';
export { default as CaseView } from '../record/CaseView.svelte';
export { default as NewView } from '../record/NewView.svelte';
export { default as NameView } from '../start/NameView.svelte';
export { default as KeySheet } from './KeySheet.svelte';
export { default as Palette } from './Palette.svelte';
export { rehearse } from './rehearsal';
