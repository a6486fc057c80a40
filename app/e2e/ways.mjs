// Ways through the program, each written once for a person at the window and at the page.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from './place.mjs'

/** The page stands: its heading is there, the program behind it answers, and nothing foreign would run. */
export async function opens(person) {
  await person.until('a heading', () => document.querySelector('h1').textContent.trim() !== '')
  const about = await person.runs(() => window.go.window.Bridge.About())
  assert.equal(about.name, 'Precedent')
  await person.shoots('open')
}

/** The policy of the page holds: a script put into it does not run. */
export async function runsNoForeignScript(person) {
  const ran = await person.runs(() => new Promise((done) => {
    document.addEventListener('securitypolicyviolation', () => done(false), { once: true })
    const script = document.createElement('script')
    script.textContent = 'window.foreign = true'
    document.body.append(script)
    if (window.foreign) done(true)
  }))
  assert.equal(ran, false, 'an inline script ran: the content-security policy is missing')
}

/** A link that could start something on this machine is refused, in words. */
export async function refusesStrangeLinks(person) {
  const says = await person.runs(() => window.go.window.Bridge.OpenLink('file:///etc/hostname').then(() => '', (fault) => JSON.parse(fault.message ?? fault).code))
  assert.equal(says, 'refused')
}

/** The first start: a name, the sample cases, and the list of escalations stands. */
export async function startsWithSample(person) {
  await person.sees('heading', 'Set up this workspace')
  await person.shoots('first-start')
  await person.fills('Your name', 'Marta Ilves')
  await person.runs(() => [...document.querySelectorAll('label')].find((l) => l.innerText.includes('With sample cases')).click())
  await person.presses('button', 'Open the workspace')
  await person.until('the sample is in the list', () => document.body.innerText.includes('Repository storage nodes refuse connections'))
  await person.shoots('escalations')
}

/** A row of the list opens its case: head, brief, similar past cases with their reasons. */
export async function opensACase(person) {
  await opensTheRow(person, 'Repository storage nodes')
  await person.until('a similar case with its cause', () => document.body.innerText.includes('The package step rotated the shared secret'))
  await person.shoots('case')
}

/** The row of the list with these words in its title is pressed, and its record stands. */
export async function opensTheRow(person, words) {
  await person.until(`the row “${words}”`, (w) => {
    const row = [...document.querySelectorAll('tr[data-row]')].find((r) => r.innerText.includes(w))
    row?.click()
    return row !== undefined
  }, words)
  await person.until(`the record “${words}”`, (w) => document.querySelector('.rec-h h1')?.textContent.includes(w), words)
}

/** Search answers while one types, with the words marked and the filters counted after Enter. */
export async function searches(person) {
  await person.types('Escape')
  await person.types('/')
  await person.sees('textbox', 'Search all text')
  await person.fills('Search all text', 'connection reset')
  await person.until('a marked hit', () => [...document.querySelectorAll('mark')].some((m) => m.innerText.toLowerCase().includes('reset')))
  await person.shoots('search')
  await person.types('Enter')
  await person.until('the first hit is open', () => location.hash.startsWith('#/case/'))
}

/** A line typed into the timeline is there, and still there in another program's eyes. */
export async function writesALine(person) {
  await person.runs(() => [...document.querySelectorAll('[role=tab],button,a')].find((b) => /^Timeline/.test(b.innerText.trim())).click())
  await person.until('the timeline', () => document.querySelector('textarea') !== null)
  await person.runs(() => document.querySelector('textarea').focus())
  await person.writes('Second trace of node 3 attached.')
  await person.types('Control+Enter')
  await person.until('the line in the timeline', () => document.body.innerText.includes('Second trace of node 3 attached.') && !document.querySelector('textarea').value.includes('Second trace'))
  await person.shoots('timeline')
}

/** A document is written where the dialog says: the record's screen, the audience, the format, the file. */
export async function exportsADocument(person, { button, audience, format, ending }) {
  await person.presses('button', button)
  await person.until('the document', () => document.querySelector('article') !== null)
  await person.runs((a) => [...document.querySelectorAll('label')].find((l) => l.innerText.trim() === a).click(), audience)
  await person.until(`the ${audience} version`, (a) => [...document.querySelectorAll('input:checked')].some((i) => i.labels[0].innerText.trim() === a), audience)
  await person.shoots(`${button}-${audience}`.toLowerCase())
  const file = join(person.place.root, `${button}-${audience}.${ending}`)
  await person.answersDialog(file)
  await person.presses('button', 'Export…')
  await person.presses('button', format)
  return eventually(`the file of the ${button}`, () => existsSync(file) && readFileSync(file), 90)
}

/** Back from a document to its record. */
export async function backToTheRecord(person) {
  await person.types('Alt+r')
  await person.sees('button', 'Closure')
}

/** The dark theme is chosen and kept. */
export async function goesDark(person) {
  await person.presses('button', 'Appearance')
  await person.until('the dark theme', () => document.documentElement.dataset.theme !== undefined)
  await person.shoots('appearance')
}
