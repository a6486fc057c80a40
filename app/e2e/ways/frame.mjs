// The window itself: its start, its look, and what it refuses.
import assert from 'node:assert/strict'

/** The page stands: its heading is there, the program behind it answers, and nothing foreign would run. */
export async function opens(person) {
  await person.until('a heading', () => document.querySelector('h1').textContent.trim() !== '')
  const about = await person.runs(() => window.go.window.Bridge.About())
  assert.equal(about.name, 'Precedent')
  await person.shoots('open')
}

/** The policy of the page holds: a script put into it does not run. */
export async function runsNoForeignScript(person) {
  const ran = await person.runs(() => new Promise((done) => {
    document.addEventListener('securitypolicyviolation', () => done(false), { once: true })
    const script = document.createElement('script')
    script.textContent = 'window.foreign = true'
    document.body.append(script)
    if (window.foreign) done(true)
  }))
  assert.equal(ran, false, 'an inline script ran: the content-security policy is missing')
}

/** A link that could start something on this machine is refused, in words. */
export async function refusesStrangeLinks(person) {
  const says = await person.runs(() => window.go.window.Bridge.OpenLink('file:///etc/hostname').then(() => '', (fault) => JSON.parse(fault.message ?? fault).code))
  assert.equal(says, 'refused')
}

/** The first start: a name, the sample cases, and the list of escalations stands. */
export async function startsWithSample(person) {
  await person.sees('heading', 'Set up this workspace')
  await person.shoots('first-start')
  await person.fills('Your name', 'Marta Ilves')
  await person.runs(() => [...document.querySelectorAll('label')].find((l) => l.innerText.includes('With sample cases')).click())
  await person.presses('button', 'Open the workspace')
  await person.until('the sample is in the list', () => document.body.innerText.includes('Repository storage nodes refuse connections'))
  await person.shoots('escalations')
}

/** The dark theme is chosen. */
export async function goesDark(person) {
  await person.presses('button', 'Appearance')
  await staysDark(person)
  await person.shoots('dark')
}

/** The window is dark, as it was left. */
export async function staysDark(person) {
  await person.until('the dark theme', () => document.documentElement.dataset.theme === 'dark')
}

/** A command on the command line is answered by the open window's program, and its change shows at once. */
export async function seesWhatACommandDid(person) {
  const key = await person.runs(() => document.querySelector('#main .crumb .key').textContent)
  const { status, stderr } = person.commands('set', key, 'version=17.1.9-rc2')
  assert.equal(status, 0, stderr)
  await person.until('the change of the command', () => document.body.innerText.includes('17.1.9-rc2') || document.querySelector('[role=tab]')?.click())
}

/** The first start without anything: the empty list says what belongs there. */
export async function startsEmpty(person) {
  await person.sees('heading', 'Set up this workspace')
  await person.fills('Your name', 'Marta Ilves')
  await person.presses('button', 'Open the workspace')
  await person.sees('heading', 'No escalations yet')
  await person.shoots('empty')
}
