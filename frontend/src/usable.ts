/** Calls back once the first screen stands with its content on the display: from then on it takes what a person does. */
export function onceUsable(page: HTMLElement, tell: () => void): void {
  const look = () => {
    const main = page.querySelector('#main');
    if (!main || main.querySelector('.ghosts, [aria-busy=true]')) return;
    watching.disconnect();
    // The second frame begins when the first has been painted.
    requestAnimationFrame(() => requestAnimationFrame(tell));
  };
  const watching = new MutationObserver(look);
  watching.observe(page, { childList: true, subtree: true });
}
