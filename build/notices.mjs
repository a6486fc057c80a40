// Writes the third-party notices to standard output. Reads the Go modules (path, version, folder, by tabs) from standard
// input, the page's packages from its lock file, and all else from licences/others.json. A text that several share is
// printed once. A part without a licence text is an error: it could not be shipped.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const top = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const read = (...parts) => readFileSync(join(...parts), 'utf8')

// Svelte is only needed to build, says package.json, but its runtime and what that uses end up in the page.
const bundled = ['svelte', 'clsx', 'esm-env']

const missing = []
const modules = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => {
  const [path, version, folder] = line.split('\t')
  return { name: `${path} ${version}`, path, text: textIn(folder, path) }
})
const parts = [...others(), ...modules, ...packages()]
if (missing.length > 0) {
  console.error(`No licence text for: ${missing.join(', ')}`)
  process.exit(1)
}
process.stdout.write(print(parts))

function others() {
  const linked = (part) => !part.with || modules.some(({ path }) => path === part.with)
  return JSON.parse(read(top, 'build/licences/others.json')).filter(linked).map((part) => ({
    name: `${part.name}, ${part.home}`, text: part.text.startsWith('module:') ? ofModule(part.text.slice(7)) : ofFile(part.text, part.name),
  }))
}

function ofModule(path) {
  const found = modules.find((module) => module.path === path)
  if (!found) missing.push(path)
  return found?.text ?? ''
}

function ofFile(path, name) {
  if (existsSync(join(top, path))) return clean(read(top, path))
  missing.push(`${name} (${path})`)
  return ''
}

/** The page's own packages and what those depend on. Peers are not followed: Svelte's belong to its compiler. */
function packages() {
  const lock = JSON.parse(read(top, 'frontend/package-lock.json')).packages
  const seen = new Set()
  const walk = (name) => {
    const entry = lock[`node_modules/${name}`]
    if (!entry || seen.has(name)) return
    seen.add(name)
    Object.keys(entry.dependencies ?? {}).forEach((next) => bundled.includes(name) || walk(next))
  }
  Object.keys(lock[''].dependencies ?? {}).concat(bundled).forEach(walk)
  return [...seen].sort().map((name) => ({
    name: `${name} ${lock[`node_modules/${name}`].version} (page)`, text: textIn(join(top, 'frontend/node_modules', name), name),
  }))
}

/** The licence, notice and patent files of a folder, in the order of their names. */
function textIn(folder, name) {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|patents)([.-]|$)/i.test(file)).sort() : []
  if (files.length === 0) missing.push(name)
  return files.map((file) => clean(read(folder, file))).join('\n\n')
}

function clean(text) {
  return text.replaceAll('\r\n', '\n').replace(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, '')
}

function print(parts) {
  const groups = new Map()
  for (const { name, text } of parts) groups.set(text, [...(groups.get(text) ?? []), name])
  const line = '='.repeat(80)
  const sections = [...groups].map(([text, names]) => `${line}\n${names.map((name) => `  ${name}`).join('\n')}\n\n${text}\n`)
  return `Precedent is built from the work of others. These are the parts and the terms under which they may be used.\n\n${sections.join('\n')}`
}
