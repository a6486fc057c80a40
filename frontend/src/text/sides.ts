/** The lines of a comparison as two columns. */

export interface SideRow {
  /** null: this side has no line here. */
  left: string | null;
  right: string | null;
  changed: boolean;
}

/** Lines that went away stand beside those that came in their place. */
export function sideBySide(lines: { sign: string; text: string }[]): SideRow[] {
  const rows: SideRow[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = () => {
    for (let i = 0; i < Math.max(gone.length, come.length); i++)
      rows.push({ left: gone[i] ?? null, right: come[i] ?? null, changed: true });
    gone = [];
    come = [];
  };
  for (const { sign, text } of lines) {
    if (sign === '-') gone.push(text);
    else if (sign === '+') come.push(text);
    else {
      flush();
      rows.push({ left: text, right: text, changed: false });
    }
  }
  flush();
  return rows;
}
