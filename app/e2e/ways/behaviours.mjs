// What the page's tests take a backend to do (frontend/src/backend/behaviours.ts), tried in the page with the real program.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { packages, top } from '../place.mjs'

/** The page's code for it, in one piece that leaves `behaviours` behind. */
async function built() {
  const { build } = await import(pathToFileURL(packages.resolve('vite')).href)
  const [{ output }] = await build({
    root: join(top, 'frontend'), configFile: false, logLevel: 'error',
    build: { write: false, target: 'es2022', lib: { entry: 'src/backend/tried.ts', formats: ['iife'], name: 'behaviours' } },
  })
  return output[0].code
}

export async function behavesAsInMemory(person) {
  const code = await built()
  assert.deepEqual(await person.page.evaluate(`${code}; behaviours.tried()`), [])
}
