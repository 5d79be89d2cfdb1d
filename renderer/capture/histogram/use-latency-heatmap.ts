/** When calls were how slow: the recorded calls by time and latency. */
import type { Range } from '../../../shared/contract/selection.ts'
import { useSelection, useSide, useSidePart } from '../side.tsx'
import { useView } from '../use-view.ts'

/** px that a cell has at least */
const CELL = { width: 6, height: 5 } as const

export interface LatencyHeatmapSize {
  /** px of the cells' area */
  readonly width: number
  readonly height: number
}

/** The stream of recorded calls; undefined where calls were only counted. */
export function useCalls() {
  const { detail } = useSide()
  const streamId = useSidePart(({ view }) => view.streamId)
  const calls = detail.streams.filter(({ kind, length }) => kind === 'slices' && length > 0)
  return calls.find(({ id }) => id === streamId) ?? calls[0]
}

/** `size` null: not shown. Over what the timeline shows, so that both have the same axis. */
export function useLatencyHeatmap(size: LatencyHeatmapSize | null) {
  const { detail, common } = useSide()
  const calls = useCalls()
  const { time: _, latency: __, ...selection } = useSelection()
  const range = useSidePart(({ view }) => view.timeline.range)
  const whole = Math.max(common?.span ?? 0, detail.duration ?? 0, 1)
  const time: Range = range ?? { from: 0, to: whole }
  const view = useView(
    'views.heatmap',
    size && calls && size.width > 0 && size.height > 0
      ? {
          captureId: detail.id,
          streamId: calls.id,
          // time and latency are brushes on top: what lies outside of them stays in sight
          selection,
          kind: 'latency',
          columns: Math.min(Math.max(Math.floor(size.width / CELL.width), 4), 400),
          rows: Math.min(Math.max(Math.floor(size.height / CELL.height), 4), 100),
          time,
        }
      : null,
  )
  return { view, grid: view.answer?.result ?? null, time: view.answer?.args.time ?? time }
}
