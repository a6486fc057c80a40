import { toSight } from './sight';

/** Up and down through the fields within something, as in a list. */
export function stepInput(within: HTMLElement | undefined, by: number): void {
  const all = [...(within?.querySelectorAll('input') ?? [])];
  const next = all[all.indexOf(document.activeElement as HTMLInputElement) + by];
  next?.focus({ preventScroll: true });
  toSight(next);
}
