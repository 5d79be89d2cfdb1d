/** A look at a capture of a million slow calls while it comes: what it costs where it is read, and where it is drawn. */
import { bpftraceSyscalls } from '../../shared/formats/bpftrace-syscalls.ts'
import { createLiveProfile } from '../../shared/formats/live-profile.ts'
import { indexProfile, type ProfileIndex } from '../../shared/profile/profile-index.ts'
import { queryFlame } from '../../shared/profile/query-flame.ts'
import { queryHistogram } from '../../shared/profile/query-histogram.ts'
import { queryTimeline } from '../../shared/profile/query-timeline.ts'
import { generateSlices } from './generate-slices.ts'
import { type Measure, quantile, type Row, round, timed } from './row.ts'

const LOOKS = 20
/** calls between two looks: many for a second */
const BETWEEN = 20_000
const captureId = 'live'

const drawViews = (index: ProfileIndex): void => {
  const selection = {}
  queryFlame(index, {
    ...{ captureId, streamId: 0, selection, order: 'top-down', group: 'thread', zoom: [], search: '' },
    ...{ minShare: 0.001, maxNodes: 1200, measure: 'weight' },
  })
  queryHistogram(index, { captureId, selection, buckets: 'log' })
  queryTimeline(index, {
    ...{ captureId, streamId: 0, selection, from: 0, to: index.profile.duration },
    ...{ columns: 1000, overviewColumns: 500, maxLanes: 200 },
  })
}

export const liveRows: Measure = (scale) => {
  const calls = 1e6 * scale
  const parser = bpftraceSyscalls.createParser()
  const live = createLiveProfile()
  const times = { piece: [] as number[], append: [] as number[], views: [] as number[] }
  let first = Number.NaN
  const look = (): number => {
    const piece = timed(() => parser.since!(live.cursor, Number.POSITIVE_INFINITY)!)
    const index = timed(() => {
      live.append(piece.value)
      return indexProfile(live.profile())
    })
    const views = timed(() => drawViews(index.value))
    times.piece.push(piece.ms)
    times.append.push(index.ms)
    times.views.push(views.ms)
    return piece.ms + index.ms
  }

  const text = generateSlices(8, calls + LOOKS * BETWEEN)
  const bytesPerCall = text.bytes / text.events
  let read = 0
  let due = calls
  for (const chunk of text.chunks()) {
    parser.push(chunk)
    read += chunk.length
    if (read / bytesPerCall < due) continue
    due = read / bytesPerCall + BETWEEN
    if (Number.isNaN(first)) {
      first = look()
      times.piece.length = 0
      times.append.length = 0
      times.views.length = 0
    } else look()
  }
  const [piece, append, views] = [times.piece, times.append, times.views].map((all) => quantile(all, 0.5))
  return [
    {
      what: `a look each second at ${Math.round(calls / 1000)} k slow calls that still come`,
      measured: `p50 ${piece!.toFixed(1)} ms read, ${append!.toFixed(1)} ms put together; views ${Math.round(views!)} ms; first ${Math.round(first)} ms`,
      must: 'p50 100 ms without the views',
      holds: piece! + append! < 100,
      figures: {
        pieceMs: round(piece!),
        appendMs: round(append!),
        viewsMs: round(views!),
        firstMs: round(first),
        looks: times.piece.length,
      },
    },
  ] satisfies Row[]
}
