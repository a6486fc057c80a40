import type {
  Audience,
  DocumentComparison,
  DocumentFinding,
  DocumentFormat,
  DocumentJudgement,
  DocumentProposal,
  DocumentRequest,
  DocumentSection,
  DocumentVersion,
  DocumentView,
  Fault,
  OpenedCase,
  Saved,
  Waiver,
} from '../backend/backend';
import type { FieldEdit } from './edit.svelte';
import { faultOf, type Session } from './session.svelte';

/** After so long without a key the check list and the pages follow what was typed: a draft of it is on the disk by then. */
export const REST = 800;
/** Changes of records come in groups: the document is read once after them. */
const GROUPED = 300;

/** A document of a case while it is written: its sections, what is missing, what would make it better, its versions. */
export class DocumentState {
  #audience = $state<Audience>('internal');
  #version = $state(0);
  #view = $state.raw<DocumentView | null>(null);
  #case = $state.raw<OpenedCase | null>(null);
  #judgement = $state.raw<DocumentJudgement | null>(null);
  #unjudged = $state('');
  #versions = $state.raw<DocumentVersion[]>([]);
  #comparison = $state.raw<DocumentComparison | null>(null);
  #waivers = $state.raw<Waiver[]>([]);
  #fault = $state.raw<Fault | null>(null);
  #writing = $state('');
  #at = $state('');
  /** How often the text to print may have changed. */
  #turn = $state(0);
  #edits = $state.raw<ReadonlyMap<string, FieldEdit>>(new Map());
  /** Sections of which a draft is kept. */
  #request = 0;
  #judging = 0;
  #rest: () => void = () => undefined;
  #again: () => void = () => undefined;

  constructor(
    private readonly session: Session,
    readonly id: string,
    readonly kind: string,
    audience: Audience = 'internal',
    version = 0,
  ) {
    this.#audience = audience;
    this.#version = version;
  }

