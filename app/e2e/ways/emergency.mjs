// An emergency, from the page to what comes after the call. The clocks are moved by dating back, never by waiting.
import assert from 'node:assert/strict'
import { goes } from './going.mjs'

const fields = (person) => person.runs(async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields)
const cockpit = (person) => person.runs(() => window.go.window.Bridge.Cockpit(location.hash.split('/')[2]))
const minutesAgo = (n) => new Date(Date.now() - n * 60_000).toISOString()

/** A record of the emergency is set through the program, as another window would, and the cockpit shows it. */
async function dates(person, patch) {
  await person.runs(async (p) => {
    const { record } = await window.go.window.Bridge.Open(location.hash.split('/')[2])
    await window.go.window.Bridge.Save({ action: 'edit', changes: [{ kind: 'emergency', id: record.id, base: record.rev, patch: p }] })
  }, patch)
}

/** A step with these words is done, with its time, as the page shows it. */
async function isDone(person, words) {
  await person.until(`done: ${words}`, (w) => [...document.querySelectorAll('.st-i')].some((li) => li.innerText.includes(w) && li.classList.contains('is-done') && /\d\d:\d\d/.test(li.innerText)), words)
}

/** One key, from anywhere: an emergency is open, its clock runs, and one writes at once. */
export async function startsAnEmergency(person) {
  await goes(person, '#/list/escalation')
  await person.until('the list', () => document.querySelector('tr[data-row]') !== null)
  await person.types('Shift+E')
  await person.until('the cockpit, with the note focused', () => location.hash.startsWith('#/emergency/') && document.activeElement?.id === 'compose' && document.querySelectorAll('.st-i').length > 5)
  const f = await fields(person)
  assert.equal(f.page_state, 'triggered')
  assert.equal(f.status, 'open')
  assert.ok(f.paged)
  await person.shoots('emergency-started')
}

/** The page was earlier: the clock goes back with it. */
export async function setsThePageBack(person) {
  await dates(person, { paged: minutesAgo(42), title: 'Pushes fail for every team at the Veldhoorn site', customer: 'Veldhoorn Rail', bridge_url: 'https://bridge.example/77' })
  await person.until('the clock counts from the page', () => document.querySelector('.clock')?.textContent.trim().startsWith('00:42'))
}

/** Each step with one key while one types; its time can be set back, and it can be taken back. */
export async function goesThroughTheSteps(person) {
  await person.writes('Every push ends with `401 Unauthorized` since the patch')
  await person.types('Alt+1')
  await isDone(person, 'Acknowledge the page')
  assert.equal((await fields(person)).page_state, 'acknowledged')
  await person.types('Enter')
  await person.until('the note is kept', () => [...document.querySelectorAll('.tl-line')].some((l) => l.innerText.includes('401 Unauthorized')))

  await person.until('the thread comes next', () => document.querySelector('.st-i[aria-current=step]')?.innerText.includes('Start the thread'))
  await person.types('Alt+d')
  await person.until('its address is asked for', () => document.activeElement?.closest('.st-form') !== null)
  await person.writes('https://chat.example/threads/9')
  await person.types('Enter')
  await isDone(person, 'Start the thread')

  const ack = minutesAgo(40)
  await person.runs(() => [...document.querySelectorAll('.st-i')].find((li) => li.innerText.includes('Acknowledge')).querySelector('.st-t').click())
  await person.types('Alt+b')
  await person.until('the time is asked for', () => document.activeElement?.closest('.st-form') !== null)
  await person.writes('not a time')
  await person.types('Enter')
  await person.until('what a time looks like is said', () => document.querySelector('.st-form [role=alert]')?.textContent.includes('like 21:04'))
  await person.types('Control+a')
  const zone = await person.runs(() => window.go.window.Bridge.Settings().then((s) => s.zone || Intl.DateTimeFormat().resolvedOptions().timeZone))
  await person.writes(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone }).format(new Date(ack)))
  await person.types('Enter')
  await person.until('it is dated back', async (minute) => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields.acknowledged.startsWith(minute), ack.slice(0, 16))
}

