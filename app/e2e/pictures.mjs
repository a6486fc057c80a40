// Makes the README's pictures from the real program with its sample cases: `build/pictures`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPage } from './page.mjs'
import { top } from './place.mjs'
import { goesTo } from './screens.mjs'
import { startsWithSample } from './ways/frame.mjs'

const names = ['today', 'list', 'case', 'emergency', 'search', 'document']
const folder = join(top, 'frontend/look/pictures')
const undone = []

async function pictures(person, camera, name) {
  await goesTo(person, name)
  if (['case', 'emergency'].includes(name)) await person.until('the similar cases', () => document.querySelector('.sim') !== null)
  if (name === 'document') await person.until('its pages', () => document.querySelector('.sheet-p img')?.naturalWidth > 300)
  await person.until('nothing to come', () => document.querySelector('.toast, [aria-busy=true], .skel, .is-coming') === null)
  for (const theme of ['light', 'dark']) {
    await person.runs((t) => { document.documentElement.dataset.theme = t }, theme)
    await person.until('the theme', (t) => document.documentElement.dataset.theme === t && document.getAnimations().every((a) => a.playState !== 'running'), theme)
    const { data } = await camera.send('Page.captureScreenshot', { format: 'webp', quality: 72 })
    writeFileSync(join(folder, `${name}-${theme}.webp`), Buffer.from(data, 'base64'))
  }
}

try {
  const person = await openPage({ after: (undo) => undone.unshift(undo) })
  const camera = await person.page.context().newCDPSession(person.page)
  await startsWithSample(person)
  await person.page.emulateMedia({ reducedMotion: 'reduce' })
  mkdirSync(folder, { recursive: true })
  for (const name of names) await pictures(person, camera, name)
} finally {
  for (const undo of undone) await undo()
}
