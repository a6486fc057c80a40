// What stands in the way of people who see, hear or move differently: axe-core's findings against WCAG 2.2 AA.
import { packages } from './place.mjs'

/** One line for each finding, empty when there is none. The script is run by the driver, which the page's policy does not bind. */
export async function barriers(person) {
  const { source } = packages('axe-core')
  return person.runs(`async () => {
    if (!window.axe) { ${source} }
    const only = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }
    const { violations } = await window.axe.run(document, { runOnly: only })
    return violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(', '))
  }`)
}
