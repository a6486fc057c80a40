import { describe, expect, it } from 'vitest';
import type { Cockpit, Stand, StepRequest } from '../backend/backend';
import type { FakeBackend } from '../backend/fake';
import { CaseState } from './case.svelte';
import { EmergencyState } from './emergency.svelte';
import { startEmergency } from './live.svelte';
import { ready, settle } from './testing';

const stand = (step: string, more: Partial<Stand> = {}): Stand => ({
  step,
  playbook: 'page',
  what: step,
  why: '',
  source: 'S2:11',
  role: '',
  state: 'open',
  doneAt: '',
  reason: '',
  sinceAt: '',
  dueAt: '',
  after: '',
  does: [{ kind: 'tick', name: '', label: '', value: '', item: '', needs: '' }],
  document: '',
  message: '',
  optional: false,
  held: [],
  ...more,
});
const asks = { kind: 'tell', name: 'customer', label: 'Customer', value: '', item: '', needs: 'text' } as const;

/** The other side of the border: the steps as they stand, and what was asked of it. */
function scripted(fake: FakeBackend, steps: Stand[]) {
  const there = { steps, sent: [] as StepRequest[] };
  const view = (): Cockpit => ({
    at: '',
    steps: there.steps,
    others: [],
    second: false,
    route: { proposed: '', says: '', criteria: [], cautions: [] },
    messages: [],
    papers: [],
  });
  Object.assign(fake, {
    cockpit: () => Promise.resolve(view()),
    message: () => Promise.resolve({ text: 'We are on it.', missing: ['bridge'], where: 'the ticket' }),
    step: (request: StepRequest) => {
      there.sent.push(request);
      const state = request.how === 'back' ? 'open' : request.how === 'pass' ? 'passed' : 'done';
      there.steps = there.steps.map((s) => (s.step === request.step ? { ...s, state } : s));
      return Promise.resolve({ action: 'a', at: '', records: [], conflicts: [], missing: [] });
    },
  });
  return there;
}

async function opened(steps: Stand[]) {
  const all = await ready();
  const there = scripted(all.fake, steps);
  await startEmergency(all.session);
  const { route } = all.session.nav;
  const of = new CaseState(all.session, route.at === 'emergency' ? route.id : '');
  await of.load();
  const emergency = new EmergencyState(all.session, of);
  const end = emergency.begin();
  await settle();
  return { ...all, there, of, emergency, end };
}

describe('an emergency', () => {
  it('runs from the moment of the key, and its clock stands when it is closed', async () => {
    const { emergency, of, time, session, end } = await opened([stand('acknowledge')]);
    await time.pass(65_000);
    expect(emergency.clock).toBe('00:01:05');
    await of.change(of.id, { status: 'closed', closed: new Date(session.time.now()).toISOString() }, 'Closed');
    await time.pass(60_000);
    expect(emergency.clock).toBe('00:01:05');
    end();
  });

  it('does a step by one key, goes on to the next, and takes it back by the same key', async () => {
    const { emergency, there, end } = await opened([stand('acknowledge'), stand('thread')]);
    expect(emergency.current?.step).toBe('acknowledge');
    await emergency.turn();
    expect(emergency.current?.step).toBe('thread');
    await emergency.turn(emergency.steps[0]);
    expect(there.sent.map((s) => `${s.step} ${s.how}`)).toEqual(['acknowledge do', 'acknowledge back']);
    end();
  });

  it('leaves the keys at a step that was chosen while another was being done', async () => {
    const { emergency, end } = await opened([stand('acknowledge'), stand('thread'), stand('resolve')]);
    const done = emergency.turn();
    emergency.select('resolve');
    await done;
    expect(emergency.current?.step).toBe('resolve');
    end();
  });

  it('asks for the words of a step that tells somebody, with its text ready', async () => {
    const { emergency, there, end } = await opened([stand('answer', { does: [asks], message: 'first-contact' })]);
    await emergency.turn();
    expect(there.sent).toEqual([]);
    expect(emergency.asking?.said.text).toBe('We are on it.');
    await emergency.answer('We are on it, join us.');
    expect(there.sent[0]?.text).toBe('We are on it, join us.');
    expect(emergency.asking).toBeNull();
    end();
  });

  it('keeps the reason of a step that is passed over, and refuses a date that is none', async () => {
    const { emergency, there, end } = await opened([stand('acknowledge', { state: 'done' }), stand('thread')]);
    await emergency.ask(emergency.steps[0], 'date');
    await emergency.answer('yesterday-ish');
    expect(emergency.problem).toContain('21:04');
    expect(there.sent).toEqual([]);
    await emergency.ask(emergency.steps[1], 'pass');
    await emergency.answer('there is one already');
    expect(there.sent[0]).toMatchObject({ step: 'thread', how: 'pass', reason: 'there is one already' });
    end();
  });

  it('says what a copied text should name and nobody recorded', async () => {
    const { emergency, session, end } = await opened([stand('answer', { message: 'first-contact' })]);
    await emergency.copy(emergency.current);
    expect(session.toasts.newest?.says).toBe('Copied for the ticket. Not recorded: bridge.');
    end();
  });

  it('runs the clock of the silence, and says when its time has come', async () => {
    const due = new Date(Date.parse('2026-03-17T13:20:12Z')).toISOString();
    const since = '2026-03-17T13:05:12Z';
    const step = stand('silence-follow-up', { playbook: 'silence', sinceAt: since, dueAt: due });
    const { emergency, time, end } = await opened([step]);
    expect(emergency.silence).toMatchObject({ ready: false });
    await time.pass(15 * 60_000);
    expect(emergency.silence).toMatchObject({ ready: true });
    end();
  });
});
