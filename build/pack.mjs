// Packs files for the program to carry: FILE… each become FILE.br, in the folder named first. backend/document/packed reads
// them. Brotli, because Node has it on every system; at its best, because it is done once.
import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

const [folder, ...files] = process.argv.slice(2)
for (const file of files) {
  const data = readFileSync(file)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: data.length }
  writeFileSync(join(folder, `${basename(file)}.br`), brotliCompressSync(data, { params }))
}
