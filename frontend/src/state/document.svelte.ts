import type {
  Audience,
  CaseView,
  DocumentFinding,
  DocumentFormat,
  DocumentView,
  Fault,
  Waiver,
} from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** A document of a case before it is exported: its sections, what is missing, what the check found. */
export class DocumentState {
  #audience = $state<Audience>('internal');
  #view = $state.raw<DocumentView | null>(null);
  #case = $state.raw<CaseView | null>(null);
  #waivers = $state.raw<Waiver[]>([]);
  #fault = $state.raw<Fault | null>(null);
  #writing = $state('');
  #request = 0;

  constructor(
    private readonly session: Session,
    readonly id: string,
    readonly kind: string,
  ) {}

  get audience(): Audience {
    return this.#audience;
  }
  get view(): DocumentView | null {
    return this.#view;
  }
  get case(): CaseView | null {
    return this.#case;
  }
  get fault(): Fault | null {
    return this.#fault;
  }
  get loading(): boolean {
    return this.#view === null && this.#fault === null;
  }
  /** The format being written, "" when none is. */
  get writing(): string {
    return this.#writing;
  }

  waived(finding: DocumentFinding): string {
    return this.#waivers.find((w) => w.id === finding.id)?.reason ?? '';
  }

  /** Findings that stop the export as things stand. Only the customer's version can be stopped. */
  get stops(): DocumentFinding[] {
    if (this.#audience === 'internal') return [];
    return (this.#view?.findings ?? []).filter((f) => f.level === 'stop' && !this.waived(f));
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const from = await this.session.backend.open(this.id);
      const written = this.session.kind(from.record.kind)?.documents.find((d) => d.kind === this.kind)?.audiences ?? [];
      if (written[0] && !written.includes(this.#audience)) this.#audience = written[0];
      const view = await this.session.backend.buildDocument({
        kind: this.kind,
        id: this.id,
        audience: this.#audience,
      });
      if (request !== this.#request) return;
      this.#view = view;
      this.#case = from;
      this.#fault = null;
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
    }
  }

  async show(audience: Audience): Promise<void> {
    if (audience === this.#audience) return;
    // Never one audience's text under the other's name, not for a moment.
    this.#view = null;
    this.#waivers = [];
    this.#audience = audience;
    await this.load();
  }

  waive(finding: DocumentFinding, reason: string): void {
    const others = this.#waivers.filter((w) => w.id !== finding.id);
    this.#waivers = reason.trim() ? [...others, { id: finding.id, reason: reason.trim() }] : others;
  }

  /** Writes the file through the system's save dialog. */
  async export(format: DocumentFormat): Promise<void> {
    if (this.#writing) return;
    this.#writing = format;
    try {
      const done = await this.session.backend.exportDocument({
        kind: this.kind,
        id: this.id,
        audience: this.#audience,
        format,
        waivers: this.#waivers,
      });
      if (done.findings.length) this.#stopped(done.findings);
      else if (done.name) this.session.toasts.say([`${done.name} is written`, ...done.notices].join('. '));
    } finally {
      this.#writing = '';
    }
  }

  /** The finished file was read back and something was found in it: no file was kept. */
  #stopped(findings: DocumentFinding[]): void {
    const known = new Set(findings.map((f) => f.id));
    if (this.#view)
      this.#view = { ...this.#view, findings: [...findings, ...this.#view.findings.filter((f) => !known.has(f.id))] };
    const says = findings[0]?.says.replace(/\.$/, '') ?? 'the check found something';
    this.session.toasts.warn(`No file was written. ${says}.`);
  }
}
