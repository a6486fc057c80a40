// A review, from its marks to the state in which its customer may read it.
import assert from 'node:assert/strict'
import { goes } from './going.mjs'

const review = (person) => person.runs(async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record)

/** The review of the webhooks stands with its marks, its durations and its graph. */
export async function opensAReview(person) {
  await goes(person, '#/list/review')
  await person.until('the review in the list', () => {
    const row = [...document.querySelectorAll('tr[data-row]')].find((r) => r.innerText.includes('Webhooks late'))
    row?.querySelector('td.c-title, td')?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    row?.click()
    return location.hash.startsWith('#/review/')
  })
  await person.until('how long each took', () => ['22 min after it began', '1 h 50 min after it began', '3 h 20 min after it began'].every((d) => document.querySelector('.marks')?.innerText.includes(d)))
  await person.until('DRAFT until it was reviewed', () => document.querySelector('.rev-h .badge-warn')?.innerText === 'DRAFT')
  const drawn = await person.runs(() => [...document.querySelectorAll('.whyl')].map((li) => `${li.dataset.depth} ${li.dataset.why} ${li.querySelector('textarea') ? '' : 'again'}`.trim()))
  assert.deepEqual(drawn, ['0 1', '1 2', '2 3', '3 4', '1 5', '2 6', '3 4 again'])
  await person.shoots('review')
}

/** The graph is written by keys alone: a cause beneath, another beside it, in, out, and what is taken away comes back. */
export async function asksWhy(person) {
  const texts = () => [...document.querySelectorAll('.whyl textarea')].map((t) => t.value)
  await person.runs(() => [...document.querySelectorAll('.whyl textarea')].find((t) => t.value.startsWith('The alert watches')).focus())
  await person.types('Control+Enter')
  await person.until('a line to write in', () => document.activeElement?.closest('.whyl')?.dataset.why === '7' && document.activeElement.value === '')
  await person.writes('Age was added to the queue after the alerts were written')
  await person.types('Enter')
  await person.until('another beside it', () => document.activeElement?.closest('.whyl')?.dataset.why === '8' && document.activeElement.value === '')
  await person.writes('No rule asks for an alert on age')
  await person.types('Alt+ArrowRight')
  const { fields } = await person.until('it explains the one before it', async () => {
    const { record } = await window.go.window.Bridge.Open(location.hash.split('/')[2])
    const [first, second] = ['Age was added', 'No rule asks'].map((t) => Object.entries(record.fields.whys).find(([, w]) => w.text?.startsWith(t)))
    return first && second?.[1].because.includes(first[0]) && record
  })
  assert.equal(Object.keys(fields.whys).length, 8)
  await person.types('Alt+ArrowLeft')
  await person.until('and beside it again', async () => {
    const { whys } = (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields
    const [first, second] = ['Age was added', 'No rule asks'].map((t) => Object.entries(whys).find(([, w]) => w.text?.startsWith(t)))
    return second[1].because.join() === first[1].because.join()
  })
  await person.runs(() => [...document.querySelectorAll('.whyl')].find((li) => li.querySelector('textarea')?.value.startsWith('No rule asks')).querySelector('input').focus())
  await person.writes('Alert rules')
  await person.until('a draft of the evidence', async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).drafts.some((d) => /^whys\..*\.evidence$/.test(d.field) && d.text === 'Alert rules'))
  await person.runs(() => document.activeElement.blur())
  await person.until('its evidence', async () => Object.values((await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields.whys).some((w) => w.text?.startsWith('No rule asks') && w.evidence === 'Alert rules'))
  await person.runs(() => [...document.querySelectorAll('.whyl textarea')].find((t) => t.value.startsWith('Age was added')).focus())
  await person.types('Alt+Delete')
  await person.until('it is gone', (f) => !eval(f)().some((t) => t.startsWith('Age was added')), String(texts))
  await person.runs(() => document.activeElement?.blur())
  await person.types('Control+z')
  await person.until('undo brings it back', (f) => eval(f)().some((t) => t.startsWith('Age was added')), String(texts))
  await person.shoots('review-whys')
}

/** The search proposes where the cause was before; a person says so. */
export async function saysWhetherItWasThereBefore(person) {
  await person.presses('button', 'None of them: it is new')
  await person.until('it is said', async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields.same_cause_before === 'no')
}

/** Sharing it before the internal review asks for a reason; after it nothing is in the way, and DRAFT is gone. */
export async function sharesTheReview(person) {
  await person.presses('button', 'Shared')
  await person.until('the internal review is missing', () => document.querySelector('.pass')?.innerText.includes('S1:43'))
  await person.shoots('review-gate')
  await person.presses('button', 'Set it all the same')
  await person.until('a reason is asked for', () => document.querySelector('.pass [role=alert]')?.innerText.includes('reason'))
  await person.presses('button', 'Leave it')
  await person.presses('button', 'Reviewed')
  await person.until('it is reviewed, and no draft any more', async () => document.querySelector('.rev-h .badge-warn') === null && (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields.reviewed !== undefined)
  await person.presses('button', 'Shared')
  await person.until('it is shared', async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).record.fields.status === 'shared')
  assert.ok((await review(person)).fields.shared)
}
