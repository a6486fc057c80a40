// Documents made from a record.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, patience } from '../place.mjs'
import { goes } from './going.mjs'

/** A document is written where the dialog says: the record's screen, the audience, the format, the file. */
export async function exportsADocument(person, { button, audience, format, ending }) {
  await opensFromItsCase(person, button)
  await person.until('the document', () => document.querySelector('.outline a') !== null)
  await person.runs((a) => [...document.querySelectorAll('label')].find((l) => l.innerText.trim() === a).click(), audience)
  await person.until(`the ${audience} version`, (a) => [...document.querySelectorAll('input:checked')].some((i) => i.labels[0].innerText.trim() === a), audience)
  await person.shoots(`${button}-${audience}`.toLowerCase())
  const file = join(person.place.root, `${button}-${audience}.${ending}`)
  await person.answersDialog(file)
  await person.presses('button', 'Export…')
  await person.presses('button', format)
  return eventually(`the file of the ${button}`, () => existsSync(file) && readFileSync(file), 120)
}

/** Back from a document to its record. */
export async function backToTheRecord(person) {
  await person.types('Alt+r')
  await person.sees('button', 'Write update')
}

const opensFromItsCase = async (person, label) => {
  await person.presses('button', 'Documents')
  await person.presses('button', label)
}

/** A starred line for the customer names a stranger: no file is written until the finding is waived with a reason. */
export async function waivesAFinding(person) {
  const id = await person.runs(() => location.hash.split('/')[2])
  await person.runs(async (parent) => {
    const bridge = window.go.window.Bridge
    const fields = { parent, text: 'Compared with what Quillhaven Bank saw.', at: '2026-11-18T10:00:00Z', mark: 'decision', visibility: 'customer', starred: true }
    await bridge.Save({ action: 'Added a line', changes: [{ kind: 'line', id: await bridge.NewId(), base: 0, patch: fields }] })
  }, id)
  await opensFromItsCase(person, 'RCA')
  await person.until('the document', () => document.querySelector('.outline a') !== null)
  await person.runs(() => [...document.querySelectorAll('label')].find((l) => l.innerText.trim() === 'Customer').click())
  await person.until('the customer’s version', () => document.querySelector('.banner-customer') !== null && document.querySelector('.outline a') !== null)
  await person.presses('button', 'Export')
  await person.presses('button', 'Markdown')
  await person.until('the finding stops it', () => /1 finding stops the export/.test(document.body.innerText))
  await person.shoots('finding')
  await person.presses('button', 'Waive')
  await person.fills('Why it may go out', 'Both customers agreed to be named')
  await person.types('Enter')
  await person.until('nothing stops it', () => !/stops the export/.test(document.body.innerText))
  const file = join(person.place.root, 'rca.md')
  await person.answersDialog(file)
  await person.presses('button', 'Export')
  await person.presses('button', 'Markdown')
  const text = await eventually('the customer’s file', () => existsSync(file) && readFileSync(file, 'utf8'), patience)
  assert.match(text, /Quillhaven Bank/)
}

const chosen = async (person, title) => {
  await person.runs((t) => [...document.querySelectorAll('.outline a')].find((a) => a.innerText.trim().startsWith(t)).click(), title)
  await person.until(`the section ${title}`, (t) => document.querySelector('.editor h2')?.innerText.startsWith(t), title)
}

/** The RCA of a case: its real pages, a section that is written, what is missing filled from here, and the pages that follow. */
export async function writesASection(person) {
  const id = await person.runs(() => location.hash.split('/')[2])
  await goes(person, `#/document/${id}/rca`)
  await person.until('the first page as a picture', () => document.querySelector('.sheet-p img')?.naturalWidth > 300)
  const before = await person.runs(() => document.querySelector('.sheet-p img').src.length)
  await chosen(person, 'Impact')
  await person.presses('button', 'Write in this section')
  await person.until('the editor', () => document.activeElement?.id === 'section-text')
  await person.runs(() => document.querySelector('#section-text').select())
  await person.writes('Nobody at the depot could push, for thirteen hours.')
  await person.until('the page follows', (n) => document.querySelector('.sheet-p img').src.length !== n, before)
  await person.until('a draft of it is kept', () => /^Draft kept/.test(document.querySelector('.keysbar .state').innerText.trim()))
  await person.shoots('document-typing')
  return id
}

