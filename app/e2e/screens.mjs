// Every screen of the program with the sample workspace in it: pictured and searched for barriers, light and dark, at the
// smallest size and at the usual one.
import assert from 'node:assert/strict'
import { growsLarge, standsStill, tabsRound } from './access.mjs'
import { comparesVersions, disputes } from './ways/care.mjs'
import { goes } from './ways/going.mjs'

const record = (kind, is = () => true) => async (person) => (await person.runs((k) => window.go.window.Bridge.List({ kind: k, limit: 50 }), kind)).rows.find(is).id
const word = (id, ...rest) => `#/${[...rest.slice(0, 1), id, ...rest.slice(1)].join('/')}`

/** The form of an update is open, with the text of the process in it. */
async function writesAnUpdate(person) {
  await person.presses('button', 'Write an update')
  await person.until('the text of the process', () => document.querySelector('#update')?.value)
}

/** A part of the process, with its first entry open. */
async function opensEntry(person, name) {
  await person.page.getByRole('navigation', { name: 'Common values' }).getByText(name, { exact: true }).click()
  await person.page.locator('.p-open').first().click()
}

const part = async (person, key) => {
  await person.types(`Alt+${key}`)
  await person.until('the focus in the part', () => document.querySelector('#emg-part')?.contains(document.activeElement))
}

/** By name: the address, or what gives it. `act` is what a person does there before the picture. */
export const SCREENS = {
  today: { at: '#/today' },
  movers: { at: '#/movers' },
  calendar: { at: '#/calendar' },
  guide: { of: record('escalation'), at: (id) => word(id, 'case', 'guide') },
  policy: { at: '#/policy' },
  'policy-calendar': { at: '#/policy', act: (person) => opensEntry(person, 'Working days') },
  'policy-messages': { at: '#/policy', act: (person) => opensEntry(person, 'Message templates') },
  'policy-rules': { at: '#/policy', act: (person) => person.types('2') },
  list: { at: '#/list/escalation' },
  filter: { at: '#/list/escalation', act: async (person) => { await person.types('f'); await person.until('what to filter by', () => document.querySelector('.menu') !== null) } },
  peek: { at: '#/list/escalation', act: async (person) => { await person.types('Space'); await person.until('the peek', () => document.querySelector('.glance') !== null) } },
  palette: { at: '#/list/escalation', act: async (person) => { await person.types('Control+k'); await person.writes('st'); await person.until('what fits', () => document.querySelectorAll('dialog [role=option]').length > 2) } },
  keys: { at: '#/list/escalation', act: async (person) => { await person.types('Shift+?'); await person.until('the keys', () => document.querySelectorAll('dialog kbd').length > 5) } },
  emergencies: { at: '#/list/emergency' },
  calls: { at: '#/list/call' },
  incidents: { at: '#/list/incident' },
  reviews: { at: '#/list/review' },
  call: { of: record('call'), at: (id) => word(id, 'call') },
  customer: { of: record('customer'), at: (id) => word(id, 'case', 'overview') },
  board: { at: '#/list/escalation?as=board' },
  customers: { at: '#/list/customer' },
  case: { of: record('escalation'), at: (id) => word(id, 'case', 'overview') },
  timeline: { of: record('escalation'), at: (id) => word(id, 'case', 'timeline') },
  opening: { of: record('escalation', (r) => ['draft', 'seeking_dri'].includes(r.cells.status)), at: (id) => word(id, 'case', 'posts'), act: (person) => person.until('what it still lacks', () => [...document.querySelectorAll('button')].some((b) => b.innerText === 'Open the escalation')) },
  posts: { of: record('escalation'), at: (id) => word(id, 'case', 'posts') },
  update: { of: record('escalation'), at: (id) => word(id, 'case', 'timeline'), act: writesAnUpdate },
  closing: { of: record('escalation'), at: (id) => word(id, 'closing') },
  after: { of: record('call'), at: (id) => word(id, 'after') },
  tasks: { of: record('escalation'), at: (id) => word(id, 'case', 'tasks') },
  history: { of: record('escalation'), at: (id) => word(id, 'case', 'history') },
  emergency: { of: record('emergency', (r) => r.cells.status === 'open'), at: (id) => word(id, 'emergency') },
  document: { of: record('escalation'), at: (id) => word(id, 'document', 'rca'), act: drawnPages },
  'document-customer': { of: record('escalation'), at: (id) => word(id, 'document', 'rca', 'customer'), act: drawnPages },
  'document-gaps': { of: record('escalation'), at: (id) => `${word(id, 'document', 'rca')}?cause`, act: (person) => person.until('what would fill it', () => document.querySelector('.gap .fr, .gap .item-new') !== null) },
  documents: { at: '#/list/document' },
  templates: { at: '#/templates/closure' },
  'emergency-options': { of: record('emergency', (r) => r.cells.status === 'open'), at: (id) => word(id, 'emergency'), act: (person) => part(person, 'o') },
  'emergency-engineering': { of: record('emergency', (r) => r.cells.status === 'open'), at: (id) => word(id, 'emergency'), act: (person) => part(person, 'g') },
  'emergency-ending': { of: record('emergency', (r) => r.cells.status === 'open'), at: (id) => word(id, 'emergency'), act: (person) => part(person, 'e') },
  review: { of: record('review', (r) => r.title.startsWith('Webhooks')), at: (id) => word(id, 'review') },
  'review-whys': { of: record('review', (r) => r.title.startsWith('Webhooks')), at: (id) => word(id, 'review'), act: (person) => person.runs(() => document.querySelector('.whys').scrollIntoView()) },
  new: { at: '#/new/escalation' },
  search: { at: '#/search/storage' },
  versions: { of: record('escalation'), at: (id) => word(id, 'case', 'history'), act: comparesVersions },
  insights: { at: '#/insights' },
  conflicts: { at: '#/conflicts', act: disputes },
  care: { at: '#/care', act: async (person) => { await person.types('v'); await person.until('the check', () => /All is as it was written/.test(document.querySelector('.jobs').innerText)) } },
  import: { at: '#/import' },
  bin: { at: '#/bin' },
  settings: { at: '#/settings' },
}

