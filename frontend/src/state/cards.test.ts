import { describe, expect, it } from 'vitest';
import type { Card, CardRequest, Posting, PostRequest } from '../backend/backend';
import type { FakeBackend } from '../backend/fake';
import { CardsState, wholeText } from './cards.svelte';
import { ready } from './testing';

const field = (id: string, copy: string, missing: string[] = []) => ({
  id,
  label: id,
  help: '',
  value: copy,
  copy,
  missing,
});
const card = (id: string, more: Partial<Card> = {}): Card => ({
  id,
  title: id,
  about: '',
  moment: 'opening',
  source: 'S0:101',
  destination: 'Slack',
  how: [],
  audience: 'internal',
  url: '',
  document: '',
  tells: [],
  asked: '',
  dueAt: '',
  late: false,
  fields: [field('text', `Text of ${id}`)],
  findings: [],
  posted: [],
  ...more,
});
const leak = { id: 'secret', level: 'stop', says: 'A secret', section: '', field: '', source: '' };

/** The cards of an opening on the other side of the border; a waived finding lets its card be copied. */
function scripted(fake: FakeBackend) {
  const there = { posted: [] as PostRequest[], copied: [] as string[] };
  const leaky = (r: CardRequest) =>
    r.waivers.some((w) => w.id === leak.id)
      ? card('opening', { moment: 'opening' })
      : card('opening', { fields: [{ ...field('text', ''), value: 'token=x' }], findings: [leak as never] });
  Object.assign(fake, {
    cards: (r: CardRequest) =>
      Promise.resolve([
        card('channel'),
        card('declaration', { asked: 'declare' }),
        leaky(r),
        card('closing', { moment: 'closing' }),
      ]),
    ledger: () =>
      Promise.resolve(there.posted.map((p) => ({ what: p.what, destination: p.destination }) as unknown as Posting)),
    copyText: (text: string) => {
      there.copied.push(text);
      return Promise.resolve();
    },
    post: (r: PostRequest) => {
      there.posted.push(r);
      return Promise.resolve({ action: 'a', at: '', records: [], conflicts: [], missing: [] });
    },
  });
  return there;
}

async function opened() {
  const all = await ready();
  const there = scripted(all.fake);
  const cards = new CardsState(all.session, 'esc-1');
  await cards.load();
  return { ...all, there, cards };
}

describe('what is copied elsewhere', () => {
  it('stands by its moment, and begins with what the process asks for now', async () => {
    const { cards } = await opened();
    expect(cards.moments.map((m) => [m.name, m.cards.length, m.asked])).toEqual([
      ['opening', 3, true],
      ['closing', 1, false],
    ]);
    expect(cards.current?.id).toBe('declaration');
    cards.move(-1);
    expect(cards.current?.id).toBe('channel');
  });

  it('is copied whole, and not at all while its reader would see what is internal', async () => {
    const { cards, there, session } = await opened();
    await cards.copy(cards.cards[0] as Card);
    expect(there.copied).toEqual(['Text of channel']);
    await cards.copy(cards.cards[2] as Card);
    expect(there.copied.length).toBe(1);
    expect(session.toasts.newest?.says).toContain('internal');
    await cards.waive(cards.cards[2] as Card, leak as never, 'it is an example');
    await cards.copy(cards.cards[2] as Card);
    expect(there.copied[1]).toBe('Text of opening');
  });

  it('is noted where it was posted, with what was let stand', async () => {
    const { cards, there } = await opened();
    await cards.waive(cards.cards[2] as Card, leak as never, 'it is an example');
    cards.ask(cards.cards[2]);
    expect(cards.posting).toBe('opening');
    await cards.post(cards.cards[2] as Card, { destination: ' #esc_veldhoorn ', url: '' });
    expect(there.posted[0]).toMatchObject({
      what: 'opening',
      destination: '#esc_veldhoorn',
      waivers: [{ id: 'secret' }],
    });
    expect(cards.posting).toBe('');
    expect(cards.ledger.length).toBe(1);
  });

  it('names its fields where it has several, and gives one of them bare', () => {
    const form = card('case', { fields: [field('Account', 'Veldhoorn'), field('Ask', 'Restart')] });
    expect(wholeText(form)).toBe('Account: Veldhoorn\nAsk: Restart');
    expect(wholeText(form, 'Ask')).toBe('Restart');
  });
});
