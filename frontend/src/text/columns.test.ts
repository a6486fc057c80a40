import { expect, it } from 'vitest';
import { looksOf } from './columns';

it('shows a column by what it means', () => {
  const shape = (name: string, type: string, refKinds?: string[]) => looksOf({ name, type }, refKinds).shape;
  expect(shape('key', 'key')).toBe('key');
  expect(shape('file_name', 'text')).toBe('title');
  expect(shape('incident_severity', 'enum')).toBe('severity');
  expect(shape('page_state', 'enum')).toBe('status');
  expect(shape('dri', 'ref', ['person'])).toBe('person');
  expect(shape('customer', 'ref', ['customer'])).toBe('text');
  expect(shape('parent', 'ref', ['person', 'customer'])).toBe('text');
  expect(shape('moved', 'instant')).toBe('age');
  expect(shape('created', 'instant')).toBe('day');
  expect(shape('next_sync', 'local')).toBe('due');
  expect(shape('due', 'date')).toBe('due');
  expect(shape('component', 'text')).toBe('text');
});

it('has the room a column needs, and what gives way first', () => {
  const looks = (name: string, type: string) => [looksOf({ name, type }).head, looksOf({ name, type }).look];
  expect(looks('title', 'text')).toEqual(['w-title', 'w-title c-title']);
  expect(looks('customer', 'ref')).toEqual(['w-cust', 'w-cust cust']);
  expect(looks('component', 'text')).toEqual(['w-any', 'w-any']);
  expect(looks('closed', 'instant')).toEqual(['w-date col-late', 'w-date col-late']);
  expect(looks('moved', 'instant')).toEqual(['w-moved', 'w-moved']);
});
