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

test('an import is corrected, taken in, taken back and stopped', async (t) => {
  const person = await openPage(t)
  await ways.startsEmpty(person)
  await ways.importsATable(person)
  await ways.takesTheImportBack(person)
  await ways.stopsALongImport(person)
  assert.deepEqual(person.complaints, [])
})

test('a call is written at speed, survives a kill, and ends', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.opensACase(person)
  await ways.writesACallAtSpeed(person)
  assert.deepEqual(await person.barriers(), [])
  assert.deepEqual(person.complaints, [])
  const left = await ways.isKilledWhileTyping(person)

  const again = await openPage(t, { place: person.place })
  await ways.findsAllButASecond(again, left)
  await ways.endsTheCall(again)
  assert.deepEqual(again.complaints, [])
})

test('a case is edited, disputed, written up for its customer, deleted and restored', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.doesADuty(person)
  await ways.goesToTheList(person)
  await ways.narrowsTheList(person)
  await ways.opensACase(person)
  const address = await person.runs(() => location.hash)
  await ways.editsAField(person)
  await ways.settlesAConflict(person)
  await ways.waivesAFinding(person)
  await ways.deletesAndRestores(person, address)
  await ways.showsNoBarriers(person, address)
  assert.deepEqual(person.complaints, [])
})
