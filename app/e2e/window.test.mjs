import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWindow } from './window.mjs'
import * as ways from './ways.mjs'

test('the window opens under LANG=C, shows its heading and reaches the program', async (t) => {
  const person = await openWindow(t)
  await ways.opens(person)
  await ways.runsNoForeignScript(person)
  await ways.refusesStrangeLinks(person)
})

test('the window opens again after it was killed', async (t) => {
  const first = await openWindow(t)
  await first.kills()
  const second = await openWindow(t, { place: first.place })
  await ways.opens(second)
  await second.closes()
  assert.equal(second.driver.alive(), false)
})
