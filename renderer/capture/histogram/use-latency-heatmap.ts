/** When calls were how slow: the recorded calls by time and latency. */
import { useEffect, useMemo } from 'react'
import type { Range } from '../../../shared/contract/selection.ts'
import { useCommonScale } from '../heatmap/use-common-scale.ts'
import { useSelection, useSide, useSidePart } from '../side.tsx'
import { useView } from '../use-view.ts'

/** px that a cell has at least */
const CELL = { width: 8, height: 6 } as const

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
  const { detail, common, key } = useSide()
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
  const grid = useCommonScale(view.answer?.result ?? null, 'latencies')
  const from = Math.max(grid?.rowBounds[0] ?? 1, 1)
  const to = grid?.rowBounds[grid.rows] ?? 1
  const { reportHeat, heatLatency } = common ?? {}
  useEffect(() => {
    if (to > from) reportHeat?.(key, { from, to })
  }, [reportHeat, key, from, to])
  const latency = useMemo(() => heatLatency ?? { from, to }, [heatLatency, from, to])
  return { view, grid, time: view.answer?.args.time ?? time, latency }
}
