/** From text into SQLite, with the artifact kept, through the real worker. */
import { statSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { importFile, openBenchLibrary, writeText } from './bench-library.ts'
import { generatePerfScript } from './generate-perf-script.ts'
import { readOrdinaryStacks } from './inputs.ts'
import { type Measure, megabytesPerSecond, type Row, round } from './row.ts'

const CAPTURE = 'bench'
/** a timer that is due each millisecond: what is beyond that is delay */
const RESOLUTION_MS = 1

export const ingestRows: Measure = async (scale) => {
  await using bench = await openBenchLibrary()
  const text = generatePerfScript(readOrdinaryStacks(), 3, { bytes: 1e9 * scale })
  const path = await writeText(bench, text)
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  let peak = 0
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 20)
  delay.enable()
  const start = performance.now()
  const { events } = await importFile(bench.library, CAPTURE, path, text.bytes)
  const ms = performance.now() - start
  delay.disable()
  clearInterval(watch)
  const detail = await bench.library.getCapture(CAPTURE)
  const stored = detail.artifacts[0]?.storedBytes ?? 0
  await bench.reopen()
  const columns = statSync(bench.path).size - stored
  const rate = megabytesPerSecond(text.bytes, ms)
  const p99 = delay.percentile(99) / 1e6 - RESOLUTION_MS
  return [
    {
      what: `perf script into SQLite, artifact kept, ${Math.round(text.bytes / 1e6)} MB`,
      measured: `${Math.round(rate)} MB/s, RSS ${Math.round(peak / 1e6)} MB, event loop p99 ${p99.toFixed(1)} ms`,
      must: '120 MB/s, 500 MB, 20 ms',
      holds: rate >= 120 && peak < 500e6 && p99 < 20,
      figures: { megabytesPerSecond: round(rate), peakRssBytes: peak, eventLoopP99Ms: round(p99), events },
    },
    {
      what: `library file, ${events} samples`,
      measured: `${(columns / events).toFixed(1)} B a sample, artifact 1/${(text.bytes / stored).toFixed(0)} of the text`,
      must: '12 B, 1/15',
      holds: columns / events < 12 && text.bytes / stored >= 15,
      figures: { bytesPerSample: round(columns / events), artifactRatio: round(text.bytes / stored) },
    },
  ] satisfies Row[]
}
