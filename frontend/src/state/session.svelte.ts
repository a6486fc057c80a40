import type {
  About,
  Backend,
  DraftRequest,
  Fault,
  JobView,
  KindCount,
  KindSchema,
  Saved,
  Schema,
  Settings,
  Undone,
  WorkspaceView,
} from '../backend/backend';
import { HOME } from '../text/routes';
import { systemZone } from '../text/time';
import { sentence } from '../text/words';
import { Ahead } from './ahead.svelte';
import { Away, type Keeper } from './away.svelte';
import { DueState } from './due.svelte';
import { type EditWork, FieldEdit } from './edit.svelte';
import { Gates } from './gates.svelte';
import { Keys } from './keys.svelte';
import { Known } from './known.svelte';
import { ListState } from './list.svelte';
import { Nav } from './nav.svelte';
import { PaletteState } from './palette.svelte';
import { Pane } from './pane.svelte';
import { Press } from './press';
import { Saving } from './saving.svelte';
import type { Time } from './time';
import { Toasts } from './toasts.svelte';
import { Unused } from './unused.svelte';

const NO_SETTINGS: Settings = {
  name: '',
  role: '',
  zone: '',
  appearance: 'system',
  textScale: 1,
  quietFrom: '',
  quietTo: '',
};

const SEEN = 'precedent.seen';
/** Kept beside the page: it is about this window, not about the workspace. */
const lastSeen: Keeper = {
  read: () => Number(localStorage.getItem(SEEN) ?? 0),
  write: (ms) => localStorage.setItem(SEEN, String(ms)),
};

const KNOWN = 'precedent.known';
const heard = {
  read: () => localStorage.getItem(KNOWN) ?? '',
  write: (ids: string) => localStorage.setItem(KNOWN, ids),
};

/** Makes a fault of whatever was thrown. */
export function faultOf(error: unknown): Fault {
  if (typeof error === 'object' && error !== null && 'says' in error && 'code' in error) return error as Fault;
  return { code: 'internal', says: error instanceof Error ? error.message : String(error) };
}

/** One window on one workspace: what every screen needs, handed down by context. */
export class Session {
  readonly toasts: Toasts;
  readonly saving: Saving;
  readonly unused: Unused;
  readonly keys: Keys;
  readonly away: Away;
  readonly known: Known;
  readonly nav = new Nav();
  readonly pane = new Pane();
  readonly palette: PaletteState;
  readonly press: Press;
  /** What the next screen shows first. */
  readonly ahead: Ahead;
  /** What the process asks in all open cases. */
  readonly due: DueState;
  /** What the process wants before a value. */
  readonly gates: Gates;
  #workspace = $state.raw<WorkspaceView | null>(null);
  #schema = $state.raw<Schema>({ kinds: [] });
  #settings = $state.raw<Settings>(NO_SETTINGS);
  #about = $state.raw<About | null>(null);
  #engineSays = $state('');
  #counts = $state.raw<KindCount[]>([]);
  #jobs = $state.raw<JobView[]>([]);
  #now = $state(0);
  #broken = $state.raw<Fault | null>(null);
  #undoable: string[] = [];
  readonly #lists = new Map<string, ListState>();
  /** Why something was not kept when the window was to be closed; said already. */
  #unkept = '';
  #countsWaiting = false;
  /** How often the program told of the workspace by itself. */
  #told = 0;

  constructor(
    readonly backend: Backend,
    readonly time: Time,
  ) {
    this.toasts = new Toasts(time);
    this.away = new Away(time, lastSeen);
    this.known = new Known(heard);
    this.saving = new Saving(() => time.now());
    this.unused = new Unused(this.saving);
    this.keys = new Keys(time);
    this.palette = new PaletteState(this);
    this.press = new Press(time);
    this.ahead = new Ahead(this);
    this.due = new DueState(this);
    this.gates = new Gates(this);
    this.#now = time.now();
  }

  get workspace(): WorkspaceView | null {
    return this.#workspace;
  }
  get schema(): Schema {
    return this.#schema;
  }
  get settings(): Settings {
    return this.#settings;
  }
  get about(): About | null {
    return this.#about;
  }
  /** What the PDF engine is doing, or why it failed. */
  get engineSays(): string {
    return this.#engineSays;
  }
  get jobs(): JobView[] {
    return this.#jobs;
  }
  /** The present, moving on each half minute: what relative times are relative to. */
  get now(): number {
    return this.#now;
  }
  /** The program did not answer at all. */
  get broken(): Fault | null {
    return this.#broken;
  }
  /** The reader's zone by its name: what is stored names it. */
  get zone(): string {
    return this.#settings.zone || systemZone();
  }
  /** The same for what is only shown: "" for the system's, whose name the first screen does not wait for. */
  get shownZone(): string {
    return this.#settings.zone;
  }

