import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openWindow } from './window.mjs'
import * as ways from './ways/index.mjs'

test('the window opens under LANG=C, shows its heading and reaches the program', async (t) => {
  const person = await openWindow(t)
  await ways.opens(person)
  await ways.runsNoForeignScript(person)
  await ways.refusesStrangeLinks(person)
  const loaded = readFileSync(`/proc/${person.pid}/maps`, 'utf8')
  assert.match(loaded, /libwebkit2gtk/)
  assert.doesNotMatch(loaded, /_dri\.so|_mesa\.so/, 'a driver is loaded that draws nothing')
})

test('a case is opened, written on, found and made into documents; a kill loses nothing typed, nor does a window that is closed', async (t) => {
  const person = await openWindow(t)
  await ways.startsWithSample(person)
  await ways.writesBeforeItIsAsked(person)
  await ways.opensWhatIsMadeReady(person)
  await ways.opensACase(person)
  const address = await person.runs(() => location.hash)
  await ways.writesALine(person)
  await ways.seesWhatACommandDid(person)
  await ways.opensTheClosure(person)
  await ways.copiesRichText(person)
  await ways.backToTheRecord(person)

  const pdf = await ways.exportsADocument(person, { button: 'Closure', audience: 'Internal', format: 'PDF', ending: 'pdf' })
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  await ways.backToTheRecord(person)
  const page = await ways.exportsADocument(person, { button: 'RCA', audience: 'Customer', format: 'Web page', ending: 'html' })
  assert.match(page.toString(), /Repository storage nodes/)
  assert.doesNotMatch(page.toString(), /Second trace of node 3/, 'an internal line is in the customer’s file')
  await ways.backToTheRecord(person)

  await ways.searches(person)
  await ways.goesDark(person)
  await ways.leavesALineUnfinished(person, address)
  await person.kills()

  const again = await openWindow(t, { place: person.place })
  await ways.findsTheLineUnfinished(again, address)
  await ways.staysDark(again)
  await ways.closesWhileTyping(again)
  assert.equal(again.driver.alive(), false)

  const third = await openWindow(t, { place: person.place })
  await ways.findsEveryLetter(third, address)
  await third.closes()
})
