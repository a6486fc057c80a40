import assert from 'node:assert/strict'
import { test } from 'node:test'
import { join } from 'node:path'
import { openPage } from './page.mjs'
import { newPlace } from './place.mjs'
import { looksAt, onEachScreen, walksAt } from './screens.mjs'
import * as ways from './ways/index.mjs'

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

test('what an import refused is found again after a restart', async (t) => {
  const person = await openPage(t)
  await ways.startsEmpty(person)
  ways.importsWithARefusal(person)
  await person.closes()

  const again = await openPage(t, { place: person.place })
  await ways.findsTheReportAgain(again)
  assert.deepEqual(await again.barriers(), [])
  assert.deepEqual(again.complaints, [])
})

test('all cases together are read: who waits for whom, what comes back, as a picture', async (t) => {
  const person = await openPage(t, { context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  await ways.startsWithSample(person)
  await ways.seesWhoWaits(person)
  await ways.readsTheInsights(person)
  assert.deepEqual(person.complaints, [])
})

test('the program does what the tests of the page take it to do', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.behavesAsInMemory(person)
})

test('a call is written at speed, survives a kill, and ends', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.writesBeforeItIsAsked(person)
  await ways.opensACase(person)
  await ways.writesACallAtSpeed(person)
  await ways.keepsAPictureWithALine(person)
  await ways.looksAtSimilarCasesInASmallWindow(person)
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
  await ways.opensWhatIsMadeReady(person)
  await ways.pressesARowAmidItsRest(person)
  await ways.opensACase(person)
  const address = await person.runs(() => location.hash)
  await ways.editsAField(person)
  await ways.leavesATextByAButton(person)
  await ways.settlesAConflict(person)
  await ways.waivesAFinding(person)
  await ways.deletesAndRestores(person, address)
  assert.deepEqual(person.complaints, [])
})

test('a document is written, survives a kill, is made final and compared with the next version', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.goesToTheList(person)
  await ways.opensACase(person)
  const id = await ways.writesASection(person)
  assert.deepEqual(await person.barriers(), [])
  assert.deepEqual(person.complaints, [])
  await person.kills()

  const again = await openPage(t, { place: person.place })
  await ways.findsTheSectionUnfinished(again, id)
  await ways.fillsAGap(again)
  await ways.makesItFinal(again, id)
  await ways.findsItsDocuments(again)
  assert.deepEqual(again.complaints, [])
})

test('the first time on a machine the PDF engine is prepared while one works', async (t) => {
  const place = newPlace(t)
  const person = await openPage(t, { place, env: { XDG_CACHE_HOME: join(place.root, 'cache') } })
  await ways.startsWithSample(person)
  await ways.waitsForTheEngine(person)
  assert.deepEqual(person.complaints, [])
})

test('a brief fills a new escalation, and a template is changed, exported, reset and imported', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.pastesABrief(person)
  await ways.changesATemplate(person)
  assert.deepEqual(person.complaints, [])
})

test('the process is followed: its gates are passed with reasons', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.closesThroughTheGates(person)
  await ways.ticksAStep(person)
  await ways.readsWhatASeverityAsksFor(person)
  await ways.findsAnEventInTheCalendar(person)
  await ways.savesTheCalendar(person)
  assert.deepEqual(person.complaints, [])
})

test('the process is edited in its own files, field by field', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.editsTheProcess(person)
  assert.deepEqual(person.complaints, [])
})

test('an emergency arrives at the desktop in quiet hours, and nothing else does', async (t) => {
  const place = newPlace(t)
  const desktop = await ways.hasADesktop(t, place)
  const person = await openPage(t, { place })
  await ways.startsEmpty(person)
  await ways.isToldOnTheDesktop(person, desktop)
  assert.deepEqual(person.complaints, [])
})

test('a case of thousands of lines opens, is searched and is read to its end', async (t) => {
  const person = await openPage(t)
  await ways.startsEmpty(person)
  await ways.readsALongCase(person)
  assert.deepEqual(person.complaints, [])
})

test('an emergency runs from the page to what comes after it', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.startsAnEmergency(person)
  await ways.setsThePageBack(person)
  await ways.goesThroughTheSteps(person)
  await ways.resolvesThePageTooEarly(person)
  await ways.meetsSilence(person)
  await ways.hearsTheCustomer(person)
  await ways.weighsOptions(person)
  await ways.asksEngineering(person)
  await ways.endsTheEmergency(person)
  assert.deepEqual(person.complaints, [])
})

test('what is copied elsewhere is copied, posted, noted and taken back', async (t) => {
  const person = await openPage(t, { context: { permissions: ['clipboard-read', 'clipboard-write'] } })
  await ways.startsWithSample(person)
  await ways.opensACase(person)
  await ways.opensTheClosure(person)
  await ways.copiesRichText(person)
  await ways.takesADocumentElsewhere(person)
  assert.deepEqual(await person.barriers(), [])
  assert.deepEqual(person.complaints, [])
})

test('an escalation is opened, told of and closed with the texts of the process', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.opensAnEscalation(person)
  await ways.takesAPostingBack(person)
  await ways.writesAnUpdate(person)
  await ways.closesIt(person)
  assert.deepEqual(await person.barriers(), [])
  assert.deepEqual(person.complaints, [])
})

test('what went wrong is shown, compared, chosen and mended', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.settlesConflictsByKey(person)
  await ways.restoresAVersion(person)
  await ways.caresForTheWorkspace(person)
  await ways.makesCustomersOne(person)
  await ways.searchesByKeys(person)
  assert.deepEqual(person.complaints, [])
})

test('a folder that is copied, or held by another program, is told in words', async (t) => {
  const place = newPlace(t)
  place.workspace = join(place.root, 'Dropbox', 'cases')
  const first = await openPage(t, { place })
  await ways.startsEmpty(first)
  await ways.isWarnedOfACopiedFolder(first)
  const second = await openPage(t)
  await ways.opensAHeldFolder(second, place.workspace)
  await ways.waitsForTheFolder(second, () => first.closes())
})

test('a review is written by keys, and shared when it was reviewed', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.opensAReview(person)
  await ways.asksWhy(person)
  await ways.saysWhetherItWasThereBefore(person)
  await ways.sharesTheReview(person)
  assert.deepEqual(person.complaints, [])
})

// LOOK_AT=today,board looks at these alone.
test('no screen has a barrier, light or dark, small or usual', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await onEachScreen(person, looksAt, process.env.LOOK_AT?.split(','))
  assert.deepEqual(person.complaints, [])
})

test('every screen is gone round by Tab, grows to twice the size, and stands still when asked', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await onEachScreen(person, walksAt, process.env.LOOK_AT?.split(','))
  assert.deepEqual(person.complaints, [])
})

test('a screen reader tells the main way, and is told what was done', async (t) => {
  const person = await openPage(t)
  await ways.startsWithSample(person)
  await ways.listensAlongTheMainWay(person)
  await ways.hearsWhatWasDone(person)
  assert.deepEqual(person.complaints, [])
})
