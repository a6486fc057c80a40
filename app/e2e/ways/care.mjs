// Lists and cases at size, and what went wrong.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { goes } from './going.mjs'

const many = 5000

/** A case of five thousand lines opens with its newest, and its oldest is found by words, and by scrolling to the end. */
export async function readsALongCase(person) {
  const { id, oldest } = await person.runs(makesALongCase, many)
  await goes(person, `#/case/${id}/timeline`)
  await person.until('the newest line', (n) => document.querySelector('.tl-line')?.innerText.includes(`Probe p${n - 1}.`), many)
  assert.equal(await person.runs(() => document.querySelector('[role=toolbar] .chip b').innerText), '5,000')
  await person.fills('Find in this timeline', 'answers p0.')
  await person.until('the oldest line alone', () => document.querySelectorAll('.tl-line').length === 1 && document.querySelector('.tl-line').innerText.includes('Probe p0.'))
  await person.fills('Find in this timeline', '')
  await goes(person, '#/today')
  await goes(person, `#/case/${id}/timeline/${oldest}`)
  await person.until('the oldest line is in sight', (line) => {
    const box = document.getElementById(`line-${line}`)?.getBoundingClientRect()
    return box && box.top >= 0 && box.bottom <= innerHeight
  }, oldest)
  await person.shoots('long-case')
  await goes(person, '#/today')
  await goes(person, `#/case/${id}/timeline`)
  await person.until('one has scrolled to the oldest', (line) => {
    const box = document.querySelector('[aria-label=Lines]')
    if (box) box.scrollTop = box.scrollHeight
    return document.getElementById(`line-${line}`) !== null
  }, oldest)
}

async function makesALongCase(many) {
  const bridge = window.go.window.Bridge
  const id = await bridge.NewId()
  await bridge.Save({ action: 'Made a case', changes: [{ kind: 'escalation', id, base: 0, patch: { title: 'The long one' } }] })
  const probe = (i) => ({ kind: 'line', id: '', base: 0, patch: { parent: id, text: `Probe p${i}. answers again`, at: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString() } })
  let oldest = ''
  for (let at = 0; at < many; at += 500) {
    const saved = await bridge.Save({ action: 'Added lines', changes: Array.from({ length: 500 }, (_, i) => probe(at + i)) })
    oldest ||= saved.records[0].id
  }
  return { id, oldest }
}

/** Two people change the same fields of a case from the same revision. */
export async function disputes(person) {
  await person.runs(async () => {
    const bridge = window.go.window.Bridge
    const { rows: [row] } = await bridge.List({ kind: 'escalation', limit: 1 })
    const save = (patch) => bridge.Save({ action: 'Changed', changes: [{ kind: 'escalation', id: row.id, base: row.rev, patch }] })
    await save({ component: 'storage transport', title: 'Storage nodes refuse connections after the upgrade' })
    await save({ component: 'proxy', title: 'Storage nodes refuse connections since the upgrade' })
  })
  await person.until('both fields', () => document.querySelectorAll('.dispute').length >= 2 && document.querySelector('.dispute del') !== null)
}

/** The screen of conflicts lists them all; each is settled by a key, and undone. */
export async function settlesConflictsByKey(person) {
  await goes(person, '#/conflicts')
  await person.sees('heading', 'No field has two values')
  await disputes(person)
  assert.match(await person.runs(() => document.querySelector('.dispute ins').innerText), /^(proxy|storage transport|since|after)$/)
  const left = async (n) => person.until(`${n} left`, (n) => document.querySelectorAll('.dispute').length === n, n)
  await person.types('2')
  await left(1)
  await person.until('it is kept', () => /the other value stands now/.test(document.body.innerText))
  await person.types('Control+z')
  await left(2)
  await person.types('2')
  await person.types('1')
  await person.sees('heading', 'No field has two values')
}

/** The history of a record: a version beside the present with its words marked. */
export async function comparesVersions(person) {
  const key = await person.runs(async () => {
    const bridge = window.go.window.Bridge
    const id = location.hash.split('/')[2]
    const { record } = await bridge.Open(id)
    const save = (base, cause) => bridge.Save({ action: 'Changed cause', changes: [{ kind: record.kind, id, base, patch: { cause } }] })
    const saved = await save(record.rev, 'The proxy closed idle connections after 60 seconds.')
    await save(saved.records[0].rev, 'The proxy closed idle connections after 30 seconds.')
    return record.key
  })
  await person.until('the changes', () => document.querySelectorAll('.hist > li').length > 1 && document.querySelector('.hist').innerText.includes('30 seconds'))
  await person.types('j')
  await person.types('c')
  await person.until('the word that differs', () => [...document.querySelectorAll('.versions-tbl del')].some((d) => d.innerText === '60'))
  return key
}

/** The older version comes back, and that can be undone. */
export async function restoresAVersion(person) {
  const { id } = await person.runs(() => window.go.window.Bridge.List({ kind: 'escalation', limit: 1 })).then((page) => page.rows[0])
  await goes(person, `#/case/${id}/history`)
  await person.until('the history', () => document.querySelector('.hist > li b') !== null)
  await comparesVersions(person)
  const cause = async (words) => person.until(words, async (id, words) => (await window.go.window.Bridge.Open(id)).record.fields.cause.includes(words), id, words)
  await person.types('Control+Enter')
  await cause('60 seconds')
  await person.types('Control+z')
  await cause('30 seconds')
}

