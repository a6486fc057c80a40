import type { Audience, CopyFormat, DocumentFormat, Exported, Posting, Waiver } from '../backend/backend';
import { copyRich } from './clipboard';
import { faultOf, type Session } from './session.svelte';

/** Which document is copied, as it stands on the screen. */
export interface Copied {
  id: string;
  kind: string;
  audience: Audience;
  version?: number;
  waivers: Waiver[];
}

/** A document taken elsewhere: copied as Slack markup, rich or plain text, written as a mail's draft or with its receipt. */
export class CopyingState {
  #open = $state(false);
  #busy = $state('');
  #rich = $state.raw<{ html: string; plain: string } | null>(null);
  #posted = $state.raw<Posting[]>([]);
  #asking = $state(false);
  #problem = $state('');
  #request = 0;

  constructor(private readonly session: Session) {}

  get open(): boolean {
    return this.#open;
  }
  /** The form that is being written, "" when none is. */
  get busy(): string {
    return this.#busy;
  }
  /** The rich form can be taken: it must be there before the key is pressed, or the engine refuses it. */
  get richReady(): boolean {
    return this.#rich !== null;
  }
  get asking(): boolean {
    return this.#asking;
  }
  get problem(): string {
    return this.#problem;
  }
  get posted(): Posting[] {
    return this.#posted;
  }

  /** Opens the menu, and makes the rich form ready behind it. */
  async show(of: Copied, first: Promise<unknown> = Promise.resolve()): Promise<void> {
    const request = ++this.#request;
    this.#open = true;
    this.#rich = null;
    await first;
    const [html, plain, ledger] = await Promise.all([
      this.#text(of, 'rich'),
      this.#text(of, 'text'),
      this.session.backend.ledger(of.id),
    ]);
    if (request !== this.#request) return;
    this.#rich = html === null || plain === null ? null : { html, plain };
    this.#posted = ledger.filter((p) => p.what === of.kind);
  }

  close(): void {
    this.#request++;
    this.#open = false;
  }

  /** The document in a text form; null where the check stops it, which is said. */
  async #text(of: Copied, format: CopyFormat): Promise<string | null> {
    const { text, findings } = await this.session.backend.documentText({ ...of, format });
    if (findings.length === 0) return text;
    this.session.toasts.warn(
      `Nothing was copied. ${findings[0]?.says.replace(/\.$/, '') ?? 'The check found something'}.`,
    );
    return null;
  }

  async copy(of: Copied, format: 'slack' | 'text', says: string): Promise<void> {
    this.#open = false;
    const text = await this.#text(of, format);
    if (text === null) return;
    await this.session.backend.copyText(text);
    this.session.toasts.say(`Copied as ${says}`, () => this.ask(), 'Note where it was posted');
  }

  /** Straight from the key or button: nothing may be waited for in between. */
  copyRich(): void {
    const rich = this.#rich;
    this.#open = false;
    if (!rich) return;
    if (copyRich(rich.html, rich.plain))
      this.session.toasts.say('Copied as rich text', () => this.ask(), 'Note where it was posted');
    else this.session.toasts.warn('The clipboard did not take the rich text. Copy it as plain text, or export it.');
  }

  /** Writes a file through the system's save dialog; with its receipt beside it where that is asked for. */
  async write(of: Copied, format: DocumentFormat | CopyFormat, receipt: boolean): Promise<void> {
    if (this.#busy) return;
    this.#open = false;
    this.#busy = format;
    try {
      const { backend } = this.session;
      const done = await (receipt ? backend.exportWithReceipt : backend.exportDocument)({ ...of, format });
      this.#written(done, receipt);
    } finally {
      this.#busy = '';
    }
  }

  #written(done: Exported, receipt: boolean): void {
    const found = done.findings[0]?.says.replace(/\.$/, '');
    if (found) this.session.toasts.warn(`No file was written. ${found}.`);
    else if (done.name)
      this.session.toasts.say(
        [`${done.name} is written${receipt ? ', with its receipt beside it' : ''}`, ...done.notices].join('. '),
      );
  }

  ask(): void {
    this.#open = false;
    this.#problem = '';
    this.#asking = true;
  }
  leave(): void {
    this.#asking = false;
  }

  /** Notes with the record where the document was posted. */
  async post(of: Copied, destination: string, url: string): Promise<void> {
    try {
      const saved = await this.session.backend.post({
        id: of.id,
        what: of.kind,
        destination: destination.trim(),
        url: url.trim(),
        at: '',
        text: '',
        waivers: of.waivers,
      });
      this.session.did(saved);
      this.#asking = false;
      this.session.toasts.say(`Noted: posted in ${destination.trim()}`, () =>
        this.session.go(this.session.undo(saved.action)),
      );
    } catch (error) {
      this.#problem = faultOf(error).says;
    }
  }
}
