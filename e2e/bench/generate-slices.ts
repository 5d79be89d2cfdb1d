/**
 * What the syscall-latency recipe writes, of any length, from real calls: thread, call, return value and duration of
 * a real row each, at a steady pace. The same seed gives the same bytes.
 */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { seededRandom } from '../../shared/profile/testing/seeded-random.ts'
import { collectChunks } from './collect-chunks.ts'
import type { GeneratedText } from './generate-perf-script.ts'

const INTERVAL_NS = 20_000
const FIRST_NS = 1_000_000_000_000

export const generateSlices = (seed: number, slices: number): GeneratedText => {
  const rows = gunzipSync(readFileSync(new URL('fixtures/syscalls.tsv.gz', import.meta.url)))
    .toString('latin1')
    .split('\n')
    .filter((row) => /^\d/.test(row))
  const rests = rows.map((row) => {
    const [, pid, tid, comm, call, result, duration] = row.split('\t')
    return `\t${[duration, pid, tid, call, result, comm].join('\t')}\n`
  })
  const lines = function* (): Generator<string> {
    yield `M\tbegin\t${FIRST_NS}\t0\tx86_64\n`
    const random = seededRandom(seed)
    for (let slice = 0; slice < slices; slice++)
      yield `S\t${FIRST_NS + slice * INTERVAL_NS}${random.pick(rests)}`
  }
  let bytes = 0
  for (const line of lines()) bytes += line.length
  return {
    bytes,
    events: slices,
    chunks: () =>
      collectChunks(lines(), (line, _, into, at) => {
        for (let i = 0; i < line.length; i++) into[at + i] = line.charCodeAt(i)
        return line.length
      }),
  }
}
