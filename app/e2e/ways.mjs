// Ways through the program, each written once for a person at the window and at the page.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, patience } from './place.mjs'

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
  return eventually(`the file of the ${button}`, () => existsSync(file) && readFileSync(file), 120)
}

/** Back from a document to its record. */
export async function backToTheRecord(person) {
  await person.types('Alt+r')
  await person.sees('button', 'Closure')
}

/** The dark theme is chosen. */
export async function goesDark(person) {
  await person.presses('button', 'Appearance')
  await staysDark(person)
  await person.shoots('dark')
}

/** The window is dark, as it was left. */
export async function staysDark(person) {
  await person.until('the dark theme', () => document.documentElement.dataset.theme === 'dark')
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

async function opensTheTimeline(person, address) {
  await goes(person, address.replace(/\/\w+$/, '/timeline'))
  await person.until('the box for a line', () => {
    document.querySelector('#compose')?.focus()
    return document.activeElement?.id === 'compose'
  })
}

/** Another address inside the page. */
async function goes(person, address) {
  await person.runs((hash) => { location.hash = hash }, address)
}

const sentences = [
  'Node 3 answers 401 to every pull since 13:40, nodes 1 and 2 are fine.',
  '/quote “The timetable cannot go out like this.”',
  '/internal Do not promise the rollback before the freeze is confirmed.',
  '/action Ruth: copy the secret to node 3 and restart it before 14:15',
  '/question Which secret did the package step write on Sunday?',
]

/** What lines say once they are kept: the command and the audience are no part of them. */
const kept = (line) => line.replace(/^\/\w+ /, '')

/** 120 words a minute: 600 letters, ten a second. */
const perLetter = 100

/** One key starts a call on the case; a minute of typing at 120 words a minute is kept to the letter. */
export async function writesACallAtSpeed(person) {
  await person.types('c')
  await person.until('the note has the focus', () => location.hash.startsWith('#/call/') && document.activeElement?.id === 'compose')
  const typed = []
  for (let letters = 0; letters < 600; letters += typed.at(-1).length) {
    typed.push(sentences[typed.length % sentences.length])
    await person.writes(typed.at(-1), perLetter)
    await person.types('Enter')
  }
  const lines = await person.until('all lines are kept', async (n) => {
    const { items } = await window.go.window.Bridge.Open(location.hash.split('/')[2])
    const lines = items.filter((i) => i.kind === 'line')
    return lines.length === n && lines.map((l) => [l.fields.at, l.fields.text, l.fields.visibility])
  }, typed.length)
  assert.deepEqual(lines.sort().map(([, text]) => text), typed.map(kept))
  assert.deepEqual(lines.map(([, , seen]) => seen === 'internal'), typed.map((t) => t.startsWith('/internal')))
  await person.until('a past case with its cause beside it', () => (document.querySelector('.context .sim dd')?.textContent.trim() ?? '') !== '')
  await person.shoots('call')
}

/** Letters without a pause, and the program is killed while the last of them is typed. */
export async function isKilledWhileTyping(person) {
  const address = await person.runs(() => location.hash)
  const text = 'The bucket listing shows that the last write was on Sunday'
  await person.writes(text, perLetter)
  await person.kills()
  return { address, text }
}

/** The sentence is back, less what was typed in its last second. */
export async function findsAllButASecond(person, { address, text }) {
  await goes(person, address)
  const back = await person.until('the note that was being typed', () => document.querySelector('#compose')?.value)
  assert.ok(text.startsWith(back), `it came back as “${back}”`)
  assert.ok(text.length - back.length <= 1000 / perLetter, `only “${back}” came back`)
}

/** The call ends with one key, and its record says how long it took. */
export async function endsTheCall(person) {
  await person.runs(() => document.querySelector('#compose').focus())
  await person.types('Control+Shift+E')
  await person.until('the record of the call', () => location.hash.startsWith('#/case/') && /Was open for/.test(document.body.innerText))
}

/** A command on the command line is answered by the open window's program, and its change shows at once. */
export async function seesWhatACommandDid(person) {
  const key = await person.runs(() => document.querySelector('.crumb .key').textContent)
  const { status, stderr } = person.commands('set', key, 'version=17.1.9-rc2')
  assert.equal(status, 0, stderr)
  await person.until('the change of the command', () => document.body.innerText.includes('17.1.9-rc2') || document.querySelector('[role=tab]')?.click())
}

/** The first start without anything: the empty list says what belongs there. */
export async function startsEmpty(person) {
  await person.sees('heading', 'Set up this workspace')
  await person.fills('Your name', 'Marta Ilves')
  await person.presses('button', 'Open the workspace')
  await person.sees('heading', 'No escalations yet')
  await person.shoots('empty')
}

const table = [
  'Ref,Subject,Prio,Opened,Team notes',
  'T-1,Login page loops after the certificate change,high,2026-02-03,seen twice',
  'T-2,Nightly export stops at 90 %,low,2026-02-11,',
  'T-3,Mirror lags behind by hours,critical,not a date,ask the mirror team',
]

/** A table is read, a column sent elsewhere, and taken in; what was refused is named and in the report. */
export async function importsATable(person) {
  const file = join(person.place.root, 'tickets.csv')
  writeFileSync(file, `${table.join('\n')}\n`)
  await choosesToImport(person, file)
  await person.sees('heading', 'Columns')
  await person.shoots('import-mapping')
  await sendsTheColumn(person, 'Subject', 'title')
  await sendsTheColumn(person, 'Team notes', '-')
  await sendsTheColumn(person, 'Prio', 'severity')
  await sendsTheColumn(person, 'Opened', 'created')
  await person.presses('button', 'Take it in')
  await person.sees('heading', 'It is in')
  await person.until('two were made and one refused', () => /Made\s*2/.test(document.body.innerText) && /Refused\s*1/.test(document.body.innerText))
  await person.shoots('import-done')
  const report = join(person.place.root, 'report.txt')
  await person.answersDialog(report)
  await person.presses('button', 'Save the report')
  const says = await eventually('the report', () => existsSync(report) && readFileSync(report, 'utf8'), patience)
  assert.match(says, /not a date/)
}

async function choosesToImport(person, file) {
  await goes(person, '#/import')
  await person.answersDialog(file)
  await person.presses('button', 'Choose files')
}

async function sendsTheColumn(person, column, field) {
  const [label, value] = [`Where ${column} goes`, field]
  await person.until(`the column ${column}`, (l) => document.querySelector(`select[aria-label="${l}"]`) !== null, label)
  await person.runs((l, v) => {
    const select = document.querySelector(`select[aria-label="${l}"]`)
    select.value = v
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }, label, value)
  await person.until(`${column} goes to ${field}`, (l, v) => document.querySelector(`select[aria-label="${l}"]`)?.value === v, label, value)
}

/** One step takes the whole import back. */
export async function takesTheImportBack(person) {
  await person.presses('button', 'See the list')
  await person.until('the imported rows', () => document.querySelectorAll('tr[data-row]').length === 2)
  await person.shoots('import-list')
  await goes(person, '#/import')
  await person.presses('button', 'Undo the import')
  await person.sees('heading', 'Bring cases in')
  await goes(person, '#/list/escalation')
  await person.sees('heading', 'No escalations yet')
}

/** A long import is stopped half-way; what was confirmed until then is in, and said. */
export async function stopsALongImport(person) {
  const file = join(person.place.root, 'many.jsonl')
  const one = (n) => JSON.stringify({ kind: 'escalation', id: `m-${n}`, title: `Case ${n} of many`, description: 'The queue stands still. '.repeat(40) })
  writeFileSync(file, Array.from({ length: 40_000 }, (_, n) => one(n)).join('\n'))
  await choosesToImport(person, file)
  await person.presses('button', 'Take it in')
  await person.presses('button', 'Cancel')
  await person.sees('heading', 'Stopped')
  await person.shoots('import-stopped')
  const kept = await person.runs(() => window.go.window.Bridge.Counts().then((all) => all.find((c) => c.kind === 'escalation')?.n ?? 0))
  assert.ok(kept < 40_000, 'nothing was stopped')
}

/** Today has what the process asks, by hour; one key does it, with the words that belong to it, and undo takes it back. */
export async function doesADuty(person) {
  await goes(person, '#/today')
  await person.until('duties with their source', () => document.querySelectorAll('.ob-list > li cite').length > 3)
  await person.shoots('today')
  const duties = () => [...document.querySelectorAll('.ob-list > li')].map((li) => li.innerText)
  const what = await person.until('a duty to tell the customer', () => {
    const row = [...document.querySelectorAll('.ob-list > li')].find((li) => li.innerText.includes('Tell the customer how it stands'))
    row?.click()
    return row?.innerText.match(/ESC-\w+/)?.[0]
  })
  const before = (await person.runs(duties)).length
  await person.types('e')
  await person.sees('textbox', 'What was said')
  await person.writes('Node 3 accepts connections again; we watch it until Monday.')
  await person.types('Control+Enter')
  await person.until('it is done', (key) => ![...document.querySelectorAll('.ob-list > li.is-late')].some((li) => li.innerText.includes(key) && li.innerText.includes('Tell the customer how it stands')), what)
  const update = await person.runs(async (key) => (await window.go.window.Bridge.Open(key)).items.some((i) => i.kind === 'update' && i.fields.body?.startsWith('Node 3 accepts connections again')), what)
  assert.equal(update, true, 'the update is not in the case')
  await person.types('Control+z')
  await person.until('undo brings it back', (n) => document.querySelectorAll('.ob-list > li').length === n, before)
}

export async function goesToTheList(person) {
  await goes(person, '#/list/escalation')
  await person.until('the list', () => document.querySelector('tr[data-row]') !== null)
}

/** The list narrowed by words, and whole again. */
export async function narrowsTheList(person) {
  await person.fills('Find in this list', 'merge')
  await person.until('fewer rows', () => [3, 4, 5].includes(document.querySelectorAll('tr[data-row]').length))
  await person.shoots('list-narrowed')
  await person.fills('Find in this list', '')
  await person.until('all rows', () => document.querySelector('[role=grid]').getAttribute('aria-rowcount') === '41')
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

/** A starred line for the customer names a stranger: no file is written until the finding is waived with a reason. */
export async function waivesAFinding(person) {
  const id = await person.runs(() => location.hash.split('/')[2])
  await person.runs(async (parent) => {
    const bridge = window.go.window.Bridge
    const fields = { parent, text: 'Compared with what Quillhaven Bank saw.', at: '2026-11-18T10:00:00Z', mark: 'decision', visibility: 'customer', starred: true }
    await bridge.Save({ action: 'Added a line', changes: [{ kind: 'line', id: await bridge.NewId(), base: 0, patch: fields }] })
  }, id)
  await person.presses('button', 'RCA')
  await person.until('the document', () => document.querySelector('article') !== null)
  await person.runs(() => [...document.querySelectorAll('label')].find((l) => l.innerText.trim() === 'Customer').click())
  await person.until('the customer’s version', () => document.querySelector('.banner-customer') !== null && document.querySelector('article') !== null)
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

/** A record goes to the bin, where it waits, and comes back whole. */
export async function deletesAndRestores(person, address) {
  await goes(person, address)
  await person.sees('button', 'Closure')
  await person.presses('button', 'More')
  await person.presses('button', 'Delete')
  await person.until('the case is left', (h) => location.hash !== h, address)
  await goes(person, '#/bin')
  await person.until('it is in the bin', () => document.querySelector('[aria-label^="Restore ESC-"]') !== null)
  await person.shoots('bin')
  await person.presses('button', 'Restore ESC-')
  await person.sees('heading', 'The bin is empty')
  await goes(person, address)
  await person.sees('button', 'Closure')
}

/** No screen has a barrier that axe knows, light or dark. */
export async function showsNoBarriers(person, address) {
  const screens = {
    today: '#/today', list: '#/list/escalation', board: '#/list/escalation?as=board', customers: '#/list/customer', case: address, timeline: address.replace('overview', 'timeline'), tasks: address.replace('overview', 'tasks'),
    history: address.replace('overview', 'history'), document: address.replace(/case\/([^/]+)\/.*/, 'document/$1/rca'), new: '#/new/escalation',
    search: '#/search/storage', import: '#/import', bin: '#/bin', settings: '#/settings',
  }
  const found = []
  for (const theme of ['light', 'dark']) {
    await person.runs((t) => { document.documentElement.dataset.theme = t }, theme)
    for (const [name, hash] of Object.entries(screens)) {
      await goes(person, hash)
      await person.until(`the screen ${name}`, (h) => location.hash.startsWith(h) && document.querySelector('h1') !== null && document.querySelector('[aria-busy=true],.skel') === null, hash)
      await person.shoots(`${name}-${theme}`)
      found.push(...(await person.barriers()).map((b) => `${name}, ${theme}: ${b}`))
    }
  }
  assert.deepEqual(found, [])
}
