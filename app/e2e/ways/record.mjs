// A record: opened, written on, disputed, deleted.
import { goes } from './going.mjs'

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
  await person.until(`the record “${words}”`, (w) => document.querySelector('#main .rec-h h1')?.textContent.includes(w), words)
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

const unfinished = 'Node 2 answers again since 14:05; watching'

/** A line is typed and not added; its draft is on the disk. */
export async function leavesALineUnfinished(person, address) {
  await opensTheTimeline(person, address)
  await person.writes(unfinished)
  await person.until('the draft is kept', async (text) => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).drafts.some((d) => d.text === text), unfinished)
  await person.shoots('draft')
}

/** After a kill the unfinished line is where it was typed, and what was added stands. */
export async function findsTheLineUnfinished(person, address) {
  await opensTheTimeline(person, address)
  await person.until('the draft', (text) => document.querySelector('#compose').value === text, unfinished)
  await person.until('the line that was added', () => document.body.innerText.includes('Second trace of node 3 attached.'))
  await person.shoots('returned')
}

const more = '; the mirror too'

/** Somebody types on, and closes the window with the last letter. */
export async function closesWhileTyping(person) {
  await person.types('End')
  await person.writes(more)
  await person.closes()
}

/** Every letter is back: a window that is closed loses none. */
export async function findsEveryLetter(person, address) {
  await opensTheTimeline(person, address)
  await person.until('the draft with its last letters', (text) => document.querySelector('#compose').value === text, unfinished + more)
}

async function opensTheTimeline(person, address) {
  await goes(person, address.replace(/\/\w+$/, '/timeline'))
  await person.until('the box for a line', () => {
    document.querySelector('#compose')?.focus()
    return document.activeElement?.id === 'compose'
  })
}

/** A field is edited where it stands: its draft is kept while it is typed, its revision when it is left. */
export async function editsAField(person) {
  await person.until('the component’s editor', () => {
    const row = [...document.querySelectorAll('.fr')].find((r) => r.querySelector('.fr-l')?.textContent === 'Component')
    row?.querySelector('button.fr-read')?.click()
    return row?.querySelector('input') !== null
  })
  await person.fills('Component', 'storage transport')
  await person.until('the draft is kept', async () => (await window.go.window.Bridge.Open(location.hash.split('/')[2])).drafts.some((d) => d.text === 'storage transport'))
  await person.shoots('field')
  await person.types('Enter')
  await person.until('the field reads again', () => [...document.querySelectorAll('button.fr-read')].some((b) => b.innerText.includes('storage transport')))
}

/** Who leaves a text by pressing a button below it reaches that button, though the text closes meanwhile and is of another height. */
export async function leavesATextByAButton(person) {
  await person.presses('button', 'Edit Description')
  await person.until('the description’s editor', () => document.activeElement.tagName === 'TEXTAREA')
  await person.runs(() => document.activeElement.setSelectionRange(0, 0))
  for (let line = 0; line < 8; line++) await person.types('Enter')
  await person.presses('button', 'All')
  await person.sees('button', 'Only the first')
  await person.until('the text reads again', () => document.querySelector('textarea[aria-label=Description]') === null)
}

/** Two changes from the same revision: both values stand until one is chosen. */
export async function settlesAConflict(person) {
  await person.runs(async (id) => {
    const bridge = window.go.window.Bridge
    const { record } = await bridge.Open(id)
    const save = (component) => bridge.Save({ action: 'Changed component', changes: [{ kind: record.kind, id, base: record.rev, patch: { component } }] })
    await save('node transport')
    await save('proxy')
  }, await person.runs(() => location.hash.split('/')[2]))
  await person.until('both values', () => /node transport/.test(document.querySelector('.conflict')?.innerText) && /proxy/.test(document.querySelector('.conflict')?.innerText))
  await person.runs(() => document.querySelector('.conflict').scrollIntoView({ block: 'center' }))
  await person.shoots('conflict')
  await person.presses('button', 'Take this instead')
  await person.until('the conflict is settled', () => document.querySelector('.conflict') === null && [...document.querySelectorAll('button.fr-read')].some((b) => b.innerText.includes('node transport')))
}

/** A record goes to the bin, where it waits, and comes back whole. */
export async function deletesAndRestores(person, address) {
  await goes(person, address)
  await person.sees('button', 'Write update')
  await person.presses('button', 'More')
  await person.presses('button', 'Delete')
  await person.until('the case is left', (h) => location.hash !== h, address)
  await goes(person, '#/bin')
  await person.until('it is in the bin', () => document.querySelector('[aria-label^="Restore ESC-"]') !== null)
  await person.shoots('bin')
  await person.presses('button', 'Restore ESC-')
  await person.sees('heading', 'The bin is empty')
  await goes(person, address)
  await person.sees('button', 'Write update')
}
