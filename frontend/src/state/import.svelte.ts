import type { Fault, ImportPreview, ImportRequest, ImportSource, JobView } from '../backend/backend';
import { faultOf, type Session } from './session.svelte';

/** Choose, look at what was understood, correct it, take it in, read the report. */
export class ImportState {
  #source = $state.raw<ImportSource | null>(null);
  #preview = $state.raw<ImportPreview | null>(null);
  #request = $state.raw<ImportRequest>({
    token: '',
    format: 'auto',
    source: '',
    kind: '',
    zone: '',
    mapping: [],
    strict: false,
  });
  #job = $state('');
  #fault = $state.raw<Fault | null>(null);
  #asked = 0;

  constructor(private readonly session: Session) {}

  get source(): ImportSource | null {
    return this.#source;
  }
  get preview(): ImportPreview | null {
    return this.#preview;
  }
  get request(): ImportRequest {
    return this.#request;
  }
  get job(): JobView | undefined {
    return this.session.job(this.#job);
  }
  get started(): boolean {
    return this.#job !== '';
  }
  get fault(): Fault | null {
    return this.#fault;
  }

  async choose(what: 'files' | 'folder'): Promise<void> {
    const source = await this.session.backend.chooseImport(what);
    if (!source) return;
    this.#source = source;
    this.#job = '';
    this.#request = {
      token: source.token,
      format: 'auto',
      source: source.name.replace(/\.[^.]+$/, ''),
      kind: '',
      zone: this.session.zone,
      mapping: [],
      strict: false,
    };
    await this.#look();
  }

  /** Changes how it is read, and looks again. */
  async set(patch: Partial<ImportRequest>): Promise<void> {
    this.#request = { ...this.#request, ...patch };
    if ('source' in patch || 'strict' in patch) return;
    await this.#look();
  }

  map(column: string, field: string): Promise<void> {
    return this.set({ mapping: [...this.#request.mapping.filter((m) => m.column !== column), { column, field }] });
  }

  async #look(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const preview = await this.session.backend.previewImport(this.#request);
      if (asked !== this.#asked) return;
      this.#preview = preview;
      this.#fault = null;
    } catch (error) {
      if (asked === this.#asked) this.#fault = faultOf(error);
    }
  }

  async start(): Promise<void> {
    const preview = this.#preview;
    if (!preview) return;
    const mapping = preview.columns.map((c) => ({ column: c.name, field: c.field }));
    this.#job = await this.session.backend.startImport({
      ...this.#request,
      format: preview.format,
      kind: preview.kind,
      mapping,
    });
  }

  cancel(): void {
    if (this.#job) this.session.go(this.session.backend.cancelJob(this.#job));
  }

  async report(job: string): Promise<void> {
    const name = await this.session.backend.saveReport(job);
    if (name) this.session.toasts.say(`Report saved as ${name}`);
  }

  again(): void {
    this.#source = null;
    this.#preview = null;
    this.#job = '';
    this.#fault = null;
  }
}
