// A person at the page in Chromium, with the real Go side behind it: the program built with the tag "dev" serves the
// page and its calls on a port of its own.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { standing, words } from './find.mjs'
import { answer, command, environment, eventually, freePort, held, newPlace, packages, patience, shots, top } from './place.mjs'
import { start } from './program.mjs'
import { barriers } from './barriers.mjs'

const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Starts the program on a place (a fresh one unless given), opens the page and waits for its first heading. */
export async function openPage(t, { place = newPlace(t), env = {}, context = {} } = {}) {
  const address = `127.0.0.1:${await freePort()}`
  const program = start(t, join(top, 'build/out/precedent-dev'), [], environment(place, {
    assetdir: join(top, 'frontend/dist'), devserver: address, loglevel: 'Error', ...env,
  }))
  await eventually(`the program at ${address}`, async () => {
    if (!program.alive()) throw new Error(`it ended: ${program.said()}`)
    return (await fetch(`http://${address}/`)).ok
  })
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [] // Chromium refuses its sandbox to root
  const browser = await packages('playwright-core').chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [...root, ...quiet] })
  t.after(() => browser.close())
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, ...context })).newPage()
  page.setDefaultTimeout(patience * 1000)
  await slowsDown(page)
  const person = new AtPage(place, program, browser, page)
  person.listens()
  await page.goto(`http://${address}/`)
  await person.until('the bindings', () => window.go?.window?.Bridge?.About !== undefined)
  await person.isTheProgramBuiltNow()
  await person.until('the page', standing)
  return person
}

/** What only a fast machine gets right is found by E2E_SLOWER=4: the page's thread takes that many times as long. */
async function slowsDown(page) {
  const rate = Number(process.env.E2E_SLOWER ?? 1)
  if (rate > 1) await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate })
}

class AtPage {
  /** What the page wrote to its console as an error. */
  complaints = []

  constructor(place, program, browser, page) {
    Object.assign(this, { place, program, browser, page })
  }

  // Left out: what Wails' own development overlay gets wrong, and the icon every browser asks a server for.
  listens() {
    this.page.on('pageerror', (error) => { if (!error.stack?.includes('/wails/')) this.complaints.push(String(error)) })
    this.page.on('console', (message) => {
      const { url } = message.location()
      if (message.type() === 'error' && !/\/(wails\/.*|favicon\.ico)$/.test(url)) this.complaints.push(`${message.text()} (${url})`)
    })
  }

  async tellsWhatItSees(error) {
    await this.shoots('failed')
    throw new Error(`${error.message}\nit is at ${this.page.url()} and shows: ${(await this.runs(words)).slice(0, 2000)}\nit complains: ${this.complaints.join('\n')}`, { cause: error })
  }

  /** Another program may have taken the port in between. */
  async isTheProgramBuiltNow() {
    const { version } = await this.runs(() => window.go.window.Bridge.About())
    const built = process.env.E2E_VERSION
    if (built && version !== built) throw new Error(`the program answering is ${version}, not ${built}`)
  }

  runs(body, ...args) {
    return this.page.evaluate(`(${body})(...${JSON.stringify(args)})`)
  }

  until(what, condition, ...args) {
    return eventually(what, () => this.runs(condition, ...args)).catch((error) => this.tellsWhatItSees(error))
  }

  sees(role, name) {
    return this.page.getByRole(role, { name }).first().waitFor({ state: 'visible' })
  }

  presses(role, name) {
    return this.page.getByRole(role, { name }).first().click({ delay: held })
  }

  /** Clicks on what a function finds in the page. */
  async clicks(find) {
    await (await this.page.evaluateHandle(find)).asElement().click({ delay: held })
  }

  fills(name, text) {
    return this.page.getByLabel(name).first().fill(text)
  }

  types(chord) {
    return this.page.keyboard.press(chord)
  }

  /**
   * Letters into what has the focus; with `delay`, so many milliseconds from one to the next. Playwright puts a letter that is not
   * on a US keyboard into the focused field without a key; here it has one, as on the keyboard of whoever writes it: the page
   * holds back keys for a field that is on its way.
   */
  async writes(text, delay = 0) {
    const keys = await this.page.context().newCDPSession(this.page)
    for (const piece of text.match(/[ -~\n]+|[^ -~\n]/gu) ?? []) {
      if (/^[ -~\n]/.test(piece)) {
        await this.page.keyboard.type(piece, { delay })
        continue
      }
      await keys.send('Input.dispatchKeyEvent', { type: 'keyDown', key: piece, text: piece, unmodifiedText: piece })
      await new Promise((rested) => setTimeout(rested, delay))
      await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', key: piece })
    }
    await keys.detach()
  }

  /** The same program on the command line, while this one is open. */
  commands(...args) {
    return command(join(top, 'build/out/precedent-dev'), this.place, args)
  }

  async answersDialog(path) {
    answer(this.place, path)
  }

  async shoots(name) {
    mkdirSync(shots, { recursive: true })
    await this.page.screenshot({ path: join(shots, `page-${name}.png`) })
  }

  barriers() {
    return barriers(this)
  }

  async closes() {
    await this.browser.close()
    await this.program.stop()
  }

  async kills() {
    await this.program.stop('SIGKILL')
    await this.browser.close()
  }
}
