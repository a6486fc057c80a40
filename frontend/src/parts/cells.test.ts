import { expect, it } from 'vitest';
import type { ListRow } from '../backend/backend';
import { type CellColumn, cellsOf, type Reading } from './cells';

const now = Date.parse('2026-03-13T12:00:00Z');
const reading: Reading = { zone: 'UTC', shownZone: 'UTC', now };
const columns: CellColumn[] = [
  { name: 'severity', shape: 'severity', field: undefined, look: 'w-sev' },
  { name: 'key', shape: 'key', field: undefined, look: 'w-key' },
  { name: 'title', shape: 'title', field: undefined, look: 'w-title c-title' },
  { name: 'dri', shape: 'person', field: undefined, look: 'w-dri' },
  { name: 'next_sync', shape: 'due', field: undefined, look: 'w-due' },
  { name: 'moved', shape: 'age', field: undefined, look: 'w-moved' },
];
const record = (key: string, title: string, cells: ListRow['cells']): ListRow => ({
  id: key,
  key,
  kind: 'escalation',
  rev: 1,
  title,
  cells,
});
const words = (cells: HTMLElement[]) => cells.map((cell) => cell.textContent);

it('shows one record after the other in the same cells, and nothing of the one before', () => {
  const { cells, fill } = cellsOf(columns);
  fill(
    record('ESC-1', 'Badges answer twice', {
      severity: 'high',
      dri: 'Tess Nightingale',
      next_sync: '2026-03-13T09:00:00+00:00[UTC]',
      moved: '2026-03-13T11:00:00Z',
    }),
    reading,
    true,
  );
  expect(words(cells)).toEqual(['high', 'ESC-1', 'chosenBadges answer twice', 'TNTess Nightingale', '3 h late', '1 h']);
  expect(cells[0]?.querySelector('.sev-high .glyph path')).not.toBeNull();
  expect(cells[4]?.querySelector('.due-late')).not.toBeNull();
  expect(cells[5]?.querySelector('time')?.getAttribute('datetime')).toBe('2026-03-13T11:00:00Z');
  const before = [...cells];
  fill(record('ESC-2', '', {}), reading, false);
  expect(cells).toEqual(before);
  expect(words(cells)).toEqual(['', 'ESC-2', 'No title', 'None yet', '', '']);
  expect(cells[5]?.querySelector('time')?.hasAttribute('datetime')).toBe(false);
});

it('leaves what does not differ, and follows the clock', () => {
  const { cells, fill } = cellsOf(columns);
  const row = record('ESC-1', 'One', { severity: 'high', dri: 'Ann Ash', next_sync: '2026-03-13T13:30:00+00:00[UTC]' });
  fill(row, reading, false);
  const [sign, person] = [cells[0]?.firstChild, cells[3]?.firstChild];
  expect(cells[4]?.querySelector('.due-soon .ring')).not.toBeNull();
  fill(row, { ...reading, now: now + 2 * 3_600_000 }, false);
  expect(cells[0]?.firstChild).toBe(sign);
  expect(cells[3]?.firstChild).toBe(person);
  expect(words(cells)[4]).toBe('30 min late');
});

it('says no value as a person would: an incident severity has no sign, a word that is no time stands as it is', () => {
  const { cells, fill } = cellsOf(columns);
  fill(record('INC-1', 'One', { severity: 's1', next_sync: 'some day' }), reading, false);
  expect(cells[0]?.querySelector('.badge')?.textContent).toBe('s1');
  expect(words(cells)[4]).toBe('some day');
});
