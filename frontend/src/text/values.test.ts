import { describe, expect, it } from 'vitest';
import { fromText, show, toText } from './values';

const reader = {
  zone: 'Europe/Berlin',
  now: Date.parse('2026-03-17T13:05:12Z'),
  names: { p1: { title: 'Marta Ilves', key: 'PER-1' } },
};
const field = (type: string, values: string[] = []) => ({
  name: 'x',
  label: 'X',
  type,
  choices: values.map((value) => ({ value, label: value.toUpperCase() })),
});

describe('values', () => {
  it('shows each type as a person reads it', () => {
    expect(show(field('enum', ['high']), 'high', reader)).toBe('HIGH');
    expect(show(field('enum'), 'unheard_of', reader)).toBe('unheard_of');
    expect(show(field('ref'), 'p1', reader)).toBe('Marta Ilves');
    expect(show(field('ref'), 'A typed name', reader)).toBe('A typed name');
    expect(show(field('list'), ['a', 'b'], reader)).toBe('a, b');
    expect(show(field('instant'), '2026-03-13T07:50:00Z', reader)).toBe('13 Mar, 08:50');
    expect(show(field('bool'), false, reader)).toBe('No');
    for (const nothing of [undefined, null, '', []]) expect(show(field('text'), nothing, reader)).toBe('');
  });
  it('goes to an editor and back unchanged', () => {
    const cases: [string, unknown][] = [
      ['text', 'a'],
      ['prose', 'a\n b '],
      ['number', 12],
      ['bool', true],
      ['list', ['a', 'b']],
      ['instant', '2026-03-13T07:50:00.000Z[Europe/Berlin]'],
      ['instant', '2026-03-13'],
      ['local', '2026-03-20T14:00:00[Europe/Berlin]'],
    ];
    for (const [type, value] of cases)
      expect(fromText(field(type), toText(field(type), value, reader), reader.zone)).toEqual({ ok: true, value });
  });
  it('clears with nothing', () => {
    for (const type of ['text', 'prose', 'number', 'list', 'instant', 'enum', 'bool'])
      expect(fromText(field(type), ' ', 'UTC')).toEqual({ ok: true, value: null });
  });
  it('says what it cannot read', () => {
    expect(fromText(field('number'), 'many', 'UTC')).toEqual({ ok: false, says: '“many” is not a number.' });
    expect(fromText(field('instant'), 'soon', 'UTC')).toMatchObject({ ok: false });
  });
});
