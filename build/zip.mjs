// Puts a folder's files into one zip, compressed, for the program to carry: zip.mjs FOLDER FILE. Go's archive/zip reads it.
// Names in their order and no times, so that the same files give the same bytes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

const [folder, target] = process.argv.slice(2)
const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/')).sort()

const parts = []
const list = []
let at = 0
for (const name of names) {
  const data = readFileSync(join(folder, name))
  const packed = deflateRawSync(data, { level: 9 })
  const what = facts(name, data, packed)
  const local = Buffer.concat([bytes(4, 0x04034b50), what, Buffer.from(name)])
  list.push(Buffer.concat([bytes(4, 0x02014b50), bytes(2, 20), what, bytes(2, 0), bytes(2, 0), bytes(2, 0), bytes(4, 0), bytes(4, at), Buffer.from(name)]))
  parts.push(local, packed)
  at += local.length + packed.length
}
const size = Buffer.concat(list).length
const end = [bytes(4, 0x06054b50), bytes(4, 0), bytes(2, list.length), bytes(2, list.length), bytes(4, size), bytes(4, at), bytes(2, 0)]
writeFileSync(target, Buffer.concat([...parts, ...list, ...end]))

/** What both of a file's headers say: needed version, names in UTF-8, deflated, 1980-01-01, checksum, sizes, lengths of the name and of nothing. */
function facts(name, data, packed) {
  return Buffer.concat([bytes(2, 20), bytes(2, 0x0800), bytes(2, 8), bytes(2, 0), bytes(2, 0x21), bytes(4, crc32(data)),
    bytes(4, packed.length), bytes(4, data.length), bytes(2, Buffer.byteLength(name)), bytes(2, 0)])
}

function bytes(length, value) {
  const b = Buffer.alloc(length)
  b.writeUIntLE(value, 0, length)
  return b
}
