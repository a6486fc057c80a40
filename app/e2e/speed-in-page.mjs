// What speed.mjs runs inside the page. Each function stands alone: it is sent there as text.

export function isUsable() {
  return performance.getEntriesByName('usable').length > 0
}

/** When the page could be used, in ms since 1970. */
export function usableAt() {
  return performance.timeOrigin + performance.getEntriesByName('usable')[0].startTime
}

/** Scrolls the list frame by frame, down and up again at its end; gives the time between frames in ms. */
export function scrollsList({ step, frames }) {
  const box = document.querySelector('table[role=grid]').closest('.scroll')
  return new Promise((done) => {
    const times = []
    let [last, down] = [performance.now(), true]
    const next = (now) => {
      times.push(now - last)
      last = now
      if (times.length > frames) return done(times.slice(1))
      const at = box.scrollTop
      box.scrollTop += down ? step : -step
      if (box.scrollTop === at || box.scrollTop > 360_000) down = !down
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
}

/**
 * The same for a page that stands still: as many rows as plain lines of a table, all of them there. It fills the window, as
 * ours does: where the document can be scrolled too, WebKit does not wait for the display's next beat.
 */
export function scrollsStill({ step, frames }) {
  document.body.style.margin = 0
  const row = '<tr><td>ESC-7K3F2Q</td><td>The badge reader answers twice since the upgrade</td><td>High</td><td>Active</td><td>2026-03-13</td></tr>'
  document.body.innerHTML = `<div id="box" style="height:100vh;overflow:auto"><table style="width:100%;line-height:36px">${row.repeat(10_000)}</table></div>`
  const box = document.getElementById('box')
  return new Promise((done) => {
    const times = []
    let last = 0
    const next = (now) => {
      if (last) times.push(now - last)
      last = now
      if (times.length > frames) return done(times.slice(1))
      box.scrollTop += step
      requestAnimationFrame(next)
    }
    setTimeout(() => requestAnimationFrame(next), 1000)
  })
}

/** Scrolls again while a message goes round without end: the time between two of its arrivals is the task between them. */
export function tasksOfScrolling({ step, frames }) {
  const box = document.querySelector('table[role=grid]').closest('.scroll')
  box.scrollTop = 0
  return new Promise((done) => {
    const tasks = []
    const round = new MessageChannel()
    let last = performance.now()
    round.port1.onmessage = () => {
      const now = performance.now()
      tasks.push(now - last)
      last = now
      if (frames > 0) round.port2.postMessage(0)
    }
    const next = () => {
      box.scrollTop += step
      if (--frames > 0) requestAnimationFrame(next)
      else done(tasks.sort((a, b) => b - a).slice(0, 20))
    }
    round.port2.postMessage(0)
    requestAnimationFrame(next)
  })
}

/** A row in sight. */
export function rowInSight(index) {
  const box = document.querySelector('table[role=grid]').closest('.scroll').getBoundingClientRect()
  const rows = [...document.querySelectorAll('tr[data-row][aria-rowindex]')].filter((row) => {
    const { top, bottom } = row.getBoundingClientRect()
    return top > box.top + 40 && bottom < box.bottom
  })
  return rows[index % rows.length]
}

/**
 * Makes ready for an event, or goes to an address: when what a selector finds is painted, window.painted gives the ms since then.
 * What is found before the event does not count.
 */
export function waitsFor({ selector, event, hash }) {
  let began = 0
  if (event) window.addEventListener(event, (e) => { began = e.timeStamp }, { capture: true, once: true })
  window.painted = new Promise((done) => {
    const watching = new MutationObserver(() => {
      if (!began || !document.querySelector(selector)) return
      watching.disconnect()
      requestAnimationFrame(() => {
        const after = new MessageChannel()
        after.port1.onmessage = () => done(performance.now() - began)
        after.port2.postMessage(0)
      })
    })
    watching.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-busy'] })
  })
  if (!hash) return
  began = performance.now()
  location.hash = hash
}

export function isPainted() {
  return window.painted
}

/** Back to the list, and waits until its rows stand. */
export async function goesBack() {
  location.hash = '#/list/escalation'
  for (let i = 0; i < 500 && !document.querySelector('tr[data-row][aria-rowindex]'); i++) await new Promise((next) => setTimeout(next, 20))
  await new Promise((next) => setTimeout(next, 100))
}

export async function toTheSearch() {
  location.hash = '#/search'
  for (let i = 0; i < 500 && !document.querySelector('[role=searchbox]'); i++) await new Promise((next) => setTimeout(next, 20))
}

export async function emptiesTheBox() {
  const box = document.querySelector('[role=searchbox]')
  box.focus()
  box.value = ''
  box.dispatchEvent(new Event('input', { bubbles: true }))
  await new Promise((next) => setTimeout(next, 400))
}