/** A backup is made and listed, the workspace is verified and its index built anew, each with its report. */
export async function caresForTheWorkspace(person) {
  const file = join(person.place.root, 'keep.zip')
  await goes(person, '#/care')
  await person.until('that there is none yet', () => document.body.innerText.includes('everything lies on this disk alone'))
  await person.answersDialog(file)
  await person.types('b')
  await person.until('the backup is listed', (f) => [...document.querySelectorAll('.lines-tbl td')].some((td) => td.innerText === f), file)
  await person.types('v')
  await person.until('the check', () => /All is as it was written/.test(document.querySelector('.jobs').innerText))
  await person.types('x')
  await person.until('the index', () => /cases are indexed/.test(document.querySelector('.jobs').innerText))
  await person.shoots('care')
  const beside = join(person.place.root, 'beside')
  mkdirSync(beside)
  await person.answersDialog(file)
  await person.answersDialog(beside)
  await person.presses('button', 'Restore into a folder of its own')
  await person.until('the restored workspace', () => /as a workspace of its own/.test(document.querySelector('.jobs').innerText))
  assert.ok(existsSync(join(beside, 'precedent.json')))
  return file
}

/** At a first start a folder is chosen that another window has open. */
export async function opensAHeldFolder(person, folder) {
  await person.sees('heading', 'Set up this workspace')
  await person.fills('Your name', 'Tomas Brandt')
  await person.answersDialog(folder)
  await person.presses('button', 'Choose…')
  await person.until('its path', (f) => document.body.innerText.includes(f), folder)
  await person.presses('button', 'Open the workspace')
}

/** Another program has the folder: what holds it, and what can be done; once it is free, one goes on. */
export async function waitsForTheFolder(person, leave) {
  await person.sees('heading', 'The workspace is not open')
  await person.sees('button', 'Go to that window')
  await person.shoots('busy')
  assert.deepEqual(await person.barriers(), [])
  await leave()
  await person.types('r')
  await person.sees('heading', 'Escalations')
}

/** A folder that another program copies between machines is warned of in words, once. */
export async function isWarnedOfACopiedFolder(person) {
  await person.until('the warning in the rail', () => document.querySelector('.rail .live-warn')?.innerText.includes('copied between machines'))
  await goes(person, '#/care')
  await person.presses('button', 'I know')
  await person.until('it is gone', () => document.querySelector('.rail .live-warn') === null)
  await person.page.reload()
  await person.until('Care again', () => document.querySelector('h1')?.innerText === 'Care')
  assert.equal(await person.runs(() => document.querySelector('.live-warn')), null)
}

/** Two customers of nearly the same name are proposed as one, made one, parted by Undo, made one again; an alias is split off. */
export async function makesCustomersOne(person) {
  const [keep] = await person.runs(async () => {
    const bridge = window.go.window.Bridge
    const make = async (name) => (await bridge.Save({ action: 'Made a customer', changes: [{ kind: 'customer', id: '', base: 0, patch: { name } }] })).records[0].id
    return [await make('Tessaly Freight'), await make('Tessaly Freight GmbH')]
  })
  await goes(person, `#/case/${keep}/overview`)
  await person.until('it is proposed', () => /Possibly the same:\s*Tessaly Freight GmbH/.test(document.body.innerText))
  await person.presses('button', 'Make them one')
  const alias = () => [...document.querySelectorAll('[aria-label="Other names"] .item')].some((i) => i.innerText.includes('Tessaly Freight GmbH'))
  await person.until('the other is an alias', alias)
  await person.types('Control+z')
  await person.until('they are two again', () => /Possibly the same:\s*Tessaly Freight GmbH/.test(document.body.innerText))
  await person.presses('button', 'Make them one')
  await person.until('the alias again', alias)
  await person.presses('button', 'Split off')
  await person.until('it is split off', () => /No other name yet/.test(document.querySelector('[aria-label="Other names"]').innerText))
}

/** Search by keys alone (Enter would open the first hit once it is answered): narrowed by a facet, previewed, opened at the line that matched; saved, it stands in the rail. */
export async function searchesByKeys(person) {
  await goes(person, '#/search')
  await person.sees('searchbox', 'Search all text')
  await person.until('the box has the focus', () => document.activeElement?.getAttribute('role') === 'searchbox')
  await person.writes('connection reset')
  await person.until('the facets', () => document.querySelectorAll('.facets input').length > 4)
  const all = await person.runs(() => document.querySelectorAll('.hit').length)
  await person.types('Alt+f')
  const on = () => document.activeElement.closest('label')?.innerText ?? ''
  while (!/Aldermoor/.test(await person.runs(on))) {
    const before = await person.runs(on)
    await person.types('ArrowDown')
    assert.notEqual(await person.runs(on), before, 'no value says Aldermoor')
  }
  await person.types('Space')
  await person.until('fewer hits', (n) => document.querySelector('.facets input:checked') !== null && document.querySelectorAll('.hit').length > 0 && document.querySelectorAll('.hit').length <= n, all)
  await person.until('the preview, at a line that matched', () => document.querySelector('[aria-label=Preview] .glance .is-here') !== null)
  await person.types('Control+s')
  await person.fills('Name', 'Resets')
  await person.types('Enter')
  await person.until('it is in the rail', () => [...document.querySelectorAll('.saved a')].some((a) => a.innerText.includes('Resets')))
  await person.types('/')
  await person.types('Shift+Enter')
  await person.until('the line', () => /\/timeline\/[0-9a-f-]{36}$/.test(location.hash) && document.querySelector('.tl-line[aria-current]') !== null)
}
