// A place of its own for each test: workspace, the system's folders, and the answers to dialogs.
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const top = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
/** The page's packages are the page's own: they are looked up from its folder. */
export const packages = createRequire(join(top, 'frontend/package.json'))
export const shots = join(top, 'build/out/shots')

/** Makes the folders; they go when the test ends, whatever its outcome. */
export function newPlace(t) {
  const root = mkdtempSync(join(tmpdir(), 'precedent-e2e-'))
  t.after(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const place = { root, workspace: join(root, 'workspace'), answers: join(root, 'answers') }
  for (const name of ['data', 'config', 'state', 'runtime', 'home']) mkdirSync(join(root, name), { mode: 0o700 })
  writeFileSync(place.answers, '')
  return place
}

/** What the program is started with. The cache is shared by all tests: the PDF engine is compiled into it once. */
export function environment(place, more = {}) {
  const { LANGUAGE, LC_ALL, ...inherited } = process.env
  return {
    ...inherited,
    HOME: join(place.root, 'home'),
    XDG_DATA_HOME: join(place.root, 'data'),
    XDG_CONFIG_HOME: join(place.root, 'config'),
    XDG_STATE_HOME: join(place.root, 'state'),
    XDG_RUNTIME_DIR: join(place.root, 'runtime'),
    XDG_CACHE_HOME: join(top, 'build/out/cache'),
    PRECEDENT_WORKSPACE: place.workspace,
    PRECEDENT_DIALOG_ANSWERS: place.answers,
    NO_AT_BRIDGE: '1',
    LANG: 'C',
    ...more,
  }
}

/** Says what the next dialog of the system will be answered with. */
export function answer(place, path) {
  appendFileSync(place.answers, `${path}\n`)
}

export function freePort() {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => done(port))
    })
  })
}

/** How many seconds a person waits for what takes a moment; long, because a test machine may be busy with something else. */
export const patience = 60

/**
 * From pressing a button to letting it go, in ms: the keystroke-level model's operator B (Card, Moran and Newell, 1980). What moves
 * meanwhile is missed by a person, and by nobody who clicks in no time.
 */
export const held = 100

/** A command on the command line, beside the window or the page; its exit code and what it wrote. */
export function command(program, place, args) {
  return spawnSync(program, args, { env: environment(place), encoding: 'utf8', timeout: patience * 1000 })
}

/** Asks again and again until the answer is truthy; fails with what was waited for. */
export async function eventually(what, ask, seconds = patience) {
  const end = Date.now() + seconds * 1000
  let last
  for (;;) {
    try {
      const got = await ask()
      if (got) return got
      last = undefined
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`waited ${seconds} s for ${what}${last ? `: ${last.message}` : ''}`, { cause: last })
    await new Promise((next) => setTimeout(next, 50))
  }
}
