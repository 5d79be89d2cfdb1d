/** The process in which inputs are tried: it may hang, or run out of memory, without taking the runner with it. */
import { exporters } from '../../shared/formats/exports.ts'
import { formats } from '../../shared/formats/registry.ts'
import { readCorpus } from '../../shared/formats/testing/corpus.ts'
import { createInputMaker, type FuzzInput } from './make-input.ts'
import { ALLOWED_MEMORY, allowedMs, type Batch, type FuzzOptions, type Report } from './messages.ts'
import { tryInput } from './try-input.ts'

const { seed, format }: FuzzOptions = JSON.parse(process.argv[2] ?? '{}')
const ids = formats.map(({ id }) => id)
const maker = createInputMaker(seed, readCorpus(), ids, format)

const tryOne = async (input: FuzzInput): Promise<Report> => {
  const before = process.cpuUsage()
  let outcome: Report['outcome'] = 'failed'
  let problem = ''
  try {
    outcome = await tryInput({ formats, exporters }, input)
  } catch (error) {
    problem = explain(error)
  }
  const { user, system } = process.cpuUsage(before)
  const ms = (user + system) / 1000
  const memory = process.memoryUsage.rss()
  if (problem === '' && ms > allowedMs(input.bytes.length))
    problem = `${Math.round(ms)} ms of CPU for ${input.bytes.length} bytes`
  if (problem === '' && memory > ALLOWED_MEMORY) problem = `The process has ${memory} bytes`
  return {
    ...{ index: input.index, format: input.specimenOf, ms, memory, problem },
    outcome: problem === '' ? outcome : 'failed',
  }
}

const explain = (error: unknown): string => {
  const texts: string[] = []
  for (let at: unknown = error; at !== undefined; at = at instanceof Error ? at.cause : undefined)
    texts.push(at instanceof Error ? (at.stack ?? at.message) : String(at))
  return texts.join('\ncaused by ')
}

process.on('message', async ({ from, to }: Batch) => {
  for (let index = from; index < to; index++) process.send?.(await tryOne(maker.make(index)))
})
process.send?.('ready')