/** Nothing blocks: the page is resolved before the contact, what is missing is said, and it is taken back. */
export async function resolvesThePageTooEarly(person) {
  await person.runs(() => [...document.querySelectorAll('.st-i')].find((li) => li.innerText.includes('Resolve the page')).querySelector('.st-t').click())
  await person.until('what is missing is said, with its source', () => document.querySelector('.st-held')?.innerText.includes('S2:35'))
  await person.types('Alt+d')
  await isDone(person, 'Resolve the page')
  assert.equal((await fields(person)).page_state, 'resolved')
  await person.runs(() => [...document.querySelectorAll('.st-i')].find((li) => li.innerText.includes('Resolve the page')).querySelector('input').click())
  await person.until('it is as it was', async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields.page_state === 'acknowledged')
}

/** A quarter of an hour after the contact the follow-up stands ready with its four points; another one, and the bridge closes. */
export async function meetsSilence(person) {
  await dates(person, { contacted: minutesAgo(10) })
  await person.until('the clock runs', () => document.querySelector('.sil:not(.is-ready)')?.innerText.match(/in [45]:\d\d/))
  await dates(person, { contacted: minutesAgo(16) })
  await person.until('four points are ready', () => document.querySelectorAll('.sil.is-ready .sil-t li').length === 4 && document.querySelector('.sil-t').innerText.includes('https://bridge.example/77'))
  await person.shoots('emergency-silence')
  await person.presses('button', 'It is sent')
  await person.until('the second clock runs', () => document.querySelector('.sil:not(.is-ready)')?.innerText.match(/Close the bridge.*in 1[45]:\d\d/))
  await dates(person, { followed_up: minutesAgo(15) })
  await person.until('the bridge is to be closed', () => document.querySelector('.sil.is-ready')?.innerText.includes('Close the bridge'))
}

/** The customer answers: both clocks stand still. */
export async function hearsTheCustomer(person) {
  await person.runs(() => document.getElementById('compose').focus())
  await person.types('Alt+a')
  await person.until('no clock runs', () => document.querySelector('.sil') === null)
  const { steps } = await cockpit(person)
  assert.equal(steps.some((s) => s.step === 'silence-close'), false)
  assert.equal(steps.find((s) => s.step === 'silence-follow-up').state, 'done')
}

const press = (person, words) => person.runs((w) => [...document.querySelectorAll('.emg-part button, .pass button')].find((b) => b.innerText.trim().startsWith(w)).click(), words)
const chooses = (person, label, value) => person.runs((l, v) => {
  const select = document.querySelector(`.emg-part select[aria-label="${l}"], .emg-h select[aria-label="${l}"]`)
  select.value = v
  select.dispatchEvent(new Event('change', { bubbles: true }))
}, label, value)

/** An option that loses data asks for the customer first; when they were asked and what they said is kept. */
export async function weighsOptions(person) {
  await person.types('Alt+o')
  await person.until('an option can be written', () => document.activeElement?.dataset.add === 'option')
  await person.writes('Roll back to the backup of last night')
  await person.types('Enter')
  await person.until('the option', () => document.querySelectorAll('.opt-i').length === 1)
  await chooses(person, 'Loses data', 'yes')
  await person.until('the customer is to be asked', () => document.querySelector('.opt-i .st-held')?.innerText.includes('S2:66'))
  await press(person, 'Asked now')
  await person.until('they were asked', () => document.querySelector('.opt-i .st-held') === null)
  await chooses(person, 'Customer agreed', 'no')
  const option = await person.until('what they said is kept', async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).items.find((i) => i.kind === 'option' && i.fields.consent === 'no'))
  assert.ok(option.fields.customer_asked)
  await person.shoots('emergency-options')
}

