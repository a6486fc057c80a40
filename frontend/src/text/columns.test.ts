import { expect, it } from 'vitest';
import { isLate, shapeOf, widthOf } from './columns';

it('shows a column by what it means', () => {
  const shape = (name: string, type: string, refKinds?: string[]) => shapeOf({ name, type }, refKinds);
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
  expect(widthOf({ name: 'title', type: 'text' })).toBe('w-title');
  expect(widthOf({ name: 'closed', type: 'instant' })).toBe('w-date');
  expect(widthOf({ name: 'component', type: 'text' })).toBe('w-any');
  expect(isLate({ name: 'closed', type: 'instant' })).toBe(true);
  expect(isLate({ name: 'moved', type: 'instant' })).toBe(false);
});
