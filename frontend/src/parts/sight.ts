/**
 * Scrolls something into sight with the next frame. Asked for at once, a screen that is still being drawn is laid out for it,
 * and again when it is done: some 12 ms of each opened case.
 */
export function toSight(element: Element | null | undefined, block: ScrollLogicalPosition = 'nearest'): void {
  if (element) requestAnimationFrame(() => element.scrollIntoView({ block, inline: 'nearest' }));
}
