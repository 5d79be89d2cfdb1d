/** The page of one capture, or of two side by side. */

import { useState } from 'react'
import type { CaptureDetail, CaptureProgress } from '../../shared/model/capture.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { RunningPage } from '../running/running-page.tsx'
import { RunningPanel } from '../running/running-panel.tsx'
import { ComparePage } from './compare/compare-page.tsx'
import { LiveBar } from './live/live-bar.tsx'
import { useLiveDetail } from './live/use-live-detail.ts'
import { CaptureWithoutData } from './page/capture-without-data.tsx'
import { PageTitle } from './page/page-title.tsx'
import { SinglePage } from './page/single-page.tsx'
import { useDetail } from './page/use-detail.ts'

export interface CapturePageProps {
  readonly captureId: string
  /** the second capture, beside the first; may be the same one, for two selections of it */
  readonly compareId: string | null
  /** null: it does not run */
  readonly progress: CaptureProgress | null
}

/** Other streams, other views: what was selected in them means nothing any more. */
const shapeOf = ({ id, streams }: CaptureDetail): string =>
  JSON.stringify([id, streams.map(({ id: stream, length }) => [stream, length])])

const hasData = ({ streams }: CaptureDetail): boolean => streams.some(({ length }) => length > 0)

export function CapturePage({ captureId, compareId, progress }: CapturePageProps) {
  const [isPaused, setPaused] = useState(false)
  const one = useLiveDetail(captureId, progress, isPaused)
  const two = useDetail(compareId ?? captureId, compareId !== null)
  const a = one.value ?? one.previous
  const b = compareId === null ? null : (two.value ?? two.previous)
  if (progress && (compareId !== null || a?.id !== captureId || !a.live || !hasData(a)))
    return <RunningPage progress={progress} />
  const failed = one.state === 'failed' ? one : two.state === 'failed' ? two : null
  if (failed)
    return (
      <>
        <PageTitle title="Capture" />
        <ErrorState error={failed.error} onRetry={failed.reload} />
      </>
    )
  if (!a || a.id !== captureId || b === undefined || (b && b.id !== compareId))
    return (
      <>
        <PageTitle title="Capture" />
        <LoadingState step="Opening the capture" shown={one.slow || two.slow} onCancel={one.cancel} />
      </>
    )
  if (b && hasData(a) && hasData(b)) return <ComparePage key={`${shapeOf(a)} ${shapeOf(b)}`} a={a} b={b} />
  const empty = !hasData(a) ? a : b && !hasData(b) ? b : null
  if (empty)
    return (
      <>
        <PageTitle title={empty.name} />
        <CaptureWithoutData detail={empty} />
      </>
    )
  return (
    <SinglePage
      // the same page while it runs and when it has ended: what is selected, focused and open in it stays
      key={a.id}
      detail={a}
      above={
        progress && (
          <LiveBar detail={a} progress={progress} isPaused={isPaused} onPaused={setPaused}>
            <RunningPanel progress={progress} />
          </LiveBar>
        )
      }
    />
  )
}
