// Another place inside the page.
/** Another address inside the page. */
export async function goes(person, address) {
  await person.runs((hash) => { location.hash = hash }, address)
}