/** The criteria are asked, those that hold propose the way with their source; approval, handoff and the time to a developer are kept. */
export async function asksEngineering(person) {
  await person.types('Alt+g')
  await person.until('the criteria', () => document.querySelectorAll('.crit-i').length > 5)
  await person.runs(() => [...document.querySelectorAll('.crit-i')].find((l) => l.innerText.includes('deadline for the recovery')).querySelector('input').click())
  await person.until('Tier 2 is proposed, with its source', () => document.querySelector('.route')?.innerText.match(/Tier 2 now.*S4:28/))
  await press(person, 'Tier 2 now')
  await person.until('the approval is asked for, and blocks nothing', () => document.querySelector('.pass')?.innerText.includes('S4:55'))
  await person.shoots('emergency-gate')
  await press(person, 'Set it all the same')
  await person.until('it is decided, with why', async () => {
    const { fields } = (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record
    return fields.tier2_decision === 'tier2' && fields.tier2_reason?.includes('S4:28')
  })
  await person.until('an approval can be noted', () => document.querySelector('.appr-new') !== null)
  await press(person, 'Note it')
  await person.until('who approved it is asked', () => document.querySelector('.emg-part [role=alert]')?.innerText.includes('who approved'))
  await person.runs(() => document.querySelector('.appr-new input[aria-label=Who]').focus())
  await person.writes('Support manager on duty')
  await press(person, 'Note it')
  await person.until('the approval', () => document.querySelector('.appr')?.innerText.includes('Support manager on duty'))
  await press(person, 'Called now')
  await dates(person, { developer_called: minutesAgo(25) })
  await person.until('the call is dated back', async (minute) => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields.developer_called.startsWith(minute), minutesAgo(25).slice(0, 16))
  await press(person, 'Joined now')
  await person.until('how long it took', () => /2[45] min from the call to a developer/.test(document.querySelector('.emg-part').innerText))
  await person.shoots('emergency-engineering')
  await person.runs(() => document.querySelector('[data-add=handoff]').focus())
  await person.writes('Storage on call')
  await person.types('Enter')
  await person.until('the handoff waits to be accepted', () => [...document.querySelectorAll('.emg-part button')].some((b) => b.innerText.includes('Storage on call accepted it now')))
  await press(person, 'Storage on call accepted it now')
  await person.until('it is accepted', async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).items.some((i) => i.kind === 'handoff' && i.fields.accepted))
}

/** Who is there until when, what follows, the texts, and what is missing before it is closed: said, not in the way. */
export async function endsTheEmergency(person) {
  await person.types('Alt+e')
  await person.until('the texts', () => document.querySelectorAll('.emg-part .txt').length === 4)
  await dates(person, { follow_up: 'We watch the node until Monday.', next_colleague: 'Priya Raman' })
  await person.runs(() => document.querySelector('[data-text=public_note] .item-t').click())
  await person.until('the public note has what was for the customer', () => document.querySelector('[data-text=public_note]')?.innerText.includes('401 Unauthorized'))
  await chooses(person, 'State of the problem', 'mitigated')
  await person.until('what is missing before it', () => document.querySelector('.pass') !== null || [...document.querySelectorAll('.st-i')].some((li) => li.innerText.includes('Write the notes of the call')))
  await person.until('its note can be said to be there', () => document.querySelector('[data-text=public_note]')?.innerText.includes('not sent yet'))
  await press(person, 'It is there')
  await person.until('its step is done', () => document.querySelector('[data-text=public_note]')?.innerText.includes('it is there'))
  await person.shoots('emergency-ending')
  await press(person, 'Close the emergency')
  await person.until('what is missing', () => ['S2:69', 'S4:49'].every((s) => document.querySelector('.pass')?.innerText.includes(s)))
  await press(person, 'Set it all the same')
  await person.until('it is closed, and its clock stands', async () => {
    const { fields } = (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record
    return fields.status === 'closed' && fields.closed && document.querySelector('.emg-h .badge-live') === null
  })
  const here = await person.runs(() => location.hash)
  await person.types('Alt+v')
  await person.until('its review, begun with what was recorded', async (of) => {
    const { record } = location.hash.startsWith('#/review/') ? await window.go.window.Bridge.Open(location.hash.split('/')[2]) : {}
    return record?.fields.of === of && record.fields.title.includes('Pushes fail for every team')
  }, here.split('/')[2])
  await person.runs((at) => { location.hash = at }, here)
  await person.until('the cockpit again', () => document.querySelector('#emg-tab-ending') !== null)
  await person.types('Alt+e')
  await person.until('the way on', () => [...document.querySelectorAll('.emg-part button')].some((b) => b.innerText.trim() === 'Make an escalation of it'))
  await press(person, 'Make an escalation of it')
  await person.until('the escalation', () => location.hash.startsWith('#/case/') && document.querySelector('#main .rec-h h1')?.innerText.includes('Pushes fail for every team'))
}
