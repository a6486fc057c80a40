// What is copied elsewhere.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../place.mjs'
import { goes } from './going.mjs'

/** A key of the list of ways to copy a document. */
async function picks(person, name) {
  await person.presses('button', 'Copy Alt')
  await person.until(`the way ${name}`, (n) => {
    const button = [...document.querySelectorAll('[aria-label="Copy as"] button')].find((b) => b.innerText.startsWith(n))
    return button && !button.disabled
  }, name)
  await person.shoots('copy-menu')
  await person.presses('button', name)
}

/** Pastes into a field of its own, and gives what arrived: as HTML, and as text. */
async function pastes(person) {
  await person.runs(() => {
    const field = document.createElement('div')
    field.id = 'pasted'
    field.contentEditable = 'true'
    document.querySelector('main').append(field)
    field.focus()
    field.addEventListener('paste', (e) => {
      window.pasted = { html: e.clipboardData.getData('text/html'), text: e.clipboardData.getData('text/plain') }
      e.preventDefault()
    })
  })
  await person.types('Control+v')
  const pasted = await person.until('what was copied', () => window.pasted)
  await person.runs(() => { document.querySelector('#pasted').remove(); delete window.pasted })
  return pasted
}

/** A document is copied as rich text: HTML for who takes it, plain text for who does not. */
export async function copiesRichText(person) {
  await person.sees('heading', 'Exit criteria')
  await picks(person, 'Rich text')
  await person.until('it says so', () => /Copied as rich text/.test(document.body.innerText))
  const { html, text } = await pastes(person)
  assert.match(html, /<h\d[^>]*>[^<]*Exit criteria/)
  assert.match(text, /Exit criteria/)
  assert.doesNotMatch(text, /</)
}

/** A mail's draft with the PDF, and a PDF with its receipt beside it; where it was posted is noted with the case. */
export async function takesADocumentElsewhere(person) {
  const mail = join(person.place.root, 'closure.eml')
  await person.answersDialog(mail)
  await picks(person, 'Draft of a mail')
  const draft = String(await eventually('the draft', () => existsSync(mail) && readFileSync(mail), 120))
  assert.match(draft, /application\/pdf/)
  await person.until('the draft is said', () => /closure\.eml is written/.test(document.body.innerText))
  const pdf = join(person.place.root, 'closure.pdf')
  await person.answersDialog(pdf)
  await picks(person, 'PDF with its receipt')
  const receipt = JSON.parse(await eventually('the receipt', () => existsSync(pdf.replace('.pdf', '.receipt.json')) && readFileSync(pdf.replace('.pdf', '.receipt.json')), 120))
  assert.equal(receipt.kind, 'closure')
  assert.equal(readFileSync(pdf).subarray(0, 5).toString(), '%PDF-')
  await picks(person, 'Note where')
  await person.fills('Posted in', '#escalated_customers')
  await person.types('Enter')
  await person.until('it is in the ledger', async (id) => (await window.go.window.Bridge.Ledger(id)).some((p) => p.what === 'closure' && p.destination === '#escalated_customers'), await idHere(person))
}

const idHere = (person) => person.runs(() => location.hash.split('/')[2])

export async function opensTheClosure(person) {
  await goes(person, `#/document/${await idHere(person)}/closure`)
}

const ledger = async (id) => (await window.go.window.Bridge.Ledger(id)).map((p) => [p.what, p.destination, p.url])

/** Presses what is in the card of a name. */
const inCard = (person, card, name) => person.page.locator(`[data-card="${card}"]`).getByRole('button', { name }).first().click()

/** A card is copied, and noted where it was posted. */
async function posts(person, card, url) {
  await person.page.locator(`[data-card="${card}"]`).click()
  await inCard(person, card, /^Copy/)
  await person.until('it is copied', () => / copied/.test(document.body.innerText))
  await person.types('w')
  await person.sees('textbox', 'Its address there')
  if (url) await person.writes(url)
  await person.types('Enter')
  await person.until('it is noted', async (card, id) => (await window.go.window.Bridge.Ledger(id)).some((p) => p.what === card), card, await idHere(person))
}

