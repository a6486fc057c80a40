// What comes due while the person looks elsewhere arrives at the desktop.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { eventually, top } from '../place.mjs'
import { start } from '../program.mjs'

/** A notification daemon on the session's bus; `heard` gives what has arrived so far. */
export async function hasADesktop(t, place) {
  const program = join(place.root, 'notified')
  const built = spawnSync('go', ['build', '-o', program, './app/e2e/notified'], { cwd: top, encoding: 'utf8' })
  assert.equal(built.status, 0, built.stderr)
  const daemon = start(t, program, [], process.env)
  const lines = () => daemon.said().split('\n').filter((l) => l.startsWith('{')).map((l) => JSON.parse(l))
  await eventually('the notification daemon', () => lines().length > 0)
  return { heard: () => lines().slice(1) }
}

/** In quiet hours that last all day an emergency is told, all its steps in one notification, and nothing else is. */
export async function isToldOnTheDesktop(person, { heard }) {
  await person.runs(async () => {
    const { Settings, SaveSettings } = window.go.window.Bridge
    await SaveSettings({ ...await Settings(), quietFrom: '00:00', quietTo: '23:59' })
  })
  const title = 'Nothing answers'
  const key = await person.runs(pages, title)
  await eventually('the notification of the emergency', () => heard().length > 0, 150)
  assert.equal(heard().length, 1)
  assert.equal(heard()[0].title, 'Precedent')
  assert.match(heard()[0].says, new RegExp(`^\\d+ things are due; the first: ${key}, `))
}

/** An escalation, which waits for the morning, and a page that comes in some seconds: what was due when the window opened is not told. */
async function pages(title) {
  const { Save } = window.go.window.Bridge
  const soon = new Date(Date.now() + 5000).toISOString()
  await Save({ action: 'Made a case', changes: [{ kind: 'escalation', id: '', base: 0, patch: { title: 'Exports stop', status: 'active', severity: 'critical', created: soon } }] })
  const saved = await Save({ action: 'Paged', changes: [{ kind: 'emergency', id: '', base: 0, patch: { title, status: 'open', paged: soon } }] })
  return saved.records[0].key
}
