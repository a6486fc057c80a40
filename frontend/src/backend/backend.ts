/**
 * What the page may ask of the program, and what comes back.
 *
 * The rules of this border:
 * - Each method of `Backend` is one bound method of the same name with a capital letter, with the same
 *   arguments in the same order. Values are plain: strings, numbers, booleans, lists, objects.
 * - A failed call rejects with a `Fault` (a code for the program, a sentence for the person).
 * - A list is never null. An absent text is "", an absent number 0, an absent object null.
 * - Instants are strings in RFC 9557 form, `2026-03-13T07:50:00Z[Europe/Berlin]`; the zone may be left out.
 * - No path of the disk goes from the page to the program: the program asks with the system's dialog and
 *   hands back a token. A dialog that was closed answers "" or null.
 * - Long work answers a job id at once; its progress comes as `job` events, its state by `job(id)`.
 * - Events carry ids and revisions, never records.
 */

import type { PlannedAnswer } from './calendar';
import type { Card, CardRequest, Posting, PostingChange, PostRequest } from './cards';
import type { DocumentBackend } from './document';
import type { Digest, DoRequest, DueAnswer, DueQuery, Gate, Message, MoveRequest, SnoozeRequest, Wait } from './due';
import type { Cockpit, StepRequest } from './emergency';
import type { SearchPage, SearchQuery, SimilarAnswer, SimilarQuery } from './found';
import type { Advice, Guide } from './guide';
import type { Insights } from './insights';
import type {
  About,
  BackupView,
  ChosenFolder,
  Events,
  KindCount,
  Settings,
  StartRequest,
  WorkspaceView,
} from './place';
import type { Movers, PolicyCheck, PolicyDiff, PolicyEdit, PolicyFile, PolicyPlace, PolicyView } from './policy';
import type {
  AttachmentPreview,
  AttachmentView,
  BinPage,
  CaseRequest,
  ConflictView,
  DraftRequest,
  DraftView,
  HistoryPage,
  LinesPage,
  LinesRequest,
  ListPage,
  ListQuery,
  Named,
  OpenedCase,
  RecordView,
  Saved,
  SaveRequest,
  TextPiece,
  Undone,
} from './records';
import type { Schema } from './schema';
import type {
  Copied,
  DocumentFinding,
  DocumentRequest,
  DocumentView,
  Exported,
  ExportRequest,
  ImportPreview,
  ImportRequest,
  ImportSource,
  JobView,
  KeptReport,
} from './work';

export type * from './calendar';
export type * from './cards';
export type * from './document';
export type * from './due';
export type * from './emergency';
export type * from './found';
export type * from './guide';
export type * from './insights';
export type * from './place';
export type * from './policy';
export type * from './records';
export type * from './schema';
export type * from './work';

export type Stop = () => void;

export interface Backend extends DocumentBackend {
  // The workspace
  workspace(): Promise<WorkspaceView>;
  /** The first screen stands on the display: what is behind it may be opened. */
  painted(): Promise<void>;
  /** Answers `closing`: all is kept and the window may go, or something is not, which the person is told; then it stays. */
  part(kept: boolean): Promise<void>;
  about(): Promise<About>;
  schema(): Promise<Schema>;
  settings(): Promise<Settings>;
  saveSettings(settings: Settings): Promise<Settings>;
  chooseFolder(): Promise<ChosenFolder | null>;
  start(request: StartRequest): Promise<WorkspaceView>;
  /** Opens another workspace's folder by a token of `chooseFolder`. */
  openWorkspace(token: string): Promise<WorkspaceView>;
  showFolder(): Promise<void>;
  thirdParty(): Promise<string>;