/** A new escalation shows what it lacks, with the rule; what opens it is copied and posted, and does what the process asked. */
export async function opensAnEscalation(person) {
  await goes(person, '#/new/escalation')
  await person.fills('Title', 'Exports stop at ninety per cent')
  await person.runs(() => [...document.querySelectorAll('label')].find((l) => l.innerText.trim() === 'High').click())
  await person.fills('Customer', 'Umbel')
  await person.presses('option', 'Umbel')
  await person.types('Control+Enter')
  await person.until('what opens it', () => document.querySelector('[data-card="declaration"]') !== null)
  await person.until('what is missing, with the rule', () => /The DRI is not named[^]*S0:37/.test(document.querySelector('section[aria-label="What is still missing"]')?.innerText))
  await person.shoots('opening')
  await posts(person, 'channel-name', '')
  await posts(person, 'crm-case', 'https://crm.example/case/12')
  await posts(person, 'declaration', 'https://chat.example/declaration')
  const { record, items } = await person.runs((id) => window.go.window.Bridge.Open(id), await idHere(person))
  assert.match(record.fields.channel, /^#esc_umbel/)
  assert.equal(record.fields.case_url, 'https://crm.example/case/12')
  const told = items.filter((i) => i.kind === 'update')
  assert.deepEqual(told.map((u) => u.fields.audience), ['declaration'])
  assert.match(told[0].fields.body, /Exports stop|Umbel/)
  assert.doesNotMatch(told[0].fields.body, /missing|Not recorded:/)
  await person.until('the gate of the case is gone', () => !/is not linked/.test(document.querySelector('section[aria-label="What is still missing"]').innerText))
}

/** A posting is taken back from the ledger, and is there again after undo. */
export async function takesAPostingBack(person) {
  const count = (await person.runs(ledger, await idHere(person))).length
  await person.fills('Find in the ledger', 'declaration')
  await person.until('one is left in sight', () => document.querySelectorAll('.ledger > li').length === 1)
  await person.presses('button', 'Take back: Declaration')
  await person.until('it is gone', async (id, n) => (await window.go.window.Bridge.Ledger(id)).length === n - 1, await idHere(person), count)
  await person.types('Control+z')
  await person.until('it is back', async (id, n) => (await window.go.window.Bridge.Ledger(id)).length === n, await idHere(person), count)
}

/** An update is written with the text of the process, held back while it names a stranger, kept, copied; the clock begins anew. */
export async function writesAnUpdate(person) {
  const id = await idHere(person)
  await goes(person, `#/case/${id}/timeline`)
  await person.sees('button', 'Write an update')
  await person.types('u')
  await person.writes('Delayed')
  await person.until('the form, with what was typed at once', () => /^Delayed(\n\n|$)/.test(document.querySelector('#update')?.value))
  await person.runs(() => [...document.querySelectorAll('.compose-u label')].find((l) => l.innerText.startsWith('Update for the customer')).click())
  await person.fills('Text of the update', 'The same as at Quillhaven Bank.')
  await person.until('the customer would read of a stranger', () => /Quillhaven/.test(document.querySelector('.compose-u .card-found')?.innerText))
  assert.equal(await person.runs(() => [...document.querySelectorAll('.compose-u button')].find((b) => b.innerText.startsWith('Keep and copy')).disabled), true)
  await person.shoots('update')
  await person.fills('Text of the update', 'Exports run again since noon; we watch them until Monday.')
  await person.until('nothing holds it back', () => [...document.querySelectorAll('.compose-u button')].some((b) => b.innerText.startsWith('Keep and copy') && !b.disabled))
  await person.types('Control+Enter')
  await person.until('it is an update for the customer', async (id) => (await window.go.window.Bridge.Open(id)).items.some((i) => i.kind === 'update' && i.fields.audience === 'customer' && i.fields.body.startsWith('Exports run again')), id)
  await person.until('the line’s box is back', () => document.querySelector('#compose') !== null)
}

/** The escalation is closed from its questions; a gate is passed with a reason, and the way back is one key. */
export async function closesIt(person) {
  const id = await idHere(person)
  await goes(person, `#/closing/${id}`)
  await person.sees('heading', 'Closing')
  await person.presses('button', 'Begin closing')
  await person.until('it is being closed', async (id) => (await window.go.window.Bridge.Open(id)).record.fields.status === 'closing', id)
  await person.runs(async (id) => {
    const bridge = window.go.window.Bridge
    const { record } = await bridge.Open(id)
    const patch = { outcome: 'positive', close_reason: 'resolved', team_summary: 'Moved the exports to a queue.', sentiment_after: 'green', agreed_company: 'Marta, by mail' }
    await bridge.Save({ action: 'Answered the closure', changes: [{ kind: record.kind, id, base: record.rev, patch }] })
  }, id)
  await person.until('two things are missing', () => document.querySelectorAll('.close-g > li').length === 2)
  await person.types('Control+Enter')
  await person.until('it says what', () => /Still missing: .*agreement/.test(document.querySelector('[role=alert]')?.innerText))
  await person.shoots('closing-gates')
  for (const what of ['exit criterion', 'agreement']) {
    await person.page.getByRole('button', { name: new RegExp(`Go on without: .*${what}`) }).click()
    await person.page.getByRole('textbox', { name: new RegExp(`Why it closes without it: .*${what}`) }).fill('They left for another reason')
  }
  await posts(person, 'closure-post', 'https://chat.example/closure')
  await person.types('Control+Enter')
  await person.until('it is closed', async (id) => (await window.go.window.Bridge.Open(id)).record.fields.status === 'closed', id)
  const { record } = await person.runs((id) => window.go.window.Bridge.Open(id), id)
  assert.ok(record.fields.closed)
  assert.equal(record.fields.ticks['gate-close-agreed-customer'].reason, 'They left for another reason')
  assert.equal(record.fields.ticks['close-announce'].state, 'done')
  await person.sees('button', 'Open it again')
  await person.types('Control+z')
  await person.until('undo opens it', async (id) => (await window.go.window.Bridge.Open(id)).record.fields.status === 'closing', id)
}
