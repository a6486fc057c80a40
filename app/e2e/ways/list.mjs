// Lists and search.
import assert from 'node:assert/strict'
import { goes } from './going.mjs'

/** Search answers while one types and when one pauses within a word, with the words marked; Enter opens the hit that is chosen, and the rail says where it belongs. */
export async function searches(person) {
  await person.types('Escape')
  await person.types('/')
  await person.sees('textbox', 'Search all text')
  await person.until('hits without words, out of sight', () => (window.first = document.querySelector('.found[inert] .hit')) !== null && !window.first.innerText.trim())
  await person.fills('Search all text', 'connection res')
  await person.until('all that begins so, counted', () => document.querySelector('.facets input') !== null && [...document.querySelectorAll('mark')].some((m) => /^res/i.test(m.innerText)))
  assert.ok(await person.runs(() => window.first.isConnected && !window.first.closest('[inert]')), 'the first answer made its hits anew')
  await person.fills('Search all text', 'connection reset')
  await person.until('a marked hit', () => [...document.querySelectorAll('mark')].some((m) => m.innerText.toLowerCase().includes('reset')))
  await person.shoots('search')
  await person.types('Enter')
  await person.until('the first hit is open', () => location.hash.startsWith('#/case/'))
  await person.until('the list it is of, marked in the rail', () => {
    const marked = [...document.querySelectorAll('.rail a[aria-current]')]
    return marked.length === 1 && marked[0].getAttribute('aria-current') === 'true' && marked[0].getAttribute('href').startsWith('#/list/')
  })
  await person.types('Escape')
  await person.until('the search as it was left', () => document.querySelector('[role=searchbox]')?.value === 'connection reset' && document.querySelector('.hit mark') !== null)
  await person.types('Enter')
  await person.until('the hit again', () => location.hash.startsWith('#/case/'))
  await staysWithTheHit(person)
}

/** Who opens a hit right behind the last letter stays with it, though the whole answer comes while its case is still read. */
async function staysWithTheHit(person) {
  await person.runs(() => {
    const was = window.go.window.Bridge.OpenCase
    window.go.window.Bridge.OpenCase = async (of) => {
      await new Promise((done) => setTimeout(done, 600))
      return was(of)
    }
    window.leave = () => { window.go.window.Bridge.OpenCase = was }
  })
  await person.types('Escape')
  await person.until('the search', () => document.querySelector('[role=searchbox]') !== null)
  await person.fills('Search all text', 'storage')
  await person.until('an answer', () => document.querySelector('.find [aria-busy=false] .hit mark') !== null)
  await person.types('Enter')
  await person.until('the case', () => document.querySelector('#main .rec-h h1') !== null)
  assert.match(await person.runs(() => location.hash), /^#\/case\//)
  await person.runs(() => window.leave())
}

/** One key and then words at once: none of the letters is a command, and the first of them stands in the title too. */
export async function writesBeforeItIsAsked(person) {
  const kept = () => person.runs(async () => (await window.go.window.Bridge.Counts()).map((c) => `${c.kind} ${c.count}`).join())
  await person.types('Escape')
  await goesToTheList(person)
  const before = await kept()
  await person.types('n')
  await person.writes('Ce gel a cassé nos exports')
  await person.until('all of it in the title', () => document.getElementById('n-title')?.value === 'Ce gel a cassé nos exports' && document.activeElement.id === 'n-title')
  assert.equal(await kept(), before)
  await person.types('Control+a')
  await person.types('Backspace')
  await person.types('Escape')
  await person.types('Escape')
  await person.until('the list again', () => document.querySelector('tr[data-row]') !== null)
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
  const rows = (n) => person.until(`${n} rows`, (n) => document.querySelector('[role=grid]').getAttribute('aria-rowcount') === String(n + 1), n)
  await rows(40)
  await person.types('Escape')
  await person.types('f')
  await person.writes('crit')
  await person.types('Enter')
  await rows(7)
  await person.writes('closed')
  await person.until('a value alone', () => document.querySelectorAll('.menu .check').length === 1)
  await person.types('Enter')
  await rows(3)
  await person.types('Escape')
  await person.types('Escape')
  assert.equal(await person.runs(() => document.querySelector('.menu')), null)
  await person.presses('button', /Take away the filter Severity/)
  await person.presses('button', /Take away the filter Status/)
  await rows(40)
}

/** The case of a row one rests on is drawn already: opened, it is seen, and has its keys, its pane and its place in the rail; before, none of them. */
export async function opensWhatIsMadeReady(person) {
  await goesToTheList(person)
  await person.runs(() => {
    window.asked = []
    for (const name of ['Due', 'Guide']) {
      const was = window.go.window.Bridge[name]
      window.go.window.Bridge[name] = (of) => {
        window.asked.push(`${name} ${of.record ?? of}`)
        return was(of)
      }
    }
  })
  await person.types('j')
  await person.until('the case behind the list', () => (window.behind = document.querySelector('main[hidden]')) !== null && window.behind.querySelector('.rec-h h1') !== null)
  const foot = () => person.runs(() => document.querySelector('.keysbar .hints').innerText)
  assert.doesNotMatch(await foot(), /add a line/)
  assert.equal(await person.runs(() => document.querySelector('aside[aria-label="Similar past cases"]')), null)
  const title = await person.runs(() => document.querySelector('tr[aria-selected=true] .c-title').innerText)
  await person.types('Enter')
  await person.until('the same, shown', () => document.getElementById('main') === window.behind && !window.behind.hidden && window.behind.getClientRects().length > 0)
  assert.ok(title.includes(await person.runs(() => window.behind.querySelector('.rec-h h1').textContent)))
  assert.match(await foot(), /add a line/)
  await person.until('its pane', () => document.querySelector('aside[aria-label="Similar past cases"]') !== null)
  const id = (await person.runs(() => location.hash)).split('/')[2]
  // After a change both are read again.
  await person.until('its guide was read as often as its duties', (id) => {
    const often = (name) => window.asked.filter((a) => a === `${name} ${id}`).length
    return often('Guide') > 0 && often('Guide') === often('Due')
  }, id)
  assert.equal(await person.runs(() => document.querySelector('[aria-current=true]').getAttribute('href')), '#/list/escalation')
  assert.equal(await person.runs(() => document.activeElement === window.behind), true)
  await person.types('Escape')
  await person.until('the list again', () => document.querySelector('#main tr[data-row]') !== null)
}

/** A row that is pressed right after one scrolled opens, though the rows are put in their order meanwhile. */
export async function pressesARowAmidItsRest(person) {
  await goesToTheList(person)
  for (const down of [600, -400]) {
    await person.runs((down) => {
      document.querySelector('table[role=grid]').closest('.scroll').scrollTop += down
      return new Promise((done) => setTimeout(done, 150))
    }, down)
    await person.clicks(() => document.elementFromPoint(innerWidth / 2, innerHeight / 2).closest('tr[data-row]'))
    await person.until('its record', () => document.querySelector('#main .rec-h h1') !== null)
    await goesToTheList(person)
  }
}
