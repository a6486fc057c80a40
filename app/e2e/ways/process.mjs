// What the process asks.
import assert from 'node:assert/strict'
import { eventually } from '../place.mjs'
import { goes } from './going.mjs'

/** Today has what the process asks, by hour; one key does it, with the words that belong to it, and undo takes it back. */
export async function doesADuty(person) {
  await goes(person, '#/today')
  await person.until('duties with their source', () => document.querySelectorAll('.ob-list > li cite').length > 3)
  await person.shoots('today')
  const inAll = () => Number(/(\d+) in all/.exec(document.querySelector('main > [role=status]')?.textContent)?.[1])
  const what = await person.until('a duty to tell the customer', () => {
    const row = [...document.querySelectorAll('.ob-list > li')].find((li) => li.innerText.includes('Tell the customer how it stands'))
    row?.click()
    return row?.innerText.match(/ESC-\w+/)?.[0]
  })
  const before = await person.runs(inAll)
  await person.types('e')
  await person.sees('textbox', 'What was said')
  await person.writes('Node 3 accepts connections again; we watch it until Monday.')
  await person.types('Control+Enter')
  await person.until('it is done', (key) => ![...document.querySelectorAll('.ob-list > li.is-late')].some((li) => li.innerText.includes(key) && li.innerText.includes('Tell the customer how it stands')), what)
  // The row goes before the program has kept what was said.
  await person.until('the update in the case', async (key) => (await window.go.window.Bridge.Open(key)).items.some((i) => i.kind === 'update' && i.fields.body?.startsWith('Node 3 accepts connections again')), what)
  await person.types('Control+z')
  await eventually('undo brings it back', async () => (await person.runs(inAll)) === before)
}

/** The first active escalation of the sample, on its page. */
async function openActive(person) {
  const id = await person.runs(async () => {
    const { rows } = await window.go.window.Bridge.List({ kind: 'escalation', limit: 50, filters: [{ field: 'status', values: ['active'] }] })
    return rows[0].id
  })
  await goes(person, `#/case/${id}/overview`)
  await person.sees('combobox', 'Status')
  return id
}

/** A close asks for what is missing with the rule's source; one thing is filled in, the rest passed with a reason; undo takes all of it back. */
export async function closesThroughTheGates(person) {
  const id = await openActive(person)
  const kept = (field) => person.runs(async (key, name) => (await window.go.window.Bridge.Open(key)).record.fields[name] ?? '', id, field)
  await person.page.getByLabel('Status').first().selectOption('closed')
  await person.until('what is missing, with its sources', () => document.querySelectorAll('.gate-list cite').length > 3)
  await person.shoots('gates')
  assert.deepEqual(await person.barriers(), [])
  await person.types('Escape')
  await person.until('nothing changed', () => document.querySelector('dialog') === null && [...document.querySelectorAll('select')].find((s) => s.getAttribute('aria-label') === 'Status')?.value === 'active')
  await person.page.getByLabel('Status').first().selectOption('closed')
  await person.until('the gates again', () => document.querySelectorAll('.gate-list li').length > 3)
  await person.types('Control+Enter')
  await person.until('a word about what is left', () => document.querySelector('dialog .wrong')?.textContent.includes('say why not'))
  await person.page.getByLabel('Why it closed').selectOption('resolved')
  await person.page.getByLabel('One reason for all that is left').fill('Agreed by phone this morning')
  await person.types('Control+Enter')
  await person.until('it is closed', () => document.querySelector('dialog') === null)
  assert.deepEqual([await kept('status'), await kept('close_reason')], ['closed', 'resolved'])
  await person.types('Control+z')
  await person.until('it is open again', async (key) => (await window.go.window.Bridge.Open(key)).record.fields.status === 'active', id)
  assert.equal(await kept('close_reason'), '')
}

/** The guide has the playbooks step by step; a key ticks one, another takes it back. */
export async function ticksAStep(person) {
  const id = await openActive(person)
  await person.presses('tab', /^Guide/)
  await person.until('steps with their rules', () => document.querySelectorAll('.guide-steps li cite').length > 5)
  await person.shoots('guide')
  assert.deepEqual(await person.barriers(), [])
  const steps = () => person.runs(async (key) => (await window.go.window.Bridge.Guide(key)).steps, id)
  const open = (await steps()).findIndex((s) => !['done', 'passed', 'waiting'].includes(s.state) && s.does.every((d) => !d.needs))
  assert.notEqual(open, -1, 'no step is done by a key alone')
  await person.page.locator('.guide-steps li').nth(open).click()
  await person.types('e')
  await person.until('the step is done', (n) => document.querySelectorAll('.guide-steps li')[n]?.classList.contains('is-over'), open)
  assert.equal((await steps())[open].state, 'done')
  await person.types('z')
  await person.until('the step is open', (n) => !document.querySelectorAll('.guide-steps li')[n]?.classList.contains('is-over'), open)
  assert.notEqual((await steps())[open].state, 'done')
}

/** A new escalation shows what its severity asks for, with the source, and whom the rules propose as DRI. */
export async function readsWhatASeverityAsksFor(person) {
  await goes(person, '#/new/escalation')
  await person.page.getByText('Critical', { exact: true }).first().click()
  await person.until('the rule of the severity', () => document.querySelector('.sev-rule cite')?.textContent === 'S0:22')
  await person.shoots('new-severity')
  await person.types('Escape')
}

/** A customer's event is recorded and stands in the calendar, in one's own zone and in its own; a row opens its record. */
export async function findsAnEventInTheCalendar(person) {
  const day = new Date().toISOString().slice(0, 10) // of the week that is shown, also in its last hour
  await person.runs(async (d) => {
    await window.go.window.Bridge.Save({ action: 'edit', changes: [{ kind: 'customer_event', id: '', base: 0, patch: { title: 'Go-live of the reading room', type: 'launch', starts: `${d}T21:00[Asia/Tokyo]`, ends: `${d}T23:00[Asia/Tokyo]` } }] })
  }, day)
  await goes(person, '#/calendar')
  await person.until('the event with its own zone', () => [...document.querySelectorAll('.cal-event')].some((e) => e.innerText.includes('Go-live of the reading room') && e.innerText.includes('Asia/Tokyo')))
  await person.shoots('calendar')
  assert.deepEqual(await person.barriers(), [])
  await person.types('v')
  await person.until('the agenda', () => document.querySelector('.cal') !== null && document.querySelector('.cal-week') === null)
  await person.shoots('calendar-agenda')
  await person.presses('button', 'Go-live of the reading room')
  await person.until('its record', () => location.hash.startsWith('#/case/') && document.querySelector('h1')?.textContent.includes('Go-live'))
}
