/** What the cases say together. */
import type { Count } from './records';

/** One measure: of the last ninety days, and of the ninety before. */
export interface InsightTile {
  id: string;
  says: string;
  now: string;
  before: string;
  /** How it is counted. */
  means: string;
  source: string;
  /** The list behind it, as in the address; "" when there is none. */
  list: string;
}

export interface InsightWeek {
  /** Its Monday, 2026-03-09. */
  starts: string;
  /** Severity → how many stood open at its end; "" is none recorded. */
  open: { [severity: string]: number };
  opened: number;
  closed: number;
}

export interface InsightCase {
  id: string;
  key: string;
  kind: string;
  title: string;
}

export interface InsightBar extends Count {
  /** "" when no list can ask for it: then `cases` are behind it, the first of them. */
  list: string;
  cases: InsightCase[];
}

export interface InsightBars {
  field: string;
  title: string;
  values: InsightBar[];
}

export interface Insights {
  at: string;
  tiles: InsightTile[];
  /** The oldest first. */
  weeks: InsightWeek[];
  bars: InsightBars[];
}
