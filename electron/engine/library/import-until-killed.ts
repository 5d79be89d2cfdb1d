/** For a test: a process that is killed while it imports. Prints the total after each piece, then `finished`. */
import { openLibrary } from './open-library.ts'

const [path, pieces] = process.argv.slice(2)
if (path === undefined || pieces === undefined) throw new Error('Usage: PATH PIECES')
const library = await openLibrary({ path, samplesDirectory: null })
await library.beginImport({ id: 'import-1', name: 'big.folded', bytes: null, startedAt: Date.now() })
let offset = 0
for (let piece = 0; piece < Number(pieces); piece++) {
  const lines = Array.from({ length: 20_000 }, (_, i) => `main;work;step_${piece};leaf_${i} ${i + 1}\n`)
  const bytes = new TextEncoder().encode(lines.join(''))
  offset = await library.appendImport('import-1', offset, bytes)
  process.stdout.write(`${offset}\n`)
}
process.stdout.write('finishing\n')
await library.finishImport('import-1')
process.stdout.write('finished\n')
setInterval(() => {}, 1000)