  // Records
  counts(): Promise<KindCount[]>;
  list(query: ListQuery): Promise<ListPage>;
  /** Records whose key begins with or whose title contains the text; best first. For the palette and for `ref` fields. */
  lookUp(text: string, kinds: string[], limit: number): Promise<Named[]>;
  /** Values already used in a field, most frequent first. */
  values(kind: string, field: string, prefix: string, limit: number): Promise<string[]>;
  /** By id or key. */
  /** A record with everything below it, but of its timeline only the newest lines; `lines` goes on from there. */
  openCase(request: CaseRequest): Promise<OpenedCase>;
  lines(request: LinesRequest): Promise<LinesPage>;
  /** An id for a record that does not exist yet, so that its drafts have one. */
  newId(): Promise<string>;
  save(request: SaveRequest): Promise<Saved>;
  /** Confirmed when it answers: it is on the disk. Gives the time. */
  draft(request: DraftRequest): Promise<string>;
  /** Of one field, or with "" of all. */
  dropDraft(id: string, field: string): Promise<void>;
  /** Drafts of records that do not exist yet. */
  drafts(): Promise<DraftView[]>;
  history(id: string, cursor: string): Promise<HistoryPage>;
  /** The record as it was after entry `rev`. */
  version(id: string, rev: number): Promise<RecordView>;
  restoreVersion(id: string, rev: number): Promise<Saved>;
  undo(action: string): Promise<Undone>;
  /** Takes one side of a conflict: `standing` or `kept`. */
  resolve(conflictId: string, take: 'standing' | 'kept'): Promise<Saved>;
  conflicts(): Promise<ConflictView[]>;
  /** The words in which two texts differ. */
  compareTexts(older: string, newer: string): Promise<TextPiece[]>;

  // Customers and people
  /** Makes one of two; `other` goes into the bin, its names become aliases. */
  merge(keep: string, other: string): Promise<Saved>;
  /** Makes a record of its own of an alias; it is the first of the answer's records. */
  splitOff(id: string, alias: string): Promise<Saved>;
  /** Those whose names are nearly the same. */
  possiblySame(id: string): Promise<Named[]>;

  // What the process asks
  due(query: DueQuery): Promise<DueAnswer>;
  /** What came due since a time. */
  digest(since: string): Promise<Digest>;
  /** Records the event that fulfils an obligation, or, with a reason, that it is passed over. */
  do(request: DoRequest): Promise<Saved>;
  snooze(request: SnoozeRequest): Promise<Saved>;
  /** What is missing before a field of a case gets a value. */
  gates(id: string, field: string, value: string): Promise<Gate[]>;
  /** Gives the value, with the reasons for the gates that are passed. */
  move(request: MoveRequest): Promise<Saved>;
  message(id: string, message: string): Promise<Message>;
  /** Says of a criterion of a case that it holds, or takes that back. */
  tick(id: string, step: string, on: boolean, reason: string): Promise<Saved>;

  guide(id: string): Promise<Guide>;
  /** Of a case that is about to be opened with these fields. */
  advise(kind: string, fields: { [field: string]: unknown }): Promise<Advice>;

  /** What is planned between two times. */
  planned(query: { from: string; to: string }): Promise<PlannedAnswer>;

  // Emergencies
  cockpit(id: string): Promise<Cockpit>;
  step(request: StepRequest): Promise<Saved>;
  /** Makes an escalation of an incident or an emergency; it is the first of the answer's records. */
  /** `reason` is wanted where the process proposes none: refused without. */
  promote(id: string, reason: string): Promise<Saved>;
  /** The review of an incident or an emergency, made the first time; without an action it was there. */
  review(id: string): Promise<Saved>;

  // The process itself
  policyInUse(): Promise<PolicyView>;
  checkPolicy(files: PolicyFile[]): Promise<PolicyCheck>;
  /** Refused while a file has a mistake. */
  usePolicy(files: PolicyFile[]): Promise<Saved>;
  /** A version that was used here, or builtin. */
  usePolicyVersion(version: string): Promise<Saved>;
  /** "" is the one in use, builtin the program's own. */
  diffPolicy(from: string, to: string): Promise<PolicyDiff>;
  setPolicyValue(place: PolicyPlace, value: string): Promise<Saved>;
  /** Refused with file and line when the result has a mistake. */
  editPolicy(edit: PolicyEdit): Promise<Saved>;
  /** Open escalations in numbers and by their DRI, at most so many of each. */
  movers(most: number): Promise<Movers>;
  /** Who waits for whom: those who wait for most of what is late first. */
  waits(): Promise<Wait[]>;

