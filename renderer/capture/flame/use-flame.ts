/** The flame graph's answer as a tree, with the totals that its percentages are of. */
import { useMemo } from 'react'
import type { Args } from '../../../shared/contract/contract.ts'
import { useSelection, useSide, useSidePart, useStream } from '../side.tsx'
import { useView } from '../use-view.ts'
import { totalsOf } from './flame-numbers.ts'
import { growFlameTree } from './flame-tree.ts'

/** The engine prunes to this; more frames than that cannot be told apart, and SVG grows slow. */
const MOST_FRAMES = 1200

export function useFlame(width: number) {
  const { detail } = useSide()
  const stream = useStream()
  const selection = useSelection()
  const { order, group, zoom, search, measure = 'weight' } = useSidePart(({ view }) => view.flame)
  const args: Args<'views.flame'> | null =
    stream && width > 0
      ? {
          captureId: detail.id,
          streamId: stream.id,
          selection,
          order,
          group,
          zoom,
          search,
          measure,
          minShare: 1 / (Math.ceil(width / 100) * 100),
          maxNodes: MOST_FRAMES,
        }
      : null
  const view = useView('views.flame', args)
  const { answer } = view
  // the answer to a zoomed question knows the zoomed frame's weight only
  const whole = useView(
    'views.flame',
    args && zoom.length > 0 ? { ...args, zoom: [], search: '', minShare: 1, maxNodes: 10 } : null,
  )
  const tree = useMemo(() => answer && growFlameTree(answer.result, answer.args.zoom), [answer])
  const totals = useMemo(() => {
    if (!answer) return null
    const zoomed = answer.args.zoom.length > 0
    const root = answer.result.total[0] ?? 0
    const selected = zoomed ? (whole.answer?.result.total[0] ?? root) : root
    return totalsOf(answer.result, selected, stream?.kind === 'slices', answer.args.measure)
  }, [answer, whole.answer, stream?.kind])
  return { view, answer, tree, totals, stream }
}
