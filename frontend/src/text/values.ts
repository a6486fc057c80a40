/** A field's value as a person reads it, as the text they edit, and back. */
import { fromInput, knownZone, localFromInput, readMoment, stamp, toInput } from './time';

/** What of a field's schema this needs. */
export interface FieldShape {
  name: string;
  label: string;
  type: string;
  choices: { value: string; label: string }[];
}
export interface Names {
  [id: string]: { title: string; key: string };
}
export interface Reader {
  zone: string;
  now: number;
  names: Names;
}

export const empty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** Fields that are typed as a person writes a time, and kept as what that means. */
export const isTime = ({ type }: Pick<FieldShape, 'type'>): boolean => ['instant', 'local', 'date'].includes(type);

export function choiceLabel(field: FieldShape | undefined, value: unknown): string {
  return field?.choices.find((c) => c.value === value)?.label ?? String(value ?? '');
}

export function show(field: FieldShape, value: unknown, reader: Reader): string {
  if (empty(value)) return '';
  switch (field.type) {
    case 'enum':
      return choiceLabel(field, value);
    case 'bool':
      return value === true ? 'Yes' : 'No';
    case 'instant':
    case 'local':
    case 'date': {
      const m = readMoment(value, reader.zone);
      return m ? stamp(m, reader.zone, reader.now) : String(value);
    }
    case 'ref':
      return reader.names[String(value)]?.title ?? String(value);
    case 'list':
      return Array.isArray(value) ? value.map(String).join(', ') : String(value);
    case 'map':
    case 'object':
      return typeof value === 'object' ? JSON.stringify(value, null, 1) : String(value);
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}

/** The text of the field's editor. */
export function toText(field: FieldShape, value: unknown, reader: Reader): string {
  if (empty(value)) return '';
  if (isTime(field)) {
    const m = readMoment(value, reader.zone);
    return m ? toInput(m, reader.zone) : String(value);
  }
  return field.type === 'list'
    ? show(field, value, reader)
    : field.type === 'bool'
      ? String(value)
      : show({ ...field, type: field.type === 'enum' ? 'text' : field.type }, value, reader);
}

/** What an empty editor shows in place of a value; only where the form of the value is not plain. */
export function placeholder(field: FieldShape): string {
  switch (field.type) {
    case 'instant':
    case 'local':
      return '2026-03-13 07:50';
    case 'date':
      return '2026-03-13';
    case 'list':
      return 'one, two, three';
    case 'address':
      return 'https://…';
    case 'zone':
      return 'Europe/Berlin';
    default:
      return '';
  }
}

export type Read = { ok: true; value: unknown } | { ok: false; says: string };

/** The value an edited text stands for, or the fault that says why there is none. */
export function valueIn(field: FieldShape, text: string, zone: string): unknown {
  const read = fromText(field, text, zone);
  if (!read.ok) throw { code: 'invalid', says: read.says };
  return read.value;
}

/** The value an edited text stands for; null clears the field. */
export function fromText(field: FieldShape, text: string, zone: string): Read {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: true, value: null };
  switch (field.type) {
    case 'number': {
      const n = Number(trimmed.replaceAll(',', ''));
      return Number.isFinite(n) ? { ok: true, value: n } : { ok: false, says: `“${trimmed}” is not a number.` };
    }
    case 'bool':
      return { ok: true, value: trimmed === 'true' };
    case 'list':
      return {
        ok: true,
        value: trimmed
          .split(/[,\n]/)
          .map((s) => s.trim())
          .filter(Boolean),
      };
    case 'instant':
    case 'date':
      return time(/^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? trimmed : fromInput(trimmed, zone), trimmed);
    case 'local':
      return time(localFromInput(trimmed, zone), trimmed);
    case 'prose':
      return { ok: true, value: text };
    case 'zone':
      return knownZone(trimmed)
        ? { ok: true, value: trimmed }
        : { ok: false, says: `“${trimmed}” is not a time zone of the IANA list. Write it like Europe/Berlin.` };
    default:
      return { ok: true, value: trimmed };
  }
}

function time(value: string, typed: string): Read {
  return value ? { ok: true, value } : { ok: false, says: `“${typed}” is not a time. Write it as 2026-03-13 07:50.` };
}
