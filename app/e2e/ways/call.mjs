// A live call.
import assert from 'node:assert/strict'
import { goes } from './going.mjs'

const sentences = [
  'Node 3 answers 401 to every pull since 13:40, nodes 1 and 2 are fine.',
  '/quote “The timetable cannot go out like this.”',
  '/internal Do not promise the rollback before the freeze is confirmed.',
  '/action Ruth: copy the secret to node 3 and restart it before 14:15',
  '/question Which secret did the package step write on Sunday?',
]

/** What lines say once they are kept: the command and the audience are no part of them. */
const kept = (line) => line.replace(/^\/\w+ /, '')

/** 120 words a minute: 600 letters, ten a second. */
const perLetter = 100

/** One key starts a call on the case; a minute of typing at 120 words a minute is kept to the letter. */
export async function writesACallAtSpeed(person) {
  await person.types('c')
  await person.until('the note has the focus', () => location.hash.startsWith('#/call/') && document.activeElement?.id === 'compose')
  const typed = []
  for (let letters = 0; letters < 600; letters += typed.at(-1).length) {
    typed.push(sentences[typed.length % sentences.length])
    await person.writes(typed.at(-1), perLetter)
    await person.types('Enter')
  }
  const lines = await person.until('all lines are kept', async (n) => {
    const { items } = await window.go.window.Bridge.Open(location.hash.split('/')[2])
    const lines = items.filter((i) => i.kind === 'line')
    return lines.length === n && lines.map((l) => [l.fields.at, l.fields.text, l.fields.visibility])
  }, typed.length)
  assert.deepEqual(lines.sort().map(([, text]) => text), typed.map(kept))
  assert.deepEqual(lines.map(([, , seen]) => seen === 'internal'), typed.map((t) => t.startsWith('/internal')))
  await person.until('a past case with its cause beside it', () => (document.querySelector('.context .sim dd')?.textContent.trim() ?? '') !== '')
  await person.shoots('call')
}

/** A picture of one colour, as the clipboard or another window gives it. */
async function picture() {
  const canvas = Object.assign(document.createElement('canvas'), { width: 4, height: 4 })
  canvas.getContext('2d').fillRect(0, 0, 4, 4)
  const data = new DataTransfer()
  data.items.add(new File([await new Promise((done) => canvas.toBlob(done))], name, { type: 'image/png' }))
  return data
}

/** One picture is pasted and one dropped while a line is typed; one is taken away again, and the other is kept with the line. */
export async function keepsAPictureWithALine(person) {
  const give = (name, type) => person.runs(`async () => {
    const name = ${JSON.stringify(name)}
    const data = await (${picture})()
    const at = document.querySelector('#compose')
    at.dispatchEvent(${JSON.stringify(type)} === 'paste' ? new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }) : new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
  }`)
  const held = (names) => person.until(`${names} beside the line`, (names) => [...document.querySelectorAll('.line-files li')].map((f) => f.innerText.trim()).join() === names, names)
  await person.writes('The dashboard at the time')
  await give('pasted.png', 'paste')
  await held('pasted.png')
  await give('dropped.png', 'drop')
  await held('pasted.png,dropped.png')
  await person.presses('button', 'Take dropped.png away')
  await held('pasted.png')
  await person.runs(() => document.querySelector('#compose').focus())
  await person.types('Enter')
  await person.until('the picture with its line', async () => {
    const { items, attachments } = await window.go.window.Bridge.Open(location.hash.split('/')[2])
    const line = items.find((i) => i.fields.text === 'The dashboard at the time')
    const shown = [...document.querySelectorAll('.tl-line')].find((l) => l.innerText.includes('The dashboard'))?.querySelector('.shot')
    return attachments.length === 1 && line?.fields.attachments?.[0] === attachments[0].id && shown?.innerText.includes('pasted.png') && document.querySelector('.line-files') === null
  })
  await person.shoots('picture')
}

/** In a small window the past cases are counted in the foot, and shown and hidden by mouse and by key without leaving the note. */
export async function looksAtSimilarCasesInASmallWindow(person) {
  const usual = person.page.viewportSize()
  await person.page.setViewportSize({ width: 1024, height: 640 })
  const noted = async () => assert.equal(await person.runs(() => document.activeElement.id), 'compose')
  const shown = (is) => person.until(`similar cases ${is ? 'shown' : 'hidden'}`, (is) => (document.querySelector('.context .sim') !== null) === is, is)
  await shown(false)
  await person.presses('button', /^\d+ similar cases/)
  await shown(true)
  await noted()
  await person.presses('button', 'Hide this pane')
  await shown(false)
  for (const is of [true, false]) {
    await person.types('Control+\\')
    await shown(is)
    await noted()
  }
  await person.page.setViewportSize(usual)
  await shown(true)
}

/** Letters without a pause, and the program is killed while the last of them is typed. */
export async function isKilledWhileTyping(person) {
  const address = await person.runs(() => location.hash)
  const text = 'The bucket listing shows that the last write was on Sunday'
  await person.writes(text, perLetter)
  await person.kills()
  return { address, text }
}

/** The sentence is back, less what was typed in its last second. */
export async function findsAllButASecond(person, { address, text }) {
  await goes(person, address)
  const back = await person.until('the note that was being typed', () => document.querySelector('#compose')?.value)
  assert.ok(text.startsWith(back), `it came back as “${back}”`)
  assert.ok(text.length - back.length <= 1000 / perLetter, `only “${back}” came back`)
}

/** The call ends with one key: its three texts and its tasks stand ready, and its record says how long it took. */
export async function endsTheCall(person) {
  await person.runs(() => document.querySelector('#compose').focus())
  await person.types('Control+Shift+E')
  await person.until('what comes out of the call', () => location.hash.startsWith('#/after/') && /took/.test(document.querySelector('header').innerText))
  const texts = await person.until('the three texts', () => {
    const all = [...document.querySelectorAll('.note-p')].map((p) => p.querySelector('textarea')?.value ?? '')
    return all.length === 3 && all.every(Boolean) && all
  })
  assert.match(texts[0], /nodes 1 and 2 are fine/)
  assert.doesNotMatch(texts[0], /rollback before the freeze/, 'an internal line is in the text for the customer')
  assert.match(texts[1], /rollback before the freeze/)
  await person.until('its tasks', () => /copy the secret to node 3/.test(document.querySelector('section[aria-label="Tasks"]').innerText))
  await person.shoots('call-ended')
}