/** The pages of a document stand beside it, where the window has room for them. */
async function drawnPages(person) {
  await person.until('the pages', () => (document.querySelector('.banner-customer') !== null) === location.hash.endsWith('customer') && (document.querySelector('.paper-at') === null || document.querySelector('.sheet-p img') !== null))
}

const SIZES = { usual: { width: 1440, height: 900 }, small: { width: 1024, height: 640 }, double: { width: 640, height: 400 } }

/** Goes to each screen (all, or those named) and does something there; fails with everything that was found. */
export async function onEachScreen(person, does, only = []) {
  const found = []
  for (const name of Object.keys(SCREENS)) {
    if (only.length && !only.includes(name)) continue
    await goesTo(person, name)
    found.push(...(await does(person, name)).map((f) => `${name}, ${f}`))
  }
  assert.deepEqual(found, [])
}

/** Out of what is open, and out of the field that had the focus: keys are the next screen's. */
async function leaves(person) {
  for (let i = 0; i < 3 && await person.runs(() => document.querySelector('dialog[open]') !== null); i++) await person.types('Escape')
  await person.runs(() => { document.activeElement?.blur() })
}

/** Goes to the screen, waits until it stands, and does there what it is about. */
export async function goesTo(person, name) {
  const screen = SCREENS[name]
  await leaves(person)
  if (await person.runs(() => document.querySelector('dialog[open], .menu') !== null)) await person.types('Escape')
  await goes(person, screen.of ? screen.at(await screen.of(person)) : screen.at)
  await person.until(`the screen ${name}`, () => document.querySelector('h1') !== null && document.querySelector('[aria-busy=true],.skel,.is-coming') === null)
  await screen.act?.(person)
}

/** Pictures in both themes and sizes, with axe's findings. */
export async function looksAt(person, name) {
  await person.page.emulateMedia({ reducedMotion: 'reduce' }) // a colour on its way from one theme to the other is neither's
  const found = []
  for (const size of ['usual', 'small']) {
    await person.page.setViewportSize(SIZES[size])
    for (const theme of ['light', 'dark']) {
      await person.runs((t) => { document.documentElement.dataset.theme = t }, theme)
      await person.shoots(`${name}-${theme}-${size}`)
      found.push(...(await person.barriers()).map((b) => `${theme}, ${size}: ${b}`))
    }
  }
  return [...found, ...await leavesNothingOut(person)]
}

/** The names of what can be pressed on a screen; the rows of long lists aside, of which a small window draws fewer. */
function pressable() {
  const all = [...document.querySelectorAll('#main :is(button, a[href], select, input)')]
  const here = all.filter((e) => e.checkVisibility() && !e.closest('[data-row], thead, .ob-list, [data-id]'))
  return here.map((e) => {
    const words = e.cloneNode(true)
    for (const key of words.querySelectorAll('kbd')) key.remove()
    return (e.ariaLabel || e.title || words.textContent || e.placeholder || e.name).trim().replace(/\s+/g, ' ')
  })
}

/** What can be pressed in a usual window can be pressed in a small one, and at twice the size. */
async function leavesNothingOut(person) {
  const usual = await pressableAt(person, SIZES.usual)
  const found = []
  for (const size of [SIZES.small, SIZES.double]) {
    const here = await pressableAt(person, size)
    found.push(...usual.filter((name) => !here.includes(name)).map((name) => `at ${size.width} px nothing is called “${name}”`))
  }
  await person.page.setViewportSize(SIZES.usual)
  return found
}

/** The names at a size, each once, when the page has been drawn at it. */
async function pressableAt(person, size) {
  await person.page.setViewportSize(size)
  await person.runs(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))))
  return [...new Set(await person.runs(pressable))]
}

/** What a picture does not tell: the way of the focus, twice the size, large letters, stillness. */
export async function walksAt(person, name) {
  const round = await tabsRound(person)
  return [...round, ...await standsStill(person), ...await growsLarge(person, name)]
}
