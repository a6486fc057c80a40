// Packs square PNG pictures (arguments) into a Windows icon on standard output: a header, one line of directory for each
// picture, the pictures as they are.
import { readFileSync } from 'node:fs'

const header = 6
const line = 16
const pictures = process.argv.slice(2).map((file) => readFileSync(file))
const directory = Buffer.alloc(header + line * pictures.length)
directory.writeUInt16LE(1, 2) // an icon, not a cursor
directory.writeUInt16LE(pictures.length, 4)
let offset = directory.length
pictures.forEach((picture, index) => {
  const at = header + line * index
  const side = picture.readUInt32BE(16) // the width, in PNG's first chunk
  directory.writeUInt8(side % 256, at) // 256 is written as 0
  directory.writeUInt8(side % 256, at + 1)
  directory.writeUInt16LE(1, at + 4)
  directory.writeUInt16LE(32, at + 6) // bits for each point
  directory.writeUInt32LE(picture.length, at + 8)
  directory.writeUInt32LE(offset, at + 12)
  offset += picture.length
})
process.stdout.write(Buffer.concat([directory, ...pictures]))
