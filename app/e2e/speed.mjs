// Measures the real window on a workspace: `node app/e2e/speed.mjs WORKSPACE FILE [ROUNDS]`, under a display, with the
// programs of build/bench. Writes a JSON line for each figure to the file; build/bench puts them into its table. It judges
// nothing and fails only when the window does not do what it is asked.
import { appendFileSync, readFileSync } from 'node:fs'
import { held, newPlace } from './place.mjs'
import { openWindow } from './window.mjs'
import * as inPage from './speed-in-page.mjs'

const [workspace, file, asked = '15'] = process.argv.slice(2)
const rounds = Number(asked)
const short = rounds < 3
const undone = []
const t = { after: (undo) => undone.unshift(undo) }

function tell(what, ours, more = {}) {
  appendFileSync(file, `${JSON.stringify({ what, ours, unit: 'ms', ...more })}\n`)
}

const percentile = (times, p) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor((times.length * p) / 100))]
const spread = (times) => `p50 ${Math.round(percentile(times, 50))} ms, ${times.length} times`
const pause = (ms) => new Promise((done) => setTimeout(done, ms))

function ours() {
  return openWindow(t, { place: { ...newPlace(t), workspace }, ready: inPage.isUsable })
}

function empty() {
  return openWindow(t, { binary: 'empty-e2e', ready: inPage.isUsable })
}

/** From the start of the process to the page's mark, in ms. The system counts a process's start in hundredths of a second. */
async function startOf(person) {
  const began = Number(readFileSync(`/proc/${person.pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ')[19]) * 10
  const [up, now] = [Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1000, Date.now()]
  return (await person.runs(inPage.usableAt)) - (now - up + began)
}

async function start() {
  const times = { ours: [], empty: [] }
  for (let i = 0; i < rounds; i++) {
    const turns = [['ours', ours], ['empty', empty]]
    for (const [side, open] of i % 2 ? turns.reverse() : turns) {
      const person = await open()
      times[side].push(await startOf(person))
      await person.closes()
    }
  }
  const [us, them] = [percentile(times.ours, 50), percentile(times.empty, 50)]
  tell('from the start of the process to usable, p50', us, {
    than: 'an empty Wails window', other: them, times: 1.3, note: `fastest ${Math.round(Math.min(...times.ours))} and ${Math.round(Math.min(...times.empty))} ms`,
  })
}

async function memory(person) {
  if (!short) await pause(15_000) // what follows a start is over by then
  const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${person.pid}/status`, 'utf8'))[1]) / 1000
  tell('idle, the Go process: RssAnon', of('RssAnon'), { unit: 'MB', most: 200, note: `RSS ${Math.round(of('VmRSS'))} MB` })
}

/**
 * The page's frames while it is scrolled through, and the longest task in a second pass, whose watch costs time itself. The page that
 * stands still is opened when that is over: nothing else runs beside what is measured.
 */
async function scrolling(person) {
  const how = { step: 360, frames: short ? 20 : 600 }
  const moving = await person.runs(inPage.scrollsList, how)
  const tasks = await person.runs(inPage.tasksOfScrolling, how)
  const still = await empty()
  const fixed = await still.runs(inPage.scrollsStill, how)
  await still.closes()
  tell('scrolling 10,000 rows, a frame, p50', percentile(moving, 50), {
    than: 'a static page', other: percentile(fixed, 50), times: 1.2, note: `p95 ${Math.round(percentile(moving, 95))} and ${Math.round(percentile(fixed, 95))} ms`,
  })
  tell('scrolling 10,000 rows, the longest task', Math.max(...tasks), { most: 50 })
}

/** By the pointer from the moment the button is let go, then by Enter on the next row: a person's next key comes as long after the first. */
async function opening(person) {
  for (const [way, event, open] of [
    ['a click', 'click', (i) => person.clicks(inPage.rowInSight, i)],
    ['Enter', 'keydown', () => person.types('Enter')],
  ]) {
    const times = []
    for (let i = 0; i < (short ? 3 : 100); i++) {
      if (event === 'keydown') {
        await person.types('j')
        await pause(held)
      }
      await person.runs(inPage.waitsFor, { selector: '#part', event })
      await open(i)
      times.push(await person.runs(inPage.isPainted))
      await person.runs(inPage.goesBack)
    }
    tell(`opening a case from the list by ${way}, p95`, percentile(times, 95), { most: 50, note: spread(times) })
  }
}

async function longest(person) {
  const { rows: [row] } = JSON.parse(person.commands('list', 'escalation', '--sort', 'created', '--limit', '1', '--json').stdout)
  for (const [tab, selector, what] of [
    ['overview', '#part', 'opening the longest case, p95'], ['timeline', '#part .tl-line', 'opening the longest case on its timeline, p95'],
  ]) {
    const times = []
    for (let i = 0; i < (short ? 2 : 60); i++) {
      await person.runs(inPage.waitsFor, { selector, hash: `#/case/${row.id}/${tab}` })
      times.push(await person.runs(inPage.isPainted))
      await person.runs(inPage.goesBack)
    }
    tell(what, percentile(times, 95), { most: 150, note: spread(times) })
  }
}

async function typing(person) {
  const { rows } = JSON.parse(person.commands('list', 'escalation', '--sort', 'created', '--limit', '200', '--json').stdout)
  const words = rows.map((row) => /\b[a-z]{5,9}\b/.exec(row.title)?.[0]).filter(Boolean)
  await person.runs(inPage.toTheSearch)
  const times = []
  for (const word of words.slice(0, short ? 2 : 30)) {
    await person.runs(inPage.emptiesTheBox)
    for (const letter of word) {
      await person.runs(inPage.waitsFor, { selector: '.find [aria-busy=false]', event: 'keydown' })
      await person.writes(letter)
      times.push(await person.runs(inPage.isPainted))
      await pause(20)
    }
  }
  tell('a key pressed in search to its results painted, p95', percentile(times, 95), { most: 50, note: spread(times) })
}

try {
  const first = await ours() // makes what only the first start on a machine makes
  await first.until('the PDF engine', () => window.go.window.Bridge.About().then((about) => about.pdf !== 'warming'))
  await first.closes()
  await start()
  const person = await ours()
  await memory(person)
  await scrolling(person)
  await opening(person)
  await longest(person)
  await typing(person)
  await person.closes()
} finally {
  for (const undo of undone) await undo()
}