  // Bin
  remove(ids: string[]): Promise<Saved>;
  bin(cursor: string): Promise<BinPage>;
  restore(ids: string[]): Promise<Saved>;
  /** Job id. */
  purge(ids: string[], reason: string): Promise<string>;

  // Attachments
  chooseAttachments(caseId: string): Promise<AttachmentView[]>;
  /** A pasted or dropped file, at most 25 MB; larger ones go through `chooseAttachments`. */
  attach(caseId: string, name: string, type: string, base64: string): Promise<AttachmentView>;
  attachmentPreview(id: string): Promise<AttachmentPreview>;
  openAttachment(id: string): Promise<void>;
  /** Name it was saved under, or "". */
  saveAttachment(id: string): Promise<string>;

  // Search and similar
  search(query: SearchQuery): Promise<SearchPage>;
  similar(query: SimilarQuery): Promise<SimilarAnswer>;
  /** Keeps the judgement as a link; "" takes it away. */
  judge(here: string, there: string, as: '' | 'same_problem' | 'not_related'): Promise<Saved>;

  // Import
  chooseImport(what: 'files' | 'folder'): Promise<ImportSource | null>;
  previewImport(request: ImportRequest): Promise<ImportPreview>;
  /** Job id. */
  startImport(request: ImportRequest): Promise<string>;
  loadSample(): Promise<string>;

  // Jobs
  jobs(): Promise<JobView[]>;
  job(id: string): Promise<JobView>;
  cancelJob(id: string): Promise<void>;
  /** The whole report of an import, through the system's save dialog; its name or "". */
  saveReport(jobId: string): Promise<string>;
  /** The imports that were made, the newest first, until a purge. */
  reports(): Promise<KeptReport[]>;
  saveKeptReport(id: string): Promise<string>;

  // Documents
  buildDocument(request: DocumentRequest): Promise<DocumentView>;
  exportDocument(request: ExportRequest): Promise<Exported>;
  /** In a text format (md, slack, rich, text), to be copied. */
  documentText(request: ExportRequest): Promise<Copied>;
  /** As `exportDocument`, and beside the file what was checked. */
  exportWithReceipt(request: ExportRequest): Promise<Exported>;

  // What is copied elsewhere
  cards(request: CardRequest): Promise<Card[]>;
  /** Notes that a text went out, and does what the process asked for with it. */
  post(request: PostRequest): Promise<Saved>;
  ledger(id: string): Promise<Posting[]>;
  changePosting(change: PostingChange): Promise<Saved>;
  /** What a customer may not read in a text about a case. */
  checkText(request: { id: string; text: string }): Promise<DocumentFinding[]>;
  /** Standups and meetings as a calendar file; its name or "". */
  saveCalendar(id: string): Promise<string>;

  insights(): Promise<Insights>;

  // Care of the workspace: job id, or "" when the dialog was closed
  backup(): Promise<string>;
  restoreBackup(): Promise<string>;
  verify(): Promise<string>;
  reindex(): Promise<string>;
  exportAll(): Promise<string>;
  /** A workspace of its own from a backup, in an empty folder, whether one is open or not. */
  restoreBeside(): Promise<string>;
  /** The newest first. */
  backups(): Promise<BackupView[]>;
  /** A clock that jumped is right: the bin is looked after again. */
  dateIsRight(): Promise<void>;
  /** Brings the window to the front that has this folder open. */
  frontOther(): Promise<void>;

  // The system
  /** http, https, mailto only; the program looks again. */
  openLink(url: string): Promise<void>;
  copyText(text: string): Promise<void>;

  on<E extends keyof Events>(event: E, hear: (payload: Events[E]) => void): Stop;
}
