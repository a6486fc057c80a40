/** Kinds and their fields, so that forms and lists need no words of their own. */
import type { Audience, DocumentFormat } from './work';

/**
 * `text` one line · `prose` Markdown of any length · `enum` one of `choices` · `bool` · `number` ·
 * `instant` has happened · `local` an appointment to come, `2026-03-20T14:00:00[Europe/Berlin]` · `date` ·
 * `ref` the id of a record of one of `refKinds`, or a name typed · `list` of texts, replaced as a whole · `address` of the
 * web · `zone` IANA · `map` of entries by id, each with the fields of `entry` · `object` shown, never edited by hand.
 */
export type FieldType =
  | 'text'
  | 'prose'
  | 'enum'
  | 'bool'
  | 'number'
  | 'instant'
  | 'local'
  | 'date'
  | 'ref'
  | 'list'
  | 'address'
  | 'zone'
  | 'map'
  | 'object';

export interface Choice {
  value: string;
  label: string;
  help: string;
}

export interface FieldSchema {
  name: string;
  label: string;
  type: FieldType;
  choices: Choice[];
  refKinds: string[];
  /** For `map`: the fields of an entry; else empty. */
  entry: FieldSchema[];
  help: string;
  /** Heading under which the record's page shows it; "" for the main block. */
  group: string;
  required: boolean;
  /** Set by the program: shown, never edited (recorded at, source, …). */
  readOnly: boolean;
}

export interface ColumnSchema {
  /** A field's name, or one of the computed columns: `key`, `moved`, `created`, `items`. */
  name: string;
  label: string;
  type: FieldType | 'key';
  sortable: boolean;
}

export interface KindSchema {
  kind: string;
  label: string;
  plural: string;
  /** "ESC"; "" for kinds without a key of their own. */
  prefix: string;
  /** Items live below a parent and have no page of their own. */
  item: boolean;
  /** Item kinds a record of this kind may have. */
  items: string[];
  fields: FieldSchema[];
  columns: ColumnSchema[];
  /** Fields a list of this kind can be narrowed by. */
  filters: string[];
  /** Document kinds that can be made from it: "closure", "rca". */
  documents: DocumentKind[];
}

export interface DocumentKind {
  kind: string;
  label: string;
  audiences: Audience[];
  formats: DocumentFormat[];
}
export interface Schema {
  kinds: KindSchema[];
}
