/** The workspace, its settings, its events, and what goes wrong. */
import type { EngineView } from './document';
import type { JobView } from './work';

/** Codes are a closed list on the Go side; these are the ones the page acts on. */
export type FaultCode =
  | 'not_found'
  | 'invalid'
  | 'conflict'
  | 'busy'
  | 'locked'
  | 'disk_full'
  | 'damaged'
  | 'newer'
  | 'refused'
  | 'cancelled'
  | 'denied'
  | 'internal'
  | (string & {});

/** Arrives as a rejected promise; on the wire a JSON string `{"code":…,"says":…}`. */
export interface Fault {
  code: FaultCode;
  says: string;
}

export interface Settings {
  name: string;
  role: string;
  /** IANA zone; "" follows the system. */
  zone: string;
  appearance: 'system' | 'light' | 'dark';
  /** 0.9 to 1.5 */
  textScale: number;
  /** 22:00; from then on only emergencies are told. "" = no quiet hours. */
  quietFrom: string;
  quietTo: string;
}

export interface Notice {
  id: string;
  level: 'stop' | 'warn' | 'note';
  says: string;
  todo: string;
}

export interface WorkspaceView {
  /** none: first start · opening and rebuilding: `job` has progress · trouble: `fault` says what to do. */
  phase: 'none' | 'opening' | 'rebuilding' | 'ready' | 'trouble';
  folder: string;
  /** Where a first start would put it. */
  suggested: string;
  /** The one who is logged in, as the system names them: a suggestion for the first start. */
  user: string;
  zone: string;
  seq: number;
  freeBytes: number;
  lastBackup: string;
  notices: Notice[];
  job: string;
  fault: Fault | null;
}

export interface StartRequest {
  /** A token from `chooseFolder`, or "" for the suggested folder. */
  folder: string;
  name: string;
  role: string;
  zone: string;
  begin: 'empty' | 'sample';
}

export interface ChosenFolder {
  token: string;
  path: string;
  says: string;
  existing: boolean;
}

export interface BackupView {
  path: string;
  at: string;
  /** The file is where it was written. */
  there: boolean;
  size: number;
}

export interface About {
  name: string;
  version: string;
  build: string;
  system: string;
  pdf: EngineView['state'];
}

export interface KindCount {
  kind: string;
  count: number;
}

export interface Changed {
  seq: number;
  ids: string[];
  kinds: string[];
}

export interface Events {
  /** Records were saved, deleted, restored, imported, by this window, a command or another part. */
  changed: Changed;
  job: JobView;
  workspace: WorkspaceView;
  /** The person closes the window; it waits for `part`. */
  closing: null;
  /** A second start asked the window to the front, perhaps with a record to open. */
  front: { id: string };
  /** The PDF engine goes on, is ready, or failed. */
  engine: EngineView;
}
