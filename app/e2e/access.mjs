// What axe does not see: that Tab goes round a screen and always stands somewhere one can see, that nothing is cut off at
// twice the size or with large letters, and that nothing moves for who asked for stillness. Each gives its findings.

const most = 400

/** Tab until it is where it began; once more where the page got or lost places meanwhile, for something arrived late. */
export async function tabsRound(person) {
  for (let rounds = 1; ; rounds++) {
    const before = await person.runs(places)
    const found = await onceRound(person)
    if (found.length === 0 || rounds === 3 || await person.runs(places) === before) return found
  }
}

/** Between the last place and the first the browser's own buttons may come: the body stands for them. */
async function onceRound(person) {
  const found = []
  await person.runs(() => { window.seenByTab = [] })
  for (let i = 0; i < most; i++) {
    await person.types('Tab')
    const at = await person.runs(focused)
    if (at.again) return [...found, ...(at.again === 1 ? [] : [`Tab is caught between ${at.again - 1} and ${i}: ${at.what}`]), ...await person.runs(passedOver)]
    if (at.problem) found.push(at.problem)
  }
  return [...found, `Tab does not come round in ${most} steps`]
}

/** What can be pressed or filled in, as one text. */
function places() {
  return [...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]')].map((el) => `${el.tagName} ${el.disabled ?? ''} ${el.innerText || el.getAttribute('aria-label')}`).join('\n')
}

/** Where the focus is, whether it was there before (1 is the first place), and what is wrong with it. */
function focused() {
  const el = document.activeElement
  if (el === document.body) return { again: 0 }
  const what = `<${el.tagName.toLowerCase()} class="${el.className}"> ${(el.getAttribute('aria-label') ?? el.innerText ?? '').slice(0, 40)}`
  // A field for a date or a time has places of its own: the hour, the minute.
  if (el === window.seenByTab.at(-1) && /date|time|month|week/.test(el.type)) return { again: 0 }
  const before = window.seenByTab.indexOf(el)
  if (before >= 0) return { again: before + 1, what }
  window.seenByTab.push(el)
  const box = el.getBoundingClientRect()
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
  return { again: 0, what, problem: seen ? '' : `the focus is out of sight: ${what}` }
}

/** What one can see and press, and Tab did not come to. Of a group of radio buttons one is enough. */
function passedOver() {
  const open = document.querySelector('dialog[open]') ?? document
  const groups = new Set(window.seenByTab.filter((el) => el.type === 'radio').map((el) => el.name))
  const visible = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== 'hidden' && !el.closest('[inert]')
  return Array.from(open.querySelectorAll('a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]'))
    .filter((el) => el.tabIndex >= 0 && visible(el) && !window.seenByTab.includes(el) && !(el.type === 'radio' && groups.has(el.name)))
    .map((el) => `Tab passes over <${el.tagName.toLowerCase()} class="${el.className}"> ${(el.innerText || el.getAttribute('aria-label') || '').slice(0, 40)}`)
}

/** What lies beside the window or is cut by a box that does not scroll. */
function cutOff() {
  const found = []
  if (document.scrollingElement.scrollWidth > innerWidth) found.push(`the page is ${document.scrollingElement.scrollWidth} wide in ${innerWidth}`)
  const scrolls = (el, way, size) => { for (let b = el.parentElement; b; b = b.parentElement) if (/auto|scroll/.test(getComputedStyle(b)[`overflow${way}`]) && b[`scroll${size}`] > b[`client${size}`]) return true; return false }
  for (const el of document.querySelectorAll('button, a[href], input, select, textarea, h1, h2')) {
    const box = el.getBoundingClientRect()
    if (box.width <= 1 || box.height <= 1 || getComputedStyle(el).visibility === 'hidden' || el.closest('.vh, .skip')) continue
    const beside = (box.right > innerWidth + 1 || box.left < -1) && !scrolls(el, 'X', 'Width')
    const below = (box.bottom > innerHeight + 1 || box.top < -1) && !scrolls(el, 'Y', 'Height')
    if (beside || below) found.push(`beside the window: <${el.tagName.toLowerCase()} class="${el.className}"> ${(el.innerText || el.getAttribute('aria-label') || '').slice(0, 40)}`)
  }
  return found
}

/** Twice the size in a window of 1280 × 800, then letters of one and a half in the smallest window. */
export async function growsLarge(person, name) {
  const found = []
  await person.page.setViewportSize({ width: 640, height: 400 })
  await person.shoots(`${name}-double`)
  found.push(...(await person.runs(cutOff)).map((f) => `at 200 %: ${f}`))
  await person.page.setViewportSize({ width: 1024, height: 640 })
  for (const scale of ['0.9', '1.5']) {
    await person.runs((s) => { document.documentElement.style.setProperty('--text-scale', s) }, scale)
    if (scale === '1.5') await person.shoots(`${name}-large-text`)
    found.push(...(await person.runs(cutOff)).map((f) => `with letters of ${scale}: ${f}`))
  }
  await person.runs(() => { document.documentElement.style.setProperty('--text-scale', '1') })
  return found
}

/** For who asked for stillness, nothing moves longer than a frame. */
export async function standsStill(person) {
  await person.page.emulateMedia({ reducedMotion: 'reduce' })
  const moving = await person.runs(() => document.getAnimations().filter((a) => a.playState === 'running' && Number(a.effect.getComputedTiming().duration) > 20).map((a) => `moves: ${a.effect.target.className} ${a.animationName ?? a.transitionProperty}`))
  await person.page.emulateMedia({ reducedMotion: null })
  return moving
}
