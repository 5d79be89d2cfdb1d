/** The capture in one line: when, how long, how much, at what cost. */
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { formatDuration, formatExactDuration } from '../../format/duration.ts'
import { formatAmount, formatExact, formatPercent } from '../../format/number.ts'
import { formatExactWhen, formatWhen } from '../../format/time.ts'
import './capture-facts.css'

export function CaptureFacts({ detail }: { detail: CaptureDetail }) {
  const { startedAt, duration, events, tracerCpuPercent, recipeTitle, hostLabel, losses } = detail
  const noun = detail.streams.some(({ kind }) => kind === 'samples') ? 'sample' : 'slow call'
  const lost = losses.filter(({ kind }) => kind === 'lost').reduce((sum, { count }) => sum + count, 0)
  return (
    <p className="capture-facts">
      <span>{recipeTitle}</span>
      <span>{hostLabel}</span>
      <span title={formatExactWhen(startedAt)}>{formatWhen(startedAt)}</span>
      {/* while it runs, the line above says so far */}
      {detail.live === undefined && (
        <>
          {duration !== null && <span title={formatExactDuration(duration)}>{formatDuration(duration)}</span>}
          {events !== null && <span title={formatExact(events)}>{formatAmount(events, noun)}</span>}
          <span title="Events that kernel or tool say they dropped">
            {lost === 0 ? 'none lost' : `${formatExact(lost)} lost`}
          </span>
        </>
      )}
      {tracerCpuPercent !== null && (
        <span title="CPU time of the tracer's process group on the host, of one CPU">
          tracer {formatPercent(tracerCpuPercent)}
        </span>
      )}
    </p>
  )
}
