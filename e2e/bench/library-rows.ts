/** From text into SQLite and from SQLite to the first answers, through the real workers. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openLibrary } from '../../electron/engine/library/open-library.ts'
import type { Args } from '../../shared/contract/contract.ts'
import { seededRandom } from '../../shared/profile/testing/seeded-random.ts'
import { generatePerfScript } from './generate-perf-script.ts'
import { type Measure, megabytesPerSecond, quantile, type Row, round } from './row.ts'

const CAPTURE = 'bench000001'

export const libraryRows: Measure = async (scale) => {
  const directory = mkdtempSync(join(tmpdir(), 'smokejumper-bench-'))
  const path = join(directory, 'library.db')
  const open = () => openLibrary({ path, samplesDirectory: null })
  let library = await open()
  try {
    const text = generatePerfScript(
      readFileSync(new URL('../../shared/formats/fixtures/perf-fp.txt', import.meta.url), 'latin1'),
      3,
      { samples: 1e6 * scale },
    )
    await library.createCapture({
      id: CAPTURE,
      name: 'bench',
      hostId: null,
      hostLabel: 'bench',
      recipeId: 'cpu-profile',
      recipeTitle: 'CPU profile',
      firstView: 'flame',
      parserId: 'perf-script',
      parameters: {},
      startedAt: 0,
      sample: false,
    })
    const delay = monitorEventLoopDelay({ resolution: 1 })
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss())
    }, 20)
    delay.enable()
    const start = performance.now()
    const { artifactId } = await library.beginArtifact(CAPTURE, 'perf-script.txt', 'text/plain')
    let offset = 0
    for (const chunk of text.chunks()) offset = await library.appendArtifact(artifactId, offset, chunk)
    await library.finishArtifact(artifactId, null)
    const { events } = await library.ingest(CAPTURE, {})
    const ms = performance.now() - start
    delay.disable()
    clearInterval(watch)
    await library.setCaptureState(CAPTURE, 'done', 'bench')
    const detail = await library.getCapture(CAPTURE)
    const stored = detail.artifacts[0]?.storedBytes ?? 0
    await library.close()
    const columns = statSync(path).size - stored
    const rate = megabytesPerSecond(text.bytes, ms)
    const p99 = delay.percentile(99) / 1e6 - 1

    library = await open()
    const flame = (from: number, to: number): Args<'views.flame'> => ({
      captureId: CAPTURE,
      streamId: detail.streams[0]?.id ?? 0,
      selection: { time: { from, to } },
      order: 'top-down',
      group: 'none',
      zoom: [],
      minShare: 0.0004,
      maxNodes: 4000,
      search: '',
    })
    const duration = detail.duration ?? 0
    const coldStart = performance.now()
    const first = await library.flame(flame(0, duration + 1))
    const cold = performance.now() - coldStart
    const random = seededRandom(4)
    const folds: number[] = []
    for (let i = 0; i < 200; i++) {
      const [from, to] = [random.integer(0, duration), random.integer(0, duration)].sort((a, b) => a - b)
      const began = performance.now()
      await library.flame(flame(from ?? 0, (to ?? 0) + 1))
      folds.push(performance.now() - began)
    }
    return [
      {
        what: `into SQLite with the artifact, ${Math.round(text.bytes / 1e6)} MB`,
        measured: `${Math.round(rate)} MB/s, peak RSS ${Math.round(peak / 1e6)} MB, event loop p99 ${p99.toFixed(1)} ms`,
        must: '120 MB/s, 500 MB, 20 ms',
        holds: rate >= 120 && peak < 500e6 && p99 < 20,
        figures: { megabytesPerSecond: round(rate), peakRssBytes: peak, eventLoopP99Ms: round(p99), events },
      },
      {
        what: 'columns in the file, bytes a sample',
        measured: `${(columns / events).toFixed(1)} B, artifact 1/${(text.bytes / stored).toFixed(0)}`,
        must: '12 B, 1/15',
        holds: columns / events < 12 && text.bytes / stored >= 15,
        figures: { bytesPerSample: round(columns / events), artifactRatio: round(text.bytes / stored) },
      },
      {
        what: `first flame graph of ${events} stored samples, cold`,
        measured: `${Math.round(cold)} ms`,
        must: '300 ms',
        holds: cold < 300,
        figures: { coldMs: round(cold), nodes: first.parent.length },
      },
      {
        what: 'fold of any time range, at the engine',
        measured: `p50 ${quantile(folds, 0.5).toFixed(1)} ms, p95 ${quantile(folds, 0.95).toFixed(1)} ms`,
        must: 'p95 16 ms',
        holds: quantile(folds, 0.95) < 16,
        figures: { p50Ms: round(quantile(folds, 0.5)), p95Ms: round(quantile(folds, 0.95)) },
      },
    ] satisfies Row[]
  } finally {
    await library.close()
    rmSync(directory, { recursive: true })
  }
}