/** After a kill a section is as it was typed; leaving it makes a revision, which can be taken back, and given back to the record. */
export async function findsTheSectionUnfinished(person, id) {
  await goes(person, `#/document/${id}/rca`)
  await person.until('the sections', () => document.querySelector('.outline a') !== null)
  await chosen(person, 'Impact')
  await person.until('the draft', () => document.querySelector('#section-text')?.value === 'Nobody at the depot could push, for thirteen hours.')
  await person.runs(() => document.querySelector('#section-text').focus())
  await person.types('Control+Enter')
  await person.until('the revision', () => document.querySelector('#section-text') === null && document.querySelector('.sec-read').innerText.includes('Nobody at the depot'))
  await person.presses('button', 'Back to what the record says')
  await person.until('what the record says', () => !document.querySelector('.sec-read').innerText.includes('Nobody at the depot'))
  await person.types('Control+z')
  await person.until('the revision again', () => document.querySelector('.sec-read').innerText.includes('Nobody at the depot'))
}

/** A fact that is missing is filled where it is missed. */
export async function fillsAGap(person) {
  await chosen(person, 'Head')
  await person.until('the gap with its field', () => document.querySelector('.gap .fr-read') !== null)
  await person.shoots('document-gap')
  await person.runs(() => document.querySelector('.gap .fr-read').click())
  await person.until('its editor', () => document.activeElement?.closest('.gap') !== null)
  const today = new Date() // the sample's days move on with the weeks
  await person.writes(`${today.toISOString().slice(0, 10)} 00:01`)
  await person.types('Enter')
  await person.until('the fact', (day) => document.querySelector('.sec-read').innerText.includes(`Resolved: ${day}`), today.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }))
}

/** A version is made final, keeps its files, and is followed by another that is compared with it. */
export async function makesItFinal(person, id) {
  await person.types('Alt+f')
  await person.sees('heading', /Make version \d+ final/)
  await person.runs(() => document.querySelector('.dialog button[type=submit]').click())
  await person.until('it is final', () => /Final, version 1/.test(document.querySelector('header.bar').innerText))
  await person.until('its page', () => document.querySelector('.sheet-p img') !== null)
  await person.shoots('document-final')
  const file = join(person.place.root, 'final.pdf')
  await person.answersDialog(file)
  await person.types('Control+e')
  await person.presses('button', 'PDF')
  const bytes = await eventually('the final’s file', () => existsSync(file) && readFileSync(file), 60)
  const kept = await person.runs(async (of) => (await window.go.window.Bridge.Pages({ kind: 'rca', id: of, audience: 'internal' })).file, id)
  assert.equal(createHash('sha256').update(bytes).digest('hex'), kept, 'the file that goes out is the one that was looked at')
  await person.types('Alt+f')
  await person.until('the next version', () => /Draft, version 2/.test(document.querySelector('header.bar').innerText))
  await chosen(person, 'Impact')
  await person.presses('button', 'Write in this section')
  await person.until('the editor', () => document.activeElement?.id === 'section-text')
  await person.runs(() => document.querySelector('#section-text').select())
  await person.writes('Nobody at the depot could push, for fourteen hours.')
  await person.types('Control+Enter')
  await person.types('Alt+v')
  await person.fills('Read by a second person', 'Ines Karga')
  await person.presses('button', 'Note it')
  await person.until('the reader', () => document.querySelector('.doc-versions').innerText.includes('read by Ines Karga'))
  await person.shoots('document-versions')
  await person.runs(() => [...document.querySelectorAll('.dialog button')].find((b) => b.innerText === 'Compare').click())
  await person.until('both sides', () => document.querySelector('.sides .is-gone')?.innerText.includes('thirteen') && document.querySelector('.sides .is-new').innerText.includes('fourteen'))
  assert.deepEqual(await person.barriers(), [])
  await person.shoots('document-comparison')
  await person.types('Escape')
}

