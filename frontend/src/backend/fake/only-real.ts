import type { DocumentBackend } from '../document';

/**
 * What only the real program can do: screens that need it are tried with it, in app/e2e. Here those methods answer that
 * they are not there.
 */
export type OnlyReal =
  | keyof DocumentBackend
  | 'buildDocument'
  | 'exportDocument'
  | 'digest'
  | 'usePolicyVersion'
  | 'editPolicy'
  | 'diffPolicy'
  | 'planned'
  | 'guide'
  | 'advise'
  | 'message'
  | 'tick'
  | 'cockpit'
  | 'step'
  | 'promote'
  | 'documentText'
  | 'exportWithReceipt'
  | 'cards'
  | 'post'
  | 'ledger'
  | 'changePosting'
  | 'checkText'
  | 'saveCalendar'
  | 'compareTexts'
  | 'restoreBeside'
  | 'backups'
  | 'dateIsRight'
  | 'frontOther'
  | 'insights'
  | 'waits'
  | 'review'
  | 'reports'
  | 'saveKeptReport';
