/** The capture second by second, where that is worth seeing: samples over more than a few seconds. */
import { useState } from 'react'
import type { Selection } from '../../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { ViewState } from '../../../shared/model/finding.ts'
import { useCommonScale } from '../heatmap/use-common-scale.ts'
import type { ViewStore } from '../state/view-store.ts'
import { useView } from '../use-view.ts'

/** Below this there are too few columns to see a pattern in. */
const LEAST = 3e9
/** 20 ms each: a pattern within a second is seen, and the engine's answer stays small */
const ROWS = 50
/** px that a column has at least */
const NARROWEST = 2

type OverviewForm = NonNullable<ViewState['timeline']['overview']>
type Stream = CaptureDetail['streams'][number]

export const hasSubsecond = (detail: CaptureDetail, stream: Stream | null): boolean =>
  stream?.kind === 'samples' && (detail.duration ?? 0) >= LEAST

/** What stands above the lanes as the page opens: the room for it is given then, and a person's afterwards. */
export function useFirstOverview(detail: CaptureDetail, store: ViewStore): OverviewForm {
  return useState(() => {
    const { streamId, timeline } = store.state().view
    const stream = detail.streams.find(({ id }) => id === streamId) ?? null
    return hasSubsecond(detail, stream) ? (timeline.overview ?? 'heatmap') : 'activity'
  })[0]
}

export interface SubsecondQuestion {
  readonly captureId: string
  /** null: not shown */
  readonly stream: Stream | null
  /** without its time, which is a brush on top */
  readonly selection: Selection
  /** px of the whole capture */
  readonly width: number
}

export function useSubsecond({ captureId, stream, selection, width }: SubsecondQuestion) {
  const columns = Math.min(Math.max(Math.floor(width / NARROWEST), 10), 4000)
  const view = useView(
    'views.heatmap',
    stream && width > 0
      ? { captureId, streamId: stream.id, selection, kind: 'subsecond', columns, rows: ROWS }
      : null,
  )
  return { view, grid: useCommonScale(view.answer?.result ?? null, 'seconds') }
}
