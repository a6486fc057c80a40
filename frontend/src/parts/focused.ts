/**
 * A field that is written in at once takes the focus, wherever it was: `{@attach focused}`. Svelte's own autofocus takes it only
 * where nothing has it, which the screen itself has when a field comes a moment after it. In a dialog it waits for that to open.
 */
export function focused(field: HTMLElement): void {
  field.autofocus = true;
  field.focus();
}
