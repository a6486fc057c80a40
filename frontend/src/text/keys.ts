/** Names of keys as the screens list them: "j", "Shift+C", "Ctrl+Enter", "Alt+i", "?"; a sequence has a space: "g e". */

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** On macOS the command key stands for Ctrl. */
export function keyName(event: Pressed): string {
  const named = event.key.length > 1;
  const letter = /^\p{L}$/u.test(event.key);
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey && (named || letter)) parts.push('Shift');
  const key =
    event.key === ' '
      ? 'Space'
      : letter && (parts.length === 0 || parts.includes('Ctrl') || parts.includes('Alt') || event.shiftKey)
        ? letterKey(event)
        : event.key;
  return [...parts, key].join('+');
}

const letterKey = (event: Pressed): string => (event.shiftKey ? event.key.toUpperCase() : event.key.toLowerCase());

/** The keys of a name one by one, as they are printed: "Ctrl+Enter" → Ctrl, Enter. */
export function printed(name: string, mac = false): string[] {
  return name.split(' ').flatMap((chord) => chord.split(/\+(?=.)/).map((key) => cap(key, mac)));
}

const SIGNS: { [key: string]: string } = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Delete: 'Del',
};
const MAC: { [key: string]: string } = { Ctrl: '⌘', Alt: '⌥', Shift: '⇧' };

function cap(key: string, mac: boolean): string {
  if (mac && MAC[key]) return MAC[key];
  return SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
}

/** Bare letters belong to the text where one types. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
}

/** A control that Enter or Space presses. */
export function pressable(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('button, a[href], summary, select, input, [role="option"], [role="tab"]') !== null
  );
}
