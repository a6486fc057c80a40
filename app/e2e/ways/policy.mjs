// The process as files that a team edits in the window, and what it plans as a calendar file.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { goes } from './going.mjs'

const inUse = (person) => person.runs(() => window.go.window.Bridge.PolicyInUse())
const fileOf = async (person, name) => (await inUse(person)).files.find((f) => f.name === name).text

/** A part of the common values, by its name in the outline. */
async function opensPart(person, name) {
  await person.page.getByRole('navigation', { name: 'Common values' }).getByText(name, { exact: true }).click()
  await person.sees('heading', name)
}

/** A calendar, a message, a role, a name and a cadence are edited in their own files; a mistake is said beside its field, with file and line. */
export async function editsTheProcess(person) {
  await goes(person, '#/policy')
  await person.sees('heading', 'Cadence')
  const before = await inUse(person)

  const often = person.page.getByLabel('Tell the customer how it stands: critical')
  await often.fill('soon')
  await often.press('Tab')
  await person.until('the mistake beside the field', () => [...document.querySelectorAll('.p-in .wrong')].some((p) => /cadence\.yaml, line \d+: .*“?"soon"/.test(p.innerText)))
  assert.equal((await inUse(person)).version, before.version, 'a mistake was used')
  await often.fill('12h')
  await often.press('Tab')
  await person.until('it is in use', async () => (await window.go.window.Bridge.PolicyInUse()).places.some((p) => p.value === '12h'))

  await opensPart(person, 'Working days')
  await person.types('j')
  await person.types('Enter')
  const days = person.page.getByLabel('Days worked')
  await days.fill('Mon, Tue, Someday')
  await days.press('Tab')
  await person.until('the mistake with file and line', () => [...document.querySelectorAll('.p-in .wrong')].some((p) => /calendars\.yaml, line \d+:/.test(p.innerText)))
  await person.shoots('policy-mistake')
  assert.deepEqual(await person.barriers(), [])
  await person.presses('button', 'Put back')
  await days.fill('Mon, Tue, Wed, Thu')
  await days.press('Tab')
  await person.until('Germany alone has a short week', async () => {
    const { forms } = await window.go.window.Bridge.PolicyInUse()
    const weeks = forms.find((f) => f.file === 'calendars.yaml').entries.map((e) => e.values.weekdays)
    return weeks[0] === 'Mon, Tue, Wed, Thu' && weeks.slice(1).every((w) => w.endsWith('Fri'))
  })
  assert.ok((await fileOf(person, 'calendars.yaml')).startsWith('# Which days are worked'), 'the comment is gone')

  await person.page.locator('.main').click({ position: { x: 5, y: 5 } })
  await person.types('a')
  await person.page.getByRole('form', { name: 'Add a calendar' }).getByLabel('Id', { exact: true }).fill('italy')
  await person.page.getByRole('form', { name: 'Add a calendar' }).getByLabel('Time zones').fill('Europe/Rome')
  await person.page.getByRole('form', { name: 'Add a calendar' }).getByLabel('Days worked').fill('Mon, Tue, Wed, Thu, Fri')
  await person.page.getByLabel('Where in the list').selectOption('0')
  await person.types('Control+Enter')
  await person.until('it is the first', async () => (await window.go.window.Bridge.PolicyInUse()).forms.find((f) => f.file === 'calendars.yaml').entries[0].title === 'italy')
  await person.until('it has the focus', () => document.activeElement?.closest('[data-entry]')?.dataset.entry === '0' && document.activeElement.innerText.includes('italy'))
  await person.types('Alt+ArrowDown')
  await person.until('it is the second', async () => (await window.go.window.Bridge.PolicyInUse()).forms.find((f) => f.file === 'calendars.yaml').entries[1].title === 'italy')
  await person.until('it has the focus in its new place', () => document.activeElement?.closest('[data-entry]')?.dataset.entry === '1' && document.activeElement.innerText.includes('italy'))
  await person.types('x')
  await person.until('it is gone', async () => !(await window.go.window.Bridge.PolicyInUse()).forms.find((f) => f.file === 'calendars.yaml').entries.some((e) => e.title === 'italy'))
  await person.types('Control+z')
  await person.until('undo brings it back', async () => (await window.go.window.Bridge.PolicyInUse()).forms.find((f) => f.file === 'calendars.yaml').entries.some((e) => e.title === 'italy'))

  await person.until('the page has it again', () => [...document.querySelectorAll('.p-open')].some((b) => b.innerText.includes('italy')))

  await opensPart(person, 'Message templates')
  await person.page.getByRole('button', { name: /^The thread’s first line|^The thread's first line/ }).click()
  await person.presses('button', 'Remove')
  await person.until('who still names it', () => [...document.querySelectorAll('.p-list .wrong')].some((p) => /emergency\.yaml, line \d+: .*thread/.test(p.innerText)))
  const text = person.page.getByLabel('Text, optional')
  await text.fill('Thread for {ticket_url}\n\n# of {customer}')
  await text.press('Tab')
  await person.until('the text is in use', async () => (await window.go.window.Bridge.PolicyInUse()).files.find((f) => f.name === 'messages.yaml').text.includes('  text: |\n    Thread for {ticket_url}\n\n    # of {customer}\n'))
  await person.shoots('policy-message')

  await opensPart(person, 'Who takes part')
  await person.page.locator('.p-open').first().click()
  await person.page.locator('.p-entry').getByLabel('The rule').fill('')
  await person.page.locator('.p-entry').getByLabel('The rule').press('Tab')
  await person.until('a rule says itself', () => [...document.querySelectorAll('.p-in .wrong')].some((p) => /people\.yaml, line \d+: .*does not say its rule/.test(p.innerText)))

  await opensPart(person, 'Names and channels')
  await person.page.getByLabel('status page').fill('status.example.com')
  await person.page.getByLabel('status page').press('Tab')
  await person.until('the name is in use', async () => (await window.go.window.Bridge.PolicyInUse()).files.find((f) => f.name === 'names.yaml').text.includes('\nstatus_page: status.example.com\n'))
  await person.shoots('policy-names')

  await opensPart(person, 'Versions')
  await person.page.getByRole('listitem').filter({ hasText: 'As the program brings it' }).getByRole('button', { name: 'Use it again' }).click()
  await person.until('the program’s own is in use', async (v) => (await window.go.window.Bridge.PolicyInUse()).version === v, before.version)
  assert.deepEqual((await inUse(person)).files, before.files)
}

/** What is planned is saved as a calendar file, one thing or all; its times are in the zone in which they were said. */
export async function savesTheCalendar(person) {
  await goes(person, '#/calendar')
  const one = join(person.place.root, 'all.ics')
  await person.answersDialog(one)
  await person.types('a')
  await person.until('it says so', () => document.body.innerText.includes('Saved as all.ics'))
  assert.ok(existsSync(one))
  const text = readFileSync(one, 'utf8')
  assert.match(text, /^BEGIN:VCALENDAR\r\n/)
  assert.match(text, /SUMMARY:Go-live of the reading room\r\n/)
  assert.match(text, /DTSTART;TZID=Asia\/Tokyo:\d{8}T210000\r\n/)
  assert.match(text, /BEGIN:VTIMEZONE\r\nTZID:Asia\/Tokyo\r\n/)
}
