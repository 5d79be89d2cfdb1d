/** Slow calls: the histogram and the latency heatmap that follow a brush on latency. */
import type { Args } from '../../shared/contract/contract.ts'
import { seededRandom } from '../../shared/profile/testing/seeded-random.ts'
import { importText, openBenchLibrary } from './bench-library.ts'
import { generateSlices } from './generate-slices.ts'
import { type Measure, quantile, type Row, round, timedAsync } from './row.ts'

const CAPTURE = 'slices'
const ROUNDS = 100

export const sliceRows: Measure = async (scale) => {
  await using bench = await openBenchLibrary()
  const { library } = bench
  await importText(library, CAPTURE, generateSlices(5, 1e6 * scale))
  const { streams } = await library.getCapture(CAPTURE)
  const slices = streams.find(({ kind }) => kind === 'slices')
  const random = seededRandom(6)
  const brush = (): Args<'views.histogram'>['selection'] => {
    // the tail from anywhere between 1 us and 100 ms
    const from = 10 ** (3 + random.integer(0, 500) / 100)
    return { latency: { from, to: from * 100 } }
  }
  const heatmap = (selection: Args<'views.histogram'>['selection']): Args<'views.heatmap'> => ({
    ...{ captureId: CAPTURE, streamId: slices?.id ?? 0, selection, kind: 'latency', columns: 800, rows: 60 },
  })
  const first = await timedAsync(async () => {
    await library.histogram({ captureId: CAPTURE, selection: {} })
    await library.heatmap(heatmap({}))
  })
  const times: number[] = []
  for (let at = 0; at < ROUNDS; at++) {
    const selection = brush()
    const { ms } = await timedAsync(async () => {
      await library.histogram({ captureId: CAPTURE, selection })
      await library.heatmap(heatmap(selection))
    })
    times.push(ms)
  }
  return [
    {
      what: `histogram and heatmap of ${slices?.length ?? 0} slices, latency brushed`,
      measured: `p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms, cold ${Math.round(first.ms)} ms`,
      must: 'p95 16 ms',
      holds: quantile(times, 0.95) < 16,
      figures: {
        p50Ms: round(quantile(times, 0.5)),
        p95Ms: round(quantile(times, 0.95)),
        coldMs: round(first.ms),
      },
    },
  ] satisfies Row[]
}
