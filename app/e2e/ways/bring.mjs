// Bringing cases in.
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, patience } from '../place.mjs'
import { goes } from './going.mjs'

const table = [
  'Ref,Subject,Prio,Opened,Team notes',
  'T-1,Login page loops after the certificate change,high,2026-02-03,seen twice',
  'T-2,Nightly export stops at 90 %,low,2026-02-11,',
  'T-3,Mirror lags behind by hours,critical,not a date,ask the mirror team',
]

/** A table is read, a column sent elsewhere, and taken in; what was refused is named and in the report. */
export async function importsATable(person) {
  const file = join(person.place.root, 'tickets.csv')
  writeFileSync(file, `${table.join('\n')}\n`)
  await choosesToImport(person, file)
  await person.sees('heading', 'Columns')
  await person.shoots('import-mapping')
  await sendsTheColumn(person, 'Subject', 'title')
  await sendsTheColumn(person, 'Team notes', '-')
  await sendsTheColumn(person, 'Prio', 'severity')
  await sendsTheColumn(person, 'Opened', 'created')
  await person.presses('button', 'Take it in')
  await person.sees('heading', 'It is in')
  await person.until('two were made and one refused', () => /Made\s*2/.test(document.body.innerText) && /Refused\s*1/.test(document.body.innerText))
  await person.shoots('import-done')
  const report = join(person.place.root, 'report.txt')
  await person.answersDialog(report)
  await person.presses('button', 'Save the report')
  const says = await eventually('the report', () => existsSync(report) && readFileSync(report, 'utf8'), patience)
  assert.match(says, /not a date/)
}

async function choosesToImport(person, file) {
  await goes(person, '#/import')
  await person.answersDialog(file)
  await person.presses('button', 'Choose files')
}

async function sendsTheColumn(person, column, field) {
  const [label, value] = [`Where ${column} goes`, field]
  await person.until(`the column ${column}`, (l) => document.querySelector(`select[aria-label="${l}"]`) !== null, label)
  await person.runs((l, v) => {
    const select = document.querySelector(`select[aria-label="${l}"]`)
    select.value = v
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }, label, value)
  await person.until(`${column} goes to ${field}`, (l, v) => document.querySelector(`select[aria-label="${l}"]`)?.value === v, label, value)
}

/** One step takes the whole import back. */
export async function takesTheImportBack(person) {
  await person.presses('button', 'See the list')
  await person.until('the imported rows', () => document.querySelectorAll('tr[data-row]').length === 2)
  await person.shoots('import-list')
  await goes(person, '#/import')
  await person.presses('button', 'Undo the import')
  await person.sees('heading', 'Bring cases in')
  await goes(person, '#/list/escalation')
  await person.sees('heading', 'No escalations yet')
}

/** A long import is stopped half-way; what was confirmed until then is in, and said. */
export async function stopsALongImport(person) {
  const file = join(person.place.root, 'many.jsonl')
  const one = (n) => JSON.stringify({ kind: 'escalation', id: `m-${n}`, title: `Case ${n} of many`, description: 'The queue stands still. '.repeat(40) })
  writeFileSync(file, Array.from({ length: 40_000 }, (_, n) => one(n)).join('\n'))
  await choosesToImport(person, file)
  await person.presses('button', 'Take it in')
  await person.presses('button', 'Cancel')
  await person.sees('heading', 'Stopped')
  await person.shoots('import-stopped')
  const kept = await person.runs(() => window.go.window.Bridge.Counts().then((all) => all.find((c) => c.kind === 'escalation')?.n ?? 0))
  assert.ok(kept < 40_000, 'nothing was stopped')
}

/** An import by the command line with a line that cannot be taken. */
export function importsWithARefusal(person) {
  const file = join(person.place.root, 'two.jsonl')
  writeFileSync(file, '{"kind":"escalation","id":"a","title":"Exports stop at 90 %"}\n{"kind":"spaceship","id":"b","title":"Not known here"}\n')
  const { status, stderr } = person.commands('import', file)
  assert.equal(status, 0, stderr)
}

/** What was refused, and why, is found again after a restart. */
export async function findsTheReportAgain(person) {
  await goes(person, '#/import')
  await person.until('the import before', () => document.querySelector('.earlier')?.innerText.includes('1 refused'))
  await person.presses('button', 'two.jsonl')
  await person.until('why', () => document.querySelector('.earlier table')?.innerText.includes('spaceship'))
  await person.shoots('import-before')
}
