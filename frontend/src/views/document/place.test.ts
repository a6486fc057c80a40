import { expect, it } from 'vitest';
import { placeOf } from './place';

it('a fact and a gap lead to where they stand', () => {
  expect(placeOf('line', 'case-1', 'line-1', 'text')).toEqual({
    at: 'case',
    id: 'case-1',
    tab: 'timeline',
    line: 'line-1',
  });
  expect(placeOf('escalation', 'case-1', 'case-1', 'line')).toEqual({ at: 'case', id: 'case-1', tab: 'timeline' });
  expect(placeOf('escalation', 'case-1', 'case-1', 'action')).toEqual({ at: 'case', id: 'case-1', tab: 'tasks' });
  expect(placeOf('action', 'case-1', 'action-1', 'verify')).toEqual({ at: 'case', id: 'case-1', tab: 'tasks' });
  expect(placeOf('review', 'review-1', 'review-1', 'whys')).toEqual({ at: 'review', id: 'review-1' });
  expect(placeOf('attempt', 'case-1', 'attempt-1', '')).toEqual({ at: 'case', id: 'case-1', tab: 'overview' });
});
