/**
 * `npm run bench [-- --scale 0.1]`: prints what is measured beside what must be reached, and writes bench/results.json.
 * Machines are noisy: compare ratios within one run. Inputs are made from the fixtures by a seeded generator.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { libraryRows } from './library-rows.ts'
import { parseRows } from './parse-rows.ts'
import type { Row } from './row.ts'

const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } })
const scale = Number(values.scale)
if (!(scale > 0)) throw new Error(`--scale takes a positive number, not ${values.scale}`)

const rows: Row[] = []
for (const measure of [parseRows, libraryRows]) {
  for (const row of await measure(scale)) {
    rows.push(row)
    const verdict = row.holds === null ? '    ' : row.holds ? 'ok  ' : 'MISS'
    console.log(`${verdict}  ${row.what.padEnd(56)} ${row.measured.padEnd(60)} must ${row.must}`)
  }
}
const directory = fileURLToPath(new URL('../../bench', import.meta.url))
mkdirSync(directory, { recursive: true })
const machine = { cpu: cpus()[0]?.model ?? '', cpus: cpus().length, node: process.version }
writeFileSync(
  `${directory}/results.json`,
  `${JSON.stringify({ at: new Date(), scale, machine, rows }, null, 2)}\n`,
)