  /** One that knows what this one knows: what is drawn in it has no part in what is shown. */
  apart(): Session {
    const other = new Session(this.backend, this.time);
    [other.#schema, other.#settings] = [this.#schema, this.#settings];
    return other;
  }

  /** Listens, then asks: what is told while an answer is on its way is newer than the answer. */
  async begin(): Promise<void> {
    this.#tick();
    this.#listen();
    try {
      [this.#about] = await Promise.all([this.backend.about(), this.refresh()]);
    } catch (error) {
      this.#broken = faultOf(error);
      return;
    }
    this.#jobs = await this.backend.jobs();
    await this.#again();
  }

  /** The first answers come with the page, from before it listened: whether they still hold is asked once. */
  async #again(): Promise<void> {
    const told = this.#told;
    const view = await this.backend.workspace();
    if (told === this.#told && JSON.stringify(view) !== JSON.stringify(this.#workspace)) this.#took(view);
  }

  #listen(): void {
    this.backend.on('workspace', (view) => this.#took(view));
    this.backend.on('changed', (change) => {
      this.ahead.forget();
      for (const list of this.#lists.values()) list.changed(change.kinds);
      this.#countSoon();
    });
    this.backend.on('engine', ({ state, says }) => {
      if (this.#about) this.#about = { ...this.#about, pdf: state };
      this.#engineSays = says;
    });
    this.backend.on('job', (job) => this.#jobMoved(job));
    this.backend.on('closing', () => this.go(this.#part()));
    this.backend.on('front', ({ id }) => id && this.nav.go({ at: 'case', id, tab: 'overview' }));
    this.away.begin();
  }

  /** The window is being closed. What could not be kept is said once, and the window stays; closed again, it goes. */
  async #part(): Promise<void> {
    const here = document.activeElement;
    if (here instanceof HTMLElement) here.blur(); // fields without drafts are kept when they are left
    const why = await this.saving.keepNow();
    const kept = !why || why === this.#unkept;
    this.#unkept = why;
    if (!kept) {
      if (here instanceof HTMLElement) here.focus();
      this.toasts.warn(`The window stays open, as not everything is kept. ${why} Closed again, it goes without it.`);
    }
    await this.backend.part(kept);
  }

  async refresh(): Promise<void> {
    this.#broken = null;
    const told = this.#told;
    const view = await this.backend.workspace();
    if (told !== this.#told) return;
    const known = [...this.#lists.values()];
    if (view.phase === 'ready' || view.phase === 'rebuilding') await this.#enter();
    this.#workspace = view;
    for (const list of known) list.changed([]);
  }

  async #enter(): Promise<void> {
    // Asked before the screens know how to show it: the first of them stands with its rows at once.
    if (this.#lists.size === 0 && HOME.at === 'list') this.list(HOME.kind).show();
    this.go(this.#count());
    [this.#schema, this.#settings] = await Promise.all([this.backend.schema(), this.backend.settings()]);
  }

  async #count(): Promise<void> {
    this.#counts = await this.backend.counts();
  }

  #took(view: WorkspaceView): void {
    this.#told += 1;
    const entered = view.phase === 'ready' && this.#workspace?.phase !== 'ready';
    if (!entered) this.#workspace = view;
    // The screens appear once they know the kinds and the settings.
    else
      this.go(
        this.#enter().then(() => {
          this.#workspace = view;
        }),
      );
  }

  #tick(): void {
    this.#now = this.time.now();
    this.time.after(30_000, () => this.#tick());
  }

  /** Many changes in a row (an import) are counted once. */
  #countSoon(): void {
    if (this.#countsWaiting) return;
    this.#countsWaiting = true;
    this.time.after(300, () => {
      this.#countsWaiting = false;
      this.go(this.#count());
    });
  }

  #jobMoved(job: JobView): void {
    // Reports may overtake each other: what has ended does not run again.
    const known = this.job(job.id);
    if (known && known.state !== 'running') return;
    const others = this.#jobs.filter((j) => j.id !== job.id);
    this.#jobs = [...others, job];
    if (job.state === 'failed') this.toasts.warn(job.says);
    else if (job.state === 'done')
      this.toasts.tell(
        job.kind === 'sample' ? 'The sample cases are here' : job.says,
        job.action ? () => this.go(this.undo(job.action)) : null,
      );
    if (job.state === 'done' && ['restore', 'sample', 'backup'].includes(job.kind)) this.go(this.refresh());
  }

  /** What the program is and can: the PDF engine may have become ready since. */
  async refreshAbout(): Promise<void> {
    const known = this.#about;
    const about = await this.backend.about();
    const told = this.#about !== known; // newer than the answer
    this.#about = told && this.#about ? { ...about, pdf: this.#about.pdf } : about;
  }

  job(id: string): JobView | undefined {
    return this.#jobs.find((j) => j.id === id);
  }

  /** Work that ended and was read about. */
  forget(id: string): void {
    this.#jobs = this.#jobs.filter((j) => j.id !== id || j.state === 'running');
  }

  kind(kind: string): KindSchema | undefined {
    return this.#schema.kinds.find((k) => k.kind === kind);
  }

  count(kind: string): number {
    return this.#counts.find((c) => c.kind === kind)?.count ?? 0;
  }

  get records(): number {
    return this.#counts.reduce((n, c) => n + c.count, 0);
  }

  /** The list of a kind, kept while the window is open so that going back finds it as it was. */
  list(kind: string): ListState {
    const kept = this.#lists.get(kind);
    if (kept) return kept;
    const fresh = new ListState(this, kind);
    this.#lists.set(kind, fresh);
    return fresh;
  }

  /** The one place where every failure arrives. It is said; what was typed stays where it is. */
  fail(error: unknown): Fault {
    const fault = faultOf(error);
    if (fault.code !== 'cancelled') this.toasts.warn(fault.says);
    return fault;
  }

  /** Starts work whose answer nobody waits for; its failure is said. */
  go(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error));
  }

  /** An editor of a text, whose saves the foot tells of. `left` is the draft that stands already. */
  edit(work: Pick<EditWork, 'draft' | 'commit'>, kept: string, left?: string): FieldEdit {
    const says = (error: unknown) => faultOf(error).says;
    return new FieldEdit({ time: this.time, saving: this.saving, says, ...work }, kept, left);
  }

  /** Keeps what stands in a field and is no revision yet; null takes it away. */
  keepDraft(of: Omit<DraftRequest, 'text'>, text: string | null): Promise<unknown> {
    return text === null ? this.backend.dropDraft(of.id, of.field) : this.backend.draft({ ...of, text });
  }

  /** Saves, keeps what Ctrl-Z takes, and shows in the foot how it went. */
  async save(action: string, changes: Parameters<Backend['save']>[0]['changes']): Promise<Saved> {
    const saved = await this.saving.run(
      'saved',
      () => this.backend.save({ action, changes }),
      (e) => faultOf(e).says,
    );
    this.did(saved);
    return saved;
  }

  /** Moves a field through the gates of the process, as `save` saves. */
  async move(request: Parameters<Backend['move']>[0]): Promise<Saved> {
    const saved = await this.saving.run(
      'saved',
      () => this.backend.move(request),
      (e) => faultOf(e).says,
    );
    this.did(saved);
    return saved;
  }

  /** Does work a moment after something changed, once for changes that follow each other, until the answer is called. */
  afterChanges(work: () => Promise<unknown>, moment = 250): () => void {
    let forget: () => void = () => undefined;
    const stop = this.backend.on('changed', () => {
      forget();
      forget = this.time.after(moment, () => this.go(work()));
    });
    return () => {
      stop();
      forget();
    };
  }

  did(saved: Saved): void {
    if (saved.action) this.#undoable = [...this.#undoable.slice(-99), saved.action];
    if (saved.conflicts.length)
      this.toasts.warn(
        `${saved.conflicts.map((c) => c.label).join(', ')} was changed by someone else too. Both values are kept: choose one.`,
      );
  }

  async undo(action: string): Promise<Undone> {
    const undone = await this.backend.undo(action);
    this.#undoable = this.#undoable.filter((a) => a !== action);
    const left = undone.left.length ? ` Left as it is, because it was changed since: ${undone.left.join(', ')}.` : '';
    this.toasts.say(`${sentence(undone.says)}${left}`);
    return undone;
  }

  /** Takes the last change back, one that is being saved too: Ctrl-Z may be pressed sooner than a save is confirmed. */
  undoLast(): void {
    this.go(
      this.saving.settled().then(async () => {
        const action = this.#undoable.pop();
        if (action) await this.undo(action);
        else this.toasts.say('Nothing to undo in this window. The history of a record has everything.');
      }),
    );
  }

  /** Deletes at once, with ten seconds of Undo. */
  async remove(ids: string[], what: string): Promise<void> {
    const saved = await this.saving.run(
      'saved',
      () => this.backend.remove(ids),
      (e) => faultOf(e).says,
    );
    this.did(saved);
    if (!saved.action) return; // it was deleted already, and that can still be undone
    this.toasts.say(`${what} deleted`, () => this.go(this.undo(saved.action)));
  }

  async changeSettings(patch: Partial<Settings>): Promise<void> {
    this.#settings = await this.saving.run(
      'saved',
      () => this.backend.saveSettings({ ...this.#settings, ...patch }),
      (e) => faultOf(e).says,
    );
  }
}
