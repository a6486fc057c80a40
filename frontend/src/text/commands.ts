/** What a line's beginning says about it: "/decision Roll back on Saturday", "/internal …", "09:15 …". Pure. */
import { backDated } from './time';

export interface LineCommand {
  /** The word behind the slash. */
  word: string;
  says: string;
}

export interface ReadLine {
  text: string;
  /** A mark of the line; "" when none was said. */
  mark: string;
  /** "" when nothing was said about it. */
  visibility: '' | 'internal' | 'customer';
  /** The instant it was dated back to; "" when it was not. */
  at: string;
  /** Whom an action is for: "/action Ruth: set the bucket name". */
  owner: string;
}

const AUDIENCE: LineCommand[] = [
  { word: 'internal', says: 'only colleagues read it' },
  { word: 'customer', says: 'the customer may read it' },
];

const SAYS: { [mark: string]: string } = {
  action: 'somebody does something; becomes a task',
  decision: 'what was agreed',
  question: 'what nobody knows yet',
  quote: 'what the customer said, word for word',
  impact: 'when it began to hurt',
  detection: 'when it was noticed',
  mitigation: 'when it stopped hurting',
  resolution: 'when it was over',
  screenshot: 'what a picture shows',
};

/** First those of a call, then the rest of the marks. */
export function commandsOf(marks: string[]): LineCommand[] {
  const first = ['action', 'decision', 'question', 'quote'].filter((m) => marks.includes(m));
  const rest = marks.filter((m) => m !== 'note' && !first.includes(m));
  const says = (word: string): LineCommand => ({ word, says: SAYS[word] ?? 'marks the line' });
  return [...first.map(says), ...AUDIENCE, ...rest.map(says)];
}

/** Commands that the half-typed word could become; none once a blank follows it. */
export function completions(typed: string, commands: LineCommand[]): LineCommand[] {
  const begun = /^(?:\d{1,2}:\d{2}\s+)?\/(\p{L}*)$/u.exec(typed);
  if (!begun) return [];
  const word = (begun[1] ?? '').toLowerCase();
  return commands.filter((c) => c.word.startsWith(word));
}

/** The text with the half-typed command written out. */
export function complete(typed: string, command: LineCommand): string {
  return `${typed.slice(0, typed.lastIndexOf('/'))}/${command.word} `;
}

/** The command and the time of day may come in either order, and an audience together with a mark. */
export function readLine(typed: string, commands: LineCommand[], now: number, zone: string): ReadLine {
  const read: ReadLine = { text: typed, mark: '', visibility: '', at: '', owner: '' };
  for (let step = 0; step < 3; step++) {
    const dated = read.at ? { text: read.text, at: '' } : backDated(read.text, now, zone);
    read.at ||= dated.at;
    read.text = dated.text;
    takeCommand(read, commands);
  }
  if (read.mark === 'action') read.owner = /^(\p{L}[\p{L}\p{M} .'’-]{0,39}):\s+\S/u.exec(read.text)?.[1] ?? '';
  return read;
}

/** An unknown word is left in the text: nothing typed is lost to a slip. */
function takeCommand(read: ReadLine, commands: LineCommand[]): void {
  const parts = /^\/(\p{L}+)\s+([\s\S]+)$/u.exec(read.text);
  const word = parts?.[1]?.toLowerCase() ?? '';
  const command = commands.find((c) => c.word.startsWith(word));
  if (!parts || !command) return;
  if (command.word === 'internal' || command.word === 'customer') {
    if (read.visibility) return;
    read.visibility = command.word;
  } else {
    if (read.mark) return;
    read.mark = command.word;
  }
  read.text = parts[2] ?? '';
}

/** What a later reader will miss in a line: "that's not good" names nothing (S2:15). "" when it says enough. */
export function lineLint(text: string): string {
  const words = text.trim().split(/\s+/).filter(Boolean);
  const names =
    /\d|`|[A-Z_]{2,}|\p{L}[._/:-]\p{L}|\p{Ll}\p{Lu}/u.test(text) || words.some((w, i) => i > 0 && /^\p{Lu}/u.test(w));
  return words.length > 0 && words.length <= 5 && !names ? 'Of what, and how much? A reader later will need both.' : '';
}
