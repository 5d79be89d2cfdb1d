/** The page of one capture, or of two side by side. */

import type { CaptureDetail } from '../../shared/model/capture.ts'
import { ErrorState, LoadingState } from '../components/states.tsx'
import { ComparePage } from './compare/compare-page.tsx'
import { CaptureWithoutData } from './page/capture-without-data.tsx'
import { PageTitle } from './page/page-title.tsx'
import { SinglePage } from './page/single-page.tsx'
import { useDetail } from './page/use-detail.ts'

export interface CapturePageProps {
  readonly captureId: string
  /** the second capture, beside the first; may be the same one, for two selections of it */
  readonly compareId: string | null
}

/** Other streams, other views: what was selected in them means nothing any more. */
const shapeOf = ({ id, streams }: CaptureDetail): string =>
  JSON.stringify([id, streams.map(({ id: stream, length }) => [stream, length])])

const hasData = ({ streams }: CaptureDetail): boolean => streams.some(({ length }) => length > 0)

export function CapturePage({ captureId, compareId }: CapturePageProps) {
  const one = useDetail(captureId)
  const two = useDetail(compareId ?? captureId, compareId !== null)
  const a = one.value ?? one.previous
  const b = compareId === null ? null : (two.value ?? two.previous)
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
  return <SinglePage key={shapeOf(a)} detail={a} />
}
