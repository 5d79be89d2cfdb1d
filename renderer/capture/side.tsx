/** One capture on the page: alone, or one of the two sides of a comparison. */
import { createContext, useContext } from 'react'
import type { Range } from '../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../shared/model/capture.ts'
import type { ViewState } from '../../shared/model/finding.ts'
import { hasEvents } from '../../shared/model/profile.ts'
import type { PageAction, PageState } from './state/view-state.ts'
import { usePage, type ViewStore } from './state/view-store.ts'

export type SideKey = 'a' | 'b'

/** total of a flame graph, count of a bucket, of a cell of seconds, of a cell of latency */
export type Measured = 'flame' | 'histogram' | 'seconds' | 'latencies'

/** What both sides of a comparison are drawn on; null without a comparison. */
export interface CommonAxes {
  /** ns of the longer capture, and of what the later one begins later */
  readonly span: number
  /** ns that are added to a side's own times, where both are on one clock; 0 otherwise */
  readonly shift: Readonly<Record<SideKey, number>>
  readonly latency: Range | null
  /** widths by each side's own total, or by one total for both */
  readonly flameScale: 'share' | 'total'
  /** the largest of both sides, by what is measured; 0 until known */
  readonly largest: (what: Measured) => number
  readonly report: (side: SideKey, what: Measured, size: number) => void
  /** the latencies of both sides' heatmaps; null until known */
  readonly heatLatency: Range | null
  readonly reportHeat: (side: SideKey, latency: Range) => void
}

export interface Side {
  readonly key: SideKey
  readonly detail: CaptureDetail
  /** tells the other side too while they are linked */
  readonly store: ViewStore
  readonly common: CommonAxes | null
  /** what a pin keeps of the other side */
  readonly other: () => { readonly captureId: string; readonly state: ViewState } | null
}

const SideContext = createContext<Side | null>(null)
export const SideProvider = SideContext.Provider

export function useSide(): Side {
  const side = useContext(SideContext)
  if (!side) throw new Error('A view stands outside of a SideProvider')
  return side
}

export const useSidePart = <Part,>(read: (state: PageState) => Part): Part => usePage(useSide().store, read)
export const useDispatch = (): ((action: PageAction) => void) => useSide().store.dispatch
export const useSelection = () => useSidePart(({ view }) => view.selection)

/** The stream that flame graph and timeline show; null when the capture has none. */
export function useStream(): CaptureDetail['streams'][number] | null {
  const streamId = useSidePart(({ view }) => view.streamId)
  return useSide().detail.streams.find(({ id, kind }) => id === streamId && hasEvents(kind)) ?? null
}