const pasted = `ESCALATION: Depot sign-in loops after the certificate change
Severity: high

IMPACT
- Customers Affected: 3
- Workflow impact: Nobody can open a shift

WHAT'S BEEN TRIED
1. Restarted the gateway -> No change

Weather: sunny
`

/** A written brief is pasted into the title of a new escalation: offered, filled in, taken back, filled in, found after the page was lost, kept. */
export async function pastesABrief(person) {
  await goes(person, '#/new/escalation')
  await person.until('the form', () => document.querySelector('#n-title') !== null)
  await person.runs((text) => {
    const title = document.querySelector('#n-title')
    title.focus()
    const data = new DataTransfer()
    data.setData('text/plain', text)
    title.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  }, pasted)
  await person.until('the offer', () => document.querySelector('.brief') !== null)
  await person.types('Alt+i')
  await person.until('the fields', () => document.querySelector('#n-title').value === 'Depot sign-in loops after the certificate change')
  await person.until('what found no place', () => /1 line found no place/.test(document.querySelector('.brief').innerText))
  assert.deepEqual(await person.barriers(), [])
  await person.shoots('brief')
  await person.presses('button', 'Take it back')
  await person.until('nothing is filled in', () => document.querySelector('#n-title').value === '')
  await person.types('Alt+i')
  await person.until('the drafts', async () => (await window.go.window.Bridge.Drafts()).some((d) => d.kind === 'attempt' && d.text === 'No change') && (await window.go.window.Bridge.Drafts()).some((d) => d.field === 'severity'))
  await person.runs(() => location.reload())
  await person.until('what was begun', () => /You had begun this earlier/.test(document.querySelector('.new')?.innerText ?? ''))
  assert.equal(await person.runs(() => document.querySelector('input[name=severity]:checked')?.value), 'high')
  await person.types('Control+Enter')
  await person.until('the escalation', () => document.querySelector('#main .rec-h h1')?.textContent.includes('Depot sign-in loops'))
  const view = await person.runs(() => window.go.window.Bridge.OpenCase({ id: location.hash.split('/')[2], lines: 10, with: [] }))
  assert.equal(view.record.fields.severity, 'high')
  assert.equal(view.record.fields.customers_affected, 3)
  assert.equal(view.record.fields.extra.not_placed.includes('Weather: sunny'), true)
  assert.deepEqual(view.items.filter((i) => i.kind === 'attempt').map((i) => i.fields.action), ['Restarted the gateway'])
}

const titles = () => [...document.querySelectorAll('.tpl-r input')].map((i) => i.value)