  get audience(): Audience {
    return this.#audience;
  }
  get view(): DocumentView | null {
    return this.#view;
  }
  get case(): OpenedCase | null {
    return this.#case;
  }
  get judgement(): DocumentJudgement | null {
    return this.#judgement;
  }
  /** Why there is no judgement. */
  get unjudged(): string {
    return this.#unjudged;
  }
  get versions(): DocumentVersion[] {
    return this.#versions;
  }
  get comparison(): DocumentComparison | null {
    return this.#comparison;
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
  get turn(): number {
    return this.#turn;
  }
  /** A later version is there. */
  get old(): boolean {
    return this.#version > 0 && this.#version < (this.#versions[0]?.version ?? 1);
  }
  /** Nothing of it changes any more. */
  get frozen(): boolean {
    return this.#view?.status === 'final' || this.old;
  }

  request(typed = false): DocumentRequest {
    return { kind: this.kind, id: this.id, audience: this.#audience, version: this.#version, typed };
  }

  /** The section that is written in. */
  get section(): DocumentSection | undefined {
    const sections = this.#view?.sections ?? [];
    return sections.find((s) => s.id === this.#at) ?? sections[0];
  }
  edit(section: string): FieldEdit | undefined {
    return this.#edits.get(section);
  }
  choose(section: string): void {
    this.#at = section;
  }
  /** Goes to the section after or before. */
  step(by: number): void {
    const ids = (this.#view?.sections ?? []).map((s) => s.id);
    this.#at = ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(this.section?.id ?? '') + by))] ?? this.#at;
  }

  waived(finding: DocumentFinding): string {
    return this.#waivers.find((w) => w.id === finding.id)?.reason ?? '';
  }

  /** Findings that stop the export as things stand. Only the customer's version can be stopped. */
  get stops(): DocumentFinding[] {
    if (this.#audience === 'internal') return [];
    return (this.#view?.findings ?? []).filter((f) => f.level === 'stop' && !this.waived(f));
  }
  /** What was found in the finished file, waived or not. */
  get found(): DocumentFinding[] {
    return this.#audience === 'internal' ? [] : (this.#view?.findings ?? []).filter((f) => f.level === 'stop');
  }

  /** Reads the document, and again when a record changes, until the answer is called. */
  begin(): () => void {
    const stop = this.session.backend.on('changed', () => {
      this.#again();
      this.#again = this.session.time.after(GROUPED, () => this.session.go(this.load()));
    });
    this.session.go(this.load());
    return () => {
      stop();
      this.#again();
      this.#rest();
      this.session.go(this.settle());
    };
  }

  async load(): Promise<void> {
    const request = ++this.#request;
    try {
      const from = await this.session.backend.openCase({ id: this.id, lines: 1, with: [] });
      const written = this.session.kind(from.record.kind)?.documents.find((d) => d.kind === this.kind)?.audiences ?? [];
      if (written[0] && !written.includes(this.#audience)) this.#audience = written[0];
      const view = await this.session.backend.buildDocument(this.request());
      await this.session.press.over();
      if (request !== this.#request) return;
      this.#take(view);
      this.#case = from;
      this.#fault = null;
    } catch (error) {
      if (request === this.#request) this.#fault = faultOf(error);
      return;
    }
    await Promise.all([this.#judge(), this.#readVersions()]);
  }

  #take(view: DocumentView): void {
    const stopped = (this.#view?.findings ?? []).filter((f) => f.level === 'stop');
    const known = new Set(view.findings.map((f) => f.id));
    // What was found in a finished file stands until the next file is made.
    this.#view = { ...view, findings: [...stopped.filter((f) => !known.has(f.id)), ...view.findings] };
    const edits = new Map<string, FieldEdit>();
    for (const s of view.sections) {
      const edit = this.#edits.get(s.id) ?? this.#editOf(s);
      edit.refresh(s.body);
      edits.set(s.id, edit);
    }
    this.#edits = edits;
    this.#turn += 1;
  }

  #editOf(section: DocumentSection): FieldEdit {
    return this.session.edit(
      {
        draft: (text) =>
          text === null
            ? this.session.backend.dropSectionDraft(this.request(), section.id)
            : this.session.backend.draftSection(this.request(), section.id, text),
        commit: (text) => this.#write(section.id, text),
      },
      section.body,
      section.draft?.text,
    );
  }

  type(section: string, text: string): void {
    this.edit(section)?.type(text);
    this.#rest();
    this.#rest = this.session.time.after(REST, () => {
      this.#turn += 1;
      void this.#judge();
    });
  }

  /** A section was left: what was typed is a revision. */
  async leave(section: string): Promise<void> {
    await this.edit(section)?.commit();
  }

  /** Nothing that was typed is left unkept. */
  async settle(): Promise<void> {
    for (const section of this.#edits.keys()) await this.leave(section);
  }

  async #write(section: string, text: string): Promise<void> {
    this.#did(await this.#saving(() => this.session.backend.writeSection(this.request(), section, text)));
    await this.load();
  }

  #saving(work: () => Promise<Saved>): Promise<Saved> {
    return this.session.saving.run('saved', work, (e) => faultOf(e).says);
  }

  #did(saved: Saved): void {
    this.session.did(saved);
  }

  /** Takes what the record says instead of what a person wrote. */
  async giveBack(section: DocumentSection): Promise<void> {
    await this.edit(section.id)?.revert();
    if (section.edited) {
      await this.#write(section.id, '');
      this.session.toasts.say('The section says what the record says again', () => this.session.undoLast());
    } else await this.load();
  }

  async #judge(): Promise<void> {
    const asked = ++this.#judging;
    try {
      const judgement = await this.session.backend.judgeDocument(this.request(true));
      if (asked !== this.#judging) return;
      this.#judgement = judgement;
      this.#unjudged = '';
    } catch (error) {
      if (asked === this.#judging) this.#unjudged = faultOf(error).says;
    }
  }

  async #readVersions(): Promise<void> {
    try {
      this.#versions = await this.session.backend.documentVersions(this.request());
    } catch {
      this.#versions = []; // the document itself is there, and says its version
    }
  }

  async show(audience: Audience): Promise<void> {
    if (audience === this.#audience) return;
    await this.settle();
    // Never one audience's text under the other's name, not for a moment.
    this.#audience = audience;
    this.#waivers = [];
    await this.#fresh(0);
  }

  /** Shows another version; 0 is the newest. */
  async showVersion(version: number): Promise<void> {
    await this.settle();
    await this.#fresh(version === this.#versions[0]?.version ? 0 : version);
  }

  async #fresh(version: number): Promise<void> {
    this.#view = null;
    this.#judgement = null;
    this.#comparison = null;
    this.#edits = new Map();
    this.#version = version;
    await this.load();
  }

  async compare(older: number, newer: number): Promise<void> {
    await this.settle();
    this.#comparison = await this.session.backend.compareDocument(this.request(), older, newer);
  }
  endComparison(): void {
    this.#comparison = null;
  }

  async finish(reason: string): Promise<void> {
    await this.settle();
    this.#did(await this.#saving(() => this.session.backend.finishDocument(this.request(), reason)));
    this.session.toasts.say('The document is final', () => this.session.undoLast());
    await this.#fresh(0);
  }

  async revise(): Promise<void> {
    this.#did(await this.#saving(() => this.session.backend.reviseDocument(this.request())));
    await this.#fresh(0);
    this.session.toasts.say(`Version ${this.#view?.version ?? ''} is begun`, () => this.session.undoLast());
  }

  async review(reviewer: string): Promise<void> {
    this.#did(await this.#saving(() => this.session.backend.reviewDocument(this.request(), reviewer)));
    await this.load();
  }

  /** Puts a value that was proposed into its record. */
  async confirm(proposal: DocumentProposal): Promise<void> {
    const { record } = await this.session.backend.openCase({ id: proposal.record, lines: 1, with: [] });
    const patch = { [proposal.field]: proposal.value };
    await this.session.save('Confirmed a proposal', [{ kind: record.kind, id: record.id, base: record.rev, patch }]);
    this.session.toasts.say(`Kept in ${proposal.key}`, () => this.session.undoLast());
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
      await this.settle();
      const done = await this.session.backend.exportDocument({
        kind: this.kind,
        id: this.id,
        audience: this.#audience,
        version: this.#version,
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
