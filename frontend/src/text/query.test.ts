import { describe, expect, it } from 'vitest';
import { hasTerm, toggleTerm, unfinished, words } from './query';

describe('query words', () => {
  it('keeps quotes together, and an open one to the end', () => {
    expect(words('severity:critical customer:"Acme Ltd" -postgres "connection reset')).toEqual([
      'severity:critical',
      'customer:"Acme Ltd"',
      '-postgres',
      '"connection reset',
    ]);
  });
  it('switches a filter on and off again', () => {
    const on = toggleTerm('"connection reset"', 'customer', 'Veldhoorn Rail');
    expect(on).toBe('customer:"Veldhoorn Rail" "connection reset"');
    expect(hasTerm(on, 'customer', 'veldhoorn rail')).toBe(true);
    expect(toggleTerm(on, 'customer', 'Veldhoorn Rail')).toBe('"connection reset"');
  });
  it('knows an unfinished word', () => {
    expect(['conn', 'a b'].map(unfinished)).toEqual([true, true]);
    expect(['', 'conn ', '"a b"', '"a'].map(unfinished)).toEqual([false, false, false, false]);
  });
});