/** A template's sections are renamed, moved by key, hidden and added; its file's mistake is named by line; reset; one for a customer. */
export async function changesATemplate(person) {
  await goes(person, '#/templates/closure')
  await person.until('the template', () => document.querySelector('.tpl-r input') !== null)
  const before = await person.runs(titles)
  await person.runs(() => document.querySelectorAll('.tpl-r input')[1].focus())
  await person.types('Alt+ArrowDown')
  await person.until('the section further down', (t) => document.querySelectorAll('.tpl-r input')[2]?.value === t, before[1])
  await person.runs(() => document.querySelectorAll('.tpl-r input')[2].select())
  await person.writes('How it went')
  await person.types('Tab')
  await person.until('the new name', () => document.querySelectorAll('.tpl-r input')[2].value === 'How it went' && /this workspace/.test(document.querySelector('.tpl-h').innerText))
  await person.fills('A section of your own', 'What it cost')
  await person.fills('What it says at first', 'Revenue at risk: {revenue_at_risk}')
  await person.presses('button', 'Add it')
  await person.until('the added section', () => [...document.querySelectorAll('.tpl-r input')].at(-1).value === 'What it cost')
  assert.deepEqual(await person.barriers(), [])
  await person.shoots('template')
  await person.runs(() => [...document.querySelectorAll('label')].find((l) => l.innerText.trim() === 'File').click())
  await person.until('its file', () => document.querySelector('.policy-t')?.value.includes('What it cost'))
  await person.fills('The template’s file', (await person.runs(() => document.querySelector('.policy-t').value)).replace('fill: outcome', 'fill: outcomes'))
  await person.until('the mistake by its line', () => /Line \d+/.test(document.querySelector('.policy-f').innerText))
  await person.shoots('template-mistake')
  await person.presses('button', 'Drop the changes')
  const file = join(person.place.root, 'closure.yaml')
  await person.answersDialog(file)
  await person.presses('button', 'Export…')
  assert.match(await eventually('the template’s file', () => existsSync(file) && readFileSync(file, 'utf8'), patience), /How it went/)
  await person.presses('button', 'Reset')
  await person.until('the built-in one', () => /built in/.test(document.querySelector('.tpl-h').innerText))
  await person.answersDialog(file)
  await person.presses('button', 'Import…')
  await person.until('the imported one', () => /this workspace/.test(document.querySelector('.tpl-h').innerText))
  await person.runs(() => document.activeElement.blur())
  await person.types('Control+z')
  await person.until('undone', () => /built in/.test(document.querySelector('.tpl-h').innerText))
}

/** The list of documents opens what it names, and makes one of a record that is chosen. */
export async function findsItsDocuments(person) {
  await goes(person, '#/list/document')
  await person.until('the document in its list', () => [...document.querySelectorAll('tr[data-row]')].some((r) => /RCA/.test(r.innerText) && /Veldhoorn Rail/.test(r.innerText)))
  await person.shoots('documents')
  await person.runs(() => [...document.querySelectorAll('tr[data-row]')].find((r) => /RCA/.test(r.innerText) && /Veldhoorn Rail/.test(r.innerText)).click())
  await person.until('where it is written', () => /RCA/.test(document.querySelector('header.bar h1')?.innerText ?? '') && document.querySelector('.outline a') !== null)
  await goes(person, '#/list/document')
  await person.until('the list', () => document.querySelector('tr[data-row]') !== null)
  await person.types('n')
  await person.until('which record', () => document.activeElement?.id === 'made-of')
  await person.writes('Veldhoorn')
  await person.until('a proposal', () => document.querySelector('.dialog [role=option]') !== null)
  await person.types('ArrowDown')
  await person.types('Enter')
  await person.until('the kinds', () => document.querySelector('.dialog .choices button') !== null)
  await person.shoots('document-new')
  await person.runs(() => document.querySelector('.dialog .choices button').click())
  await person.until('the new document', () => document.querySelector('.outline a') !== null)
}

/** The first time on a machine the PDF engine is prepared behind the window: the text stands meanwhile, then the pages come by themselves. */
export async function waitsForTheEngine(person) {
  const id = await person.runs(async () => (await window.go.window.Bridge.List({ kind: 'escalation', limit: 1 })).rows[0].id)
  await goes(person, `#/document/${id}/rca`)
  await person.until('the text and how far the engine is', () => document.querySelector('.paper-pane .page-t') !== null && document.querySelector('.paper-n progress') !== null)
  await person.shoots('document-warming')
  assert.deepEqual(await person.barriers(), [])
  await eventually('the pages', () => person.runs(() => document.querySelector('.sheet-p img') !== null), 240).catch((error) => person.tellsWhatItSees(error))
  await person.until('nothing is said of the engine any more', () => document.querySelector('.paper-n') === null)
}
