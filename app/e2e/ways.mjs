// Ways through the program, each written once for a person at the window and at the page.
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
