/** What is shown of a capture that is still running, in words. */
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { formatDuration } from '../../format/duration.ts'
import { formatAmount, formatCount } from '../../format/number.ts'

/** 'so far 1.2 k slow calls, to 12.3 s, 3 lost'; of more than can be shown the first, and how many there are. */
export function saySoFar({
  live,
  streams,
  losses,
}: Pick<CaptureDetail, 'live' | 'streams' | 'losses'>): string {
  if (live === undefined) return ''
  const noun = streams.some(({ kind }) => kind === 'samples') ? 'sample' : 'slow call'
  const lost = losses.filter(({ kind }) => kind === 'lost').reduce((sum, { count }) => sum + count, 0)
  const shown =
    live.events < live.total
      ? `the first ${formatCount(live.events)} of ${formatAmount(live.total, noun)} so far`
      : `so far ${formatAmount(live.events, noun)}`
  return `${shown}, to ${formatDuration(live.upTo)}, ${lost === 0 ? 'none lost' : `${formatCount(lost)} lost`}`
}
