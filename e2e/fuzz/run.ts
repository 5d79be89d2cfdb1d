/**
 * `npm run fuzz -- --seconds N [--seed S] [--format ID] [--from INDEX]`: breaks the fixtures of all formats from a
 * seed, in many ways, and reads them with all parsers, the detection and what takes gzip and zstd off. Each must be a
 * sound profile, which can be exported to everything and read again, or be refused with a code of formats, in bounded
 * time and memory (try-input.ts). What does not hold is written to fuzz-findings/; the exit status is then 1.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formats } from '../../shared/formats/registry.ts'
import { readCorpus } from '../../shared/formats/testing/corpus.ts'
import { createInputMaker } from './make-input.ts'
import type { Report } from './messages.ts'
import { runBatches } from './run-batches.ts'
import { createSummary } from './summary.ts'

/** There is then something to do. */
const MOST_FINDINGS = 20

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    format: { type: 'string' },
    from: { type: 'string', default: '0' },
    findings: { type: 'string', default: fileURLToPath(new URL('../../fuzz-findings', import.meta.url)) },
  },
})
const seconds = Number(values.seconds)
const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
const from = Number(values.from)
const format = values.format ?? null
const ids = formats.map(({ id }) => id)
if (!(seconds > 0)) throw new Error(`--seconds takes a positive number, not ${values.seconds}`)
if (!Number.isInteger(seed)) throw new Error(`--seed takes a whole number, not ${values.seed}`)
if (!Number.isInteger(from)) throw new Error(`--from takes the number of an input, not ${values.from}`)
if (format !== null && !ids.includes(format))
  throw new Error(`There is no format ${format}: ${ids.join(', ')}`)

const maker = createInputMaker(seed, readCorpus(), ids, format)
const summary = createSummary()
const only = format === null ? '' : ` --format ${format}`
let findings = 0

const writeFinding = ({ index, problem }: Report) => {
  findings++
  const input = maker.make(index)
  mkdirSync(values.findings, { recursive: true })
  const file = join(values.findings, `${seed}-${index}-${input.format ?? 'detect'}`)
  const again = `npm run fuzz -- --seconds 1 --seed ${seed}${only} --from ${index}`
  const read = input.format === null ? 'found by its content' : `read as ${input.format}`
  const told = `${read}, in chunks of ${input.step} bytes${input.otherStep === null ? '' : ` and of ${input.otherStep}`}`
  const text = `${problem}\n\n${input.how}; ${told}.\nAgain: ${again}\n`
  writeFileSync(file, input.bytes)
  writeFileSync(`${file}.txt`, text)
  console.log(`\nFound ${file} (${input.bytes.length} bytes), ${text}`)
}

console.log(`Seed ${seed}, for ${seconds} s`)
const end = performance.now() + seconds * 1000
await runBatches({
  options: { seed, format },
  firstIndex: from,
  goesOn: () => performance.now() < end && findings < MOST_FINDINGS,
  onReport(report) {
    // a process that died could not say which fixture it was at
    summary.add({ ...report, format: report.format || maker.make(report.index).specimenOf })
    if (report.outcome === 'failed') writeFinding(report)
  },
})
for (const line of summary.lines()) console.log(line)
process.exitCode = findings > 0 ? 1 : 0
