/** The chosen function's two trees, each zoomed as the page says, with the numbers that their shares are of. */
import { useMemo } from 'react'
import { growFlameTree } from '../flame/flame-tree.ts'
import { useSelection, useSide, useSidePart, useStream } from '../side.tsx'
import { useView } from '../use-view.ts'
import type { SandwichTotals } from './sandwich-words.ts'
import { zoomColumns } from './zoom-columns.ts'

/** of each side */
const MOST_FRAMES = 1000
/** Zooming asks nothing again: frames are given down to this share of a pixel. */
const FINER = 4

export function useSandwich(width: number) {
  const { detail } = useSide()
  const stream = useStream()
  const selection = useSelection()
  const { sandwich, measure = 'weight' } = useSidePart(({ view }) => view.flame)
  const view = useView(
    'views.sandwich',
    stream && sandwich && width > 0
      ? {
          captureId: detail.id,
          streamId: stream.id,
          selection,
          function: sandwich.function,
          measure,
          minShare: 1 / (Math.ceil(width / 100) * 100 * FINER),
          maxNodes: MOST_FRAMES,
        }
      : null,
  )
  const { answer } = view
  const callers = useMemo(
    () =>
      answer &&
      sandwich &&
      growFlameTree(zoomColumns(answer.result.callers, sandwich.callers), sandwich.callers),
    [answer, sandwich],
  )
  const callees = useMemo(
    () =>
      answer &&
      sandwich &&
      growFlameTree(zoomColumns(answer.result.callees, sandwich.callees), sandwich.callees),
    [answer, sandwich],
  )
  const totals = useMemo<SandwichTotals | null>(
    () =>
      answer && {
        function: answer.args.function,
        unit: answer.result.unit,
        noun: stream?.kind === 'slices' ? 'call' : 'sample',
        measure: answer.args.measure ?? 'weight',
        selected: answer.result.selectedTotal,
        total: answer.result.total,
        self: answer.result.self,
        count: answer.result.count,
      },
    [answer, stream?.kind],
  )
  return { view, stream, sandwich, callers, callees, totals }
}
