// A person at the real window: WebKitGTK driven by WebKitWebDriver (the W3C's WebDriver protocol over HTTP).
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { answer, command, environment, eventually, freePort, held, newPlace, shots, top } from './place.mjs'
import { childrenOf, start } from './program.mjs'
import { barriers } from './barriers.mjs'
import { find, standing, words } from './find.mjs'

const element = 'element-6066-11e4-a52e-4f735466cecf' // the protocol's name for a reference to an element

/** Opens the window on a place (a fresh one unless given) and waits until it is ready: for its first heading, unless said. */
export async function openWindow(t, { place = newPlace(t), env = {}, binary = 'precedent-e2e', ready = standing } = {}) {
  const port = await freePort()
  const driver = start(t, 'WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], environment(place, env))
  const ask = asker(`http://127.0.0.1:${port}`)
  await eventually('WebKitWebDriver', () => ask('GET', '/status').then((s) => s.ready))
  const session = await ask('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': { binary: join(top, 'build/out', binary), args: [] } } },
  }).catch((error) => { throw new Error(`${error.message}\n${driver.said()}`) })
  const person = new AtWindow(place, driver, (method, path, body) => ask(method, `/session/${session.sessionId}${path}`, body))
  await person.until('the page', ready).catch((error) => person.tellsWhatItSees(error))
  return person
}

function asker(base) {
  return async (method, path, body) => {
    const response = await fetch(base + path, {
      method, body: body && JSON.stringify(body), headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(60_000),
    }).catch((error) => { throw new Error(`${method} ${path}: ${error.message}`, { cause: error }) })
    const { value } = await response.json()
    if (value?.error) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`)
    return value
  }
}

class AtWindow {
  constructor(place, driver, ask) {
    Object.assign(this, { place, driver, ask })
  }

  /** Runs a function in the page; it may answer a promise. */
  async runs(body, ...args) {
    const script = `const [args, done] = [Array.from(arguments).slice(0, -1), arguments[arguments.length - 1]];
      Promise.resolve().then(() => (${body}).apply(null, args)).then((ok) => done({ ok }), (e) => done({ bad: String(e) }))`
    const { ok, bad } = await this.ask('POST', '/execute/async', { script, args })
    if (bad !== undefined) throw new Error(bad)
    return ok
  }

  until(what, condition, ...args) {
    return eventually(what, () => this.runs(condition, ...args))
  }

  async tellsWhatItSees(error) {
    await this.shoots('failed')
    throw new Error(`${error.message}\nit shows: ${await this.runs(words)}\nthe program says: ${this.driver.said()}`, { cause: error })
  }

  async element(role, name) {
    return eventually(`the ${role} “${name}”`, async () => {
      const script = `return (${find}).apply(null, arguments)`
      return this.ask('POST', '/execute/sync', { script, args: [role, String(name), name instanceof RegExp] })
    })
  }

  async sees(role, name) {
    await this.element(role, name)
  }

  /** Presses what can be pressed: a person waits for what is greyed. */
  async presses(role, name) {
    const found = await eventually(`the ${role} “${name}” that can be pressed`, async () => {
      const one = await this.element(role, name)
      return await this.ask('GET', `/element/${one[element]}/enabled`) && one
    })
    await this.pointsAt(found)
  }

  /** Clicks on what a function finds in the page. */
  async clicks(find, ...args) {
    await this.pointsAt(await this.ask('POST', '/execute/sync', { script: `return (${find}).apply(null, arguments)`, args }))
  }

  /** With the pointer, as a person does, who takes a moment to let the button go. */
  async pointsAt(origin) {
    await this.ask('POST', '/execute/sync', { script: 'arguments[0].scrollIntoView({ block: "nearest" })', args: [origin] })
    const actions = [
      { type: 'pointerMove', origin, x: 0, y: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pause', duration: held },
      { type: 'pointerUp', button: 0 },
    ]
    await this.ask('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] })
  }

  async fills(name, text) {
    const found = await this.element('textbox', name)
    await this.ask('POST', `/element/${found[element]}/clear`, {})
    await this.ask('POST', `/element/${found[element]}/value`, { text })
  }

  /** A chord like "Control+k" or a key like "Enter" or "j". */
  async types(chord) {
    const keys = chord.split('+').map((key) => codes[key] ?? key)
    const actions = [
      ...keys.map((value) => ({ type: 'keyDown', value })),
      ...keys.toReversed().map((value) => ({ type: 'keyUp', value })),
    ]
    await this.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  /** Letters into what has the focus. */
  async writes(text) {
    const actions = [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }])
    await this.ask('POST', '/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  /** The same program on the command line, while this one is open. */
  commands(...args) {
    return command(join(top, 'build/out/precedent-e2e'), this.place, args)
  }

  async answersDialog(path) {
    answer(this.place, path)
  }

  async shoots(name) {
    mkdirSync(shots, { recursive: true })
    await this.runs(flicker, true)
    writeFileSync(join(shots, `window-${name}.png`), Buffer.from(await this.ask('GET', '/screenshot'), 'base64'))
    await this.runs(flicker, false)
  }

  barriers() {
    return barriers(this)
  }

  /** The program's process. */
  get pid() {
    return childrenOf(this.driver.child.pid)[0]
  }

  /** Closes the window as a person does, and waits until the program has ended: the driver alone would end it in the middle. */
  async closes() {
    const { pid } = this
    await this.runs(() => { setTimeout(() => window.runtime.Quit()) })
    await eventually('the end of the program', () => !existsSync(`/proc/${pid}`))
    await this.driver.stop()
  }

  /** Ends the program in the middle of whatever it does. */
  async kills() {
    for (const pid of childrenOf(this.driver.child.pid)) process.kill(pid, 'SIGKILL')
    await this.driver.stop()
  }
}

// Runs in the page. WebKitGTK takes its picture at the next frame, and a page that stands still has none: one pixel in
// the corner changes its colour, by less than the eye sees, until the picture is there.
function flicker(on) {
  const id = 'e2e-flicker'
  document.getElementById(id)?.remove()
  if (!on) return
  const pixel = document.body.appendChild(Object.assign(document.createElement('div'), { id }))
  let odd = false
  const next = () => {
    if (!pixel.isConnected) return
    odd = !odd
    pixel.style.cssText = `position:fixed;right:0;bottom:0;width:1px;height:1px;pointer-events:none;background:${odd ? '#fffffe' : '#fefeff'}`
    requestAnimationFrame(next)
  }
  next()
}

// Keys without a character of their own have code points in the protocol.
const codes = {
  Control: '\uE009', Shift: '\uE008', Alt: '\uE00A', Meta: '\uE03D', Enter: '\uE007', Escape: '\uE00C', Tab: '\uE004',
  Backspace: '\uE003', Delete: '\uE017', ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015',
  Home: '\uE011', End: '\uE010', PageUp: '\uE00E', PageDown: '\uE00F', Space: ' ',
}
