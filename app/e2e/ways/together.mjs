// What all cases say together: who waits for whom, and what comes back.
import { goes } from './going.mjs'

/** Who waits stands beside who moves, and leads to the case. */
export async function seesWhoWaits(person) {
  await goes(person, '#/movers')
  await person.until('who waits for me', () => document.querySelector('.context section[aria-label="Wait for you"] .wait .age-long') !== null)
  await person.shoots('waits')
  await person.runs(() => document.querySelector('.context .wait').click())
  await person.until('the case', () => location.hash.startsWith('#/case/'))
}

/** A weekday opens the cases behind it, a cause that came back too, and a chart goes onto the clipboard as a picture. */
export async function readsTheInsights(person) {
  await goes(person, '#/insights')
  await person.until('causes that came back', () => document.querySelector('section[aria-label="Causes that come back"] .spread-b') !== null)
  await person.runs(() => document.querySelector('section[aria-label="Causes that come back"] .spread-b').click())
  await person.until('the cases behind it', () => document.querySelectorAll('.spread-c .link').length > 1)
  await person.runs(() => document.querySelector('section[aria-label="Open by week"] .copy-c button').click())
  await person.until('it is copied', () => document.querySelector('.toast')?.innerText.includes('copied as a picture'))
  await person.until('a picture on the clipboard', async () => (await navigator.clipboard.read())[0]?.types.includes('image/png'))
  await person.shoots('insights')
}
