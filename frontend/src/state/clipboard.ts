import type { Session } from './session.svelte';

/** Puts a text on the system's clipboard and says so. */
export async function copyText(session: Session, text: string, what: string): Promise<void> {
  await session.backend.copyText(text);
  session.toasts.say(`${what} copied`);
}

/**
 * Puts a text on the clipboard in two forms: as HTML for programs that take it, plain for the others. The program's own
 * clipboard has but plain text, and the page's newer one is only for pages of https: the event of a copy takes both forms in
 * every engine. It must be called where a key or button was just pressed.
 */
export function copyRich(html: string, plain: string): boolean {
  const selection = getSelection();
  const held = document.createElement('span');
  held.textContent = plain || ' ';
  held.className = 'vh';
  document.body.append(held);
  const kept = selection?.rangeCount ? selection.getRangeAt(0) : null;
  selection?.selectAllChildren(held); // engines copy nothing where nothing is selected
  let taken = false;
  const take = (e: ClipboardEvent) => {
    e.clipboardData?.setData('text/html', html);
    e.clipboardData?.setData('text/plain', plain);
    e.preventDefault();
    taken = true;
  };
  document.addEventListener('copy', take, { capture: true, once: true });
  const done = document.execCommand('copy');
  document.removeEventListener('copy', take, { capture: true });
  selection?.removeAllRanges();
  if (kept) selection?.addRange(kept);
  held.remove();
  return done && taken;
}
