import { describe, expect, it } from 'vitest';
import { commandsOf, complete, completions, lineLint, readLine } from './commands';

const COMMANDS = commandsOf(['note', 'action', 'decision', 'question', 'quote', 'impact', 'screenshot']);
const NOW = Date.parse('2026-03-17T13:05:12Z');
const read = (typed: string) => readLine(typed, COMMANDS, NOW, 'Europe/Berlin');

describe('the beginning of a line', () => {
  it('marks it, says who may read it and when it happened, in any order', () => {
    expect(read('/decision Roll back').mark).toBe('decision');
    expect(read('/internal /action 09:15 Ruth: set the bucket name')).toEqual({
      text: 'Ruth: set the bucket name',
      mark: 'action',
      visibility: 'internal',
      at: '2026-03-17T08:15:00.000Z[Europe/Berlin]',
      owner: 'Ruth',
    });
    expect(read('09:15 /quote “no”')).toMatchObject({ mark: 'quote', text: '“no”' });
  });

  it('leaves what it does not know in the text', () => {
    expect(read('/dev/sda1 is full').text).toBe('/dev/sda1 is full');
    expect(read('/nonsense text').text).toBe('/nonsense text');
    expect(read('/decision').text).toBe('/decision');
    expect(read('http://localhost: down').owner).toBe('');
  });

  it('is completed from its first letters', () => {
    expect(completions('/', COMMANDS)).toHaveLength(COMMANDS.length);
    expect(completions('/qu', COMMANDS).map((c) => c.word)).toEqual(['question', 'quote']);
    expect(completions('/qu ', COMMANDS)).toEqual([]);
    expect(completions('a /qu', COMMANDS)).toEqual([]);
    const first = completions('09:15 /ac', COMMANDS)[0];
    expect(first && complete('09:15 /ac', first)).toBe('09:15 /action ');
  });
});

describe('a line that names nothing', () => {
  it('is pointed out, one with a number, a code or a name is not', () => {
    expect(lineLint("that's not good")).not.toBe('');
    expect(lineLint('gitaly timings are really high on node 3')).toBe('');
    expect(lineLint('Node 1 is up')).toBe('');
    expect(lineLint('registry-restore-tmp empty')).toBe('');
    expect(lineLint('asked Ruth')).toBe('');
    expect(lineLint('')).toBe('');
  });
});
