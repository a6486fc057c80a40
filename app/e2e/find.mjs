// What runs inside the page.

/** The page has loaded and shows its heading. */
export function standing() {
  return document.readyState === 'complete' && document.querySelector('h1') !== null
}

/** The first words a person reads. */
export function words() {
  return document.body.innerText.trim().slice(0, 500)
}

// The first visible element of a role whose accessible name contains (or, given a regular
// expression, matches) a text. A small part of the accessible-name rules, as much as the page uses.
export function find(role, wanted, isPattern) {
  const tags = {
    button: 'button,[role=button],input[type=submit],summary', link: 'a[href],[role=link]', heading: 'h1,h2,h3,h4,h5,h6,[role=heading]',
    textbox: 'input:not([type=checkbox]):not([type=radio]):not([type=submit]),textarea,[role=textbox],[role=searchbox],[role=combobox],[contenteditable=true]',
    checkbox: 'input[type=checkbox],[role=checkbox],[role=switch]', radio: 'input[type=radio],[role=radio]', combobox: 'select,[role=combobox]',
    option: 'option,[role=option]', row: 'tr,[role=row]', listitem: 'li,[role=listitem]', navigation: 'nav,[role=navigation]', main: 'main,[role=main]',
    dialog: 'dialog[open],[role=dialog],[role=alertdialog]', status: 'output,[role=status]', img: 'img,[role=img]',
  }
  const words = (text) => (text ?? '').replace(/\s+/g, ' ').trim()
  const byIds = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? '').join(' ')
  const nameOf = (el) =>
    words(el.getAttribute('aria-labelledby') && byIds(el.getAttribute('aria-labelledby'))) || words(el.getAttribute('aria-label')) ||
    words(el.labels?.length ? Array.from(el.labels, (l) => l.textContent).join(' ') : '') || words(el.getAttribute('alt')) ||
    words(/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) ? el.getAttribute('placeholder') : el.textContent) || words(el.getAttribute('title'))
  const visible = (el) => el.getClientRects().length > 0 && getComputedStyle(el).visibility !== 'hidden' && !el.closest('[aria-hidden=true],[inert]')
  const pattern = isPattern ? new RegExp(wanted.slice(1, wanted.lastIndexOf('/')), wanted.slice(wanted.lastIndexOf('/') + 1)) : null
  const fits = (name) => (pattern ? pattern.test(name) : name.toLowerCase().includes(wanted.toLowerCase()))
  return Array.from(document.querySelectorAll(tags[role] ?? `[role=${role}]`)).find((el) => visible(el) && fits(nameOf(el))) ?? null
}
