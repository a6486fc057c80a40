import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openPage } from './page.mjs'
import * as ways from './ways.mjs'

test('the page opens in Chromium with the real program behind it', async (t) => {
  const person = await openPage(t)
  await ways.opens(person)
  assert.deepEqual(person.complaints, [])
  assert.deepEqual(await person.barriers(), [])
  await ways.runsNoForeignScript(person)
  await ways.refusesStrangeLinks(person)
})
