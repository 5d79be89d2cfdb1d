/** The differences of both sides' selections as a tree, with the whole that its shares are of. */
import { useMemo } from 'react'
import type { Args } from '../../../shared/contract/contract.ts'
import type { DiffSide, DiffWidth } from '../../../shared/contract/diff-view.ts'
import type { ViewState } from '../../../shared/model/finding.ts'
import { hasEvents } from '../../../shared/model/profile.ts'
import type { Side } from '../side.tsx'
import { usePage } from '../state/view-store.ts'
import { useView } from '../use-view.ts'
import { scaleDifferences } from './diff-scale.ts'
import { growDiffTree } from './diff-tree.ts'

/** More frames than this cannot be told apart, and SVG grows slow. */
const MOST_FRAMES = 1200

/** The stream that a side shows; null where it has no events. */
export function useStreamOf({ detail, store }: Side) {
  const streamId = usePage(store, ({ view }) => view.streamId)
  return detail.streams.find(({ id, kind }) => id === streamId && hasEvents(kind)) ?? null
}

function useSideArgs(side: Side): DiffSide | null {
  const stream = useStreamOf(side)
  const selection = usePage(side.store, ({ view }) => view.selection)
  return stream && { captureId: side.detail.id, streamId: stream.id, selection }
}

export interface DiffQuestion {
  readonly a: Side
  readonly b: Side
  readonly diff: NonNullable<ViewState['diff']>
  /** px that the whole is drawn on */
  readonly width: number
}

export function useDiff({ a, b, diff, width }: DiffQuestion) {
  const sideA = useSideArgs(a)
  const sideB = useSideArgs(b)
  const { order, group, zoom, search } = usePage(a.store, ({ view }) => view.flame)
  const args: Args<'views.diff'> | null =
    sideA && sideB && width > 0
      ? {
          a: sideA,
          b: sideB,
          norm: diff.norm,
          order,
          group,
          zoom,
          search,
          minShare: 1 / (Math.ceil(width / 100) * 100),
          maxNodes: MOST_FRAMES,
        }
      : null
  const view = useView('views.diff', args)
  const { answer } = view
  // the answer to a zoomed question knows the zoomed frame's totals only
  const root = useView(
    'views.diff',
    args && zoom.length > 0 ? { ...args, zoom: [], search: '', minShare: 1, maxNodes: 10 } : null,
  )
  const grown = useMemo(
    () => answer && growDiffTree(answer.result, answer.args.zoom, diff.width satisfies DiffWidth),
    [answer, diff.width],
  )
  const { totalA, totalB } = (answer && answer.args.zoom.length > 0 && root.answer?.result) ||
    answer?.result || { totalA: null, totalB: null }
  const whole = Math.max(totalA?.[0] ?? 0, totalB?.[0] ?? 0)
  const scale = useMemo(
    () => grown && scaleDifferences(grown.tree.nodes.map(grown.numbersOf), whole),
    [grown, whole],
  )
  return { view, answer, grown, scale, hasEvents: sideA !== null && sideB !== null }
}
