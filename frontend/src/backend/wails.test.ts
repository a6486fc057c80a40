import { afterEach, expect, it } from 'vitest';
import { wailsBackend } from './wails';

const asked: string[] = [];
const method = (name: string, answer: unknown) => (arg?: unknown) => {
  asked.push(`${name} ${JSON.stringify(arg ?? null)}`);
  return Promise.resolve(answer);
};

function bind(first?: Window['firstAnswers']): void {
  asked.length = 0;
  const Bridge = { Counts: method('Counts', 'asked'), List: method('List', 'asked') };
  Object.assign(window, { go: { window: { Bridge } }, firstAnswers: first });
}

afterEach(() => {
  Object.assign(window, { go: undefined, firstAnswers: undefined });
});

const list = {
  kind: 'escalation',
  filters: [],
  text: '',
  sort: '',
  descending: false,
  after: '',
  offset: 0,
  limit: 100,
};

it('gives each answer that came with the page once, and asks for it later', async () => {
  bind(Promise.resolve([{ method: 'Counts', args: [], answer: 'came' }]));
  const backend = wailsBackend();
  expect([await backend.counts(), await backend.counts()]).toEqual(['came', 'asked']);
  expect(asked).toEqual(['Counts null']);
});

it('gives it for the same question alone, whether what is empty is left out or not', async () => {
  const kept = { kind: 'escalation', filters: null, text: '', limit: 100 };
  bind(Promise.resolve([{ method: 'List', args: [kept], answer: 'came' }]));
  const backend = wailsBackend();
  expect(await backend.list({ ...list, limit: 20 })).toBe('asked');
  expect(await backend.list({ ...list, filters: [{ field: 'severity', op: 'is', values: ['high'] }] } as never)).toBe(
    'asked',
  );
  expect(await backend.list(list)).toBe('came');
});

it('asks the program where nothing came', async () => {
  for (const first of [undefined, Promise.resolve([])]) {
    bind(first);
    expect(await wailsBackend().counts()).toBe('asked');
  }
});
