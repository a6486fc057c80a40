// The main way as a screen reader tells it: roles, names and states, read from the accessibility tree of the real program.
import assert from 'node:assert/strict'

/** All of what is told must be among what the screen says, in this order. */
async function hears(person, where, ...told) {
  const says = await person.page.locator('body').ariaSnapshot()
  let from = 0
  for (const line of told) {
    const at = typeof line === 'string' ? says.indexOf(line, from) : from + says.slice(from).search(line)
    assert.ok(at >= from, `${where}: “${line}” is not told, or not there. It says:\n${says}`)
    from = at
  }
}

/** From the list by keys to a case, its timeline, a line of one's own, a search, and back: what is heard at each place. */
export async function listensAlongTheMainWay(person) {
  await person.runs(() => { location.hash = '#/list/escalation' })
  await person.until('the list', () => document.querySelector('tr[data-row]') !== null)
  await hears(person, 'the list', 'link "To the content"', 'navigation "Main"', /link "?Today/, /link "?Escalations/, 'main', 'heading "Escalations" [level=1]', /radiogroup "Shown as"|group "Shown as"/, 'toolbar "Narrow the list"', 'grid "escalations"', /columnheader "Severity"/, /row .*ESC-/, 'contentinfo')
  await person.runs(() => document.querySelector('table[role=grid]').focus())
  await person.types('ArrowDown')
  const active = await person.runs(() => {
    const row = document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))
    return { selected: row?.getAttribute('aria-selected'), says: row?.innerText ?? '' }
  })
  assert.equal(active.selected, 'true')
  assert.match(active.says, /ESC-/)
  await person.types('Enter')
  await person.until('the case', () => document.querySelector('#main .rec-h h1') !== null)
  const title = await person.runs(() => document.querySelector('#main .rec-h h1').innerText)
  await hears(person, 'the case', 'navigation "Main"', 'main', `heading "${title}" [level=1]`, 'tablist "Parts of this record"', /tab "Overview" \[selected\]/, /tab "Timeline/, /tabpanel "Overview"/, 'complementary "Similar')
  await person.types('2')
  await person.until('the timeline', () => document.querySelector('#compose') !== null)
  await hears(person, 'the timeline', /tab "Timeline.*" \[selected\]/, 'toolbar "Narrow the timeline"', 'searchbox "Find in this timeline"', 'region "Lines"', /listitem/, 'textbox "Add a line"', /button "Add line/)
  await person.types('l')
  await person.until('the box for a line has the focus', () => document.activeElement.id === 'compose')
  await person.writes('Heard and written by keys alone.')
  await person.types('Control+Enter')
  await person.until('the line', () => [...document.querySelectorAll('.tl-line')].some((l) => l.innerText.includes('Heard and written by keys alone.')))
  assert.equal(await person.runs(() => document.activeElement.id), 'compose', 'the focus left the box')
  await person.types('Escape')
  await person.types('/')
  await person.until('the search', () => document.activeElement.getAttribute('role') === 'searchbox')
  await person.writes('connection reset')
  await person.until('a hit', () => document.querySelector('.hit mark') !== null)
  await hears(person, 'the search', /search/, 'searchbox "Search all text"', 'region "Narrow down"', 'listbox "Results"', /option .*\[selected\]/, 'complementary "Preview"')
  await person.types('Control+k')
  await person.until('the palette', () => document.querySelector('dialog[open]') !== null)
  await hears(person, 'the palette', /dialog/, /combobox|textbox|searchbox/, 'listbox', /option/)
  await person.types('Escape')
  await person.until('the focus is back where it was', () => document.activeElement.getAttribute('role') === 'searchbox')
  await person.types('Escape')
  await person.types('Escape')
  await person.types('Escape')
  await person.until('the focus has a place on the screen before', () => document.activeElement.tagName !== 'BODY')
}

/** What was done is told without a look: deleting says so in a live region, with its way back. */
export async function hearsWhatWasDone(person) {
  await person.runs(() => { location.hash = '#/list/escalation' })
  await person.until('the list', () => document.querySelector('tr[data-row]') !== null)
  await person.types('Delete')
  await person.until('the message', () => [...document.querySelectorAll('[role=status], [role=alert], [aria-live]')].some((s) => /deleted/.test(s.innerText)))
  await hears(person, 'after a deletion', /deleted/, /button "Undo/)
  await person.types('Control+z')
  await person.until('it is back', () => document.querySelector('[role=grid]').getAttribute('aria-rowcount') === '41')
  const had = () => person.runs(() => `${document.activeElement.tagName} ${document.activeElement.id}`)
  const before = await had()
  await person.types('Delete')
  await person.until('it is away', () => document.querySelector('[role=grid]').getAttribute('aria-rowcount') === '40')
  await person.until('the way back', () => [...document.querySelectorAll('.toast button')].some((b) => b.innerText === 'Undo'))
  await person.types('F6')
  assert.equal(await person.runs(() => document.activeElement.innerText), 'Undo')
  await person.types('Enter')
  await person.until('it is back again', () => document.querySelector('[role=grid]').getAttribute('aria-rowcount') === '41')
  assert.equal(await had(), before, 'the focus is not where it was before the message had it')
}
