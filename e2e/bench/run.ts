/**
 * `npm run bench [-- --scale 0.1] [--only parse,views]`: prints what is measured beside what must be reached, and
 * writes bench/results.json. Machines are noisy: compare ratios within one run. Inputs are made from real captures by
 * seeded generators. Exits with 1 when a figure misses what it must reach.
 */
import { fork } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { groups } from './groups.ts'
import type { Row } from './row.ts'

const { values } = parseArgs({
  options: { scale: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
})
const scale = Number(values.scale)
if (!(scale > 0)) throw new Error(`--scale takes a positive number, not ${values.scale}`)
const names = values.only === '' ? Object.keys(groups) : values.only.split(',')
for (const name of names)
  if (!groups[name]) throw new Error(`--only takes some of ${Object.keys(groups).join(', ')}; not ${name}`)

const measureGroup = (name: string): Promise<Row[]> =>
  new Promise((resolve, reject) => {
    const child = fork(new URL('measure-group.ts', import.meta.url), [name, String(scale)], {
      serialization: 'advanced',
    })
    let rows: Row[] | null = null
    child.on('message', (message) => {
      rows = message as Row[]
      child.disconnect()
    })
    child.on('exit', (code) => {
      if (rows && code === 0) resolve(rows)
      else reject(new Error(`The group ${name} ended with ${code}, without its rows.`))
    })
  })

const rows: Row[] = []
for (const name of names) {
  for (const row of await measureGroup(name)) {
    rows.push(row)
    const verdict = row.holds === null ? '    ' : row.holds ? 'ok  ' : 'MISS'
    console.log(
      `${verdict}  ${row.what.padEnd(62)} ${row.measured.padEnd(58)} ${row.must && `must ${row.must}`}`,
    )
  }
}
const directory = fileURLToPath(new URL('../../bench', import.meta.url))
mkdirSync(directory, { recursive: true })
const machine = { cpu: cpus()[0]?.model ?? '', cpus: cpus().length, node: process.version }
writeFileSync(
  `${directory}/results.json`,
  `${JSON.stringify({ at: new Date(), scale, machine, rows }, null, 2)}\n`,
)
const missed = rows.filter(({ holds }) => holds === false).length
console.log(`${rows.length} rows, ${missed} missed; bench/results.json has the figures`)
process.exitCode = missed > 0 ? 1 : 0
