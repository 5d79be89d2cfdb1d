/** What a capture showed, in a few words: its top function, or how slow its slowest calls were. */
import { everything } from '../../shared/contract/selection.ts'
import type { CaptureDetail } from '../../shared/model/capture.ts'
import { useCall } from '../engine-context.tsx'
import { formatDuration } from '../format/duration.ts'
import { formatShare } from '../format/number.ts'

export function Seen({ detail }: { detail: CaptureDetail }) {
  const samples = detail.streams.find(({ kind, length }) => kind === 'samples' && length > 0)
  const calls = detail.streams.find(({ kind, length }) => kind !== 'samples' && length > 0)
  return samples ? (
    <TopFunction captureId={detail.id} streamId={samples.id} />
  ) : calls ? (
    <Slowest captureId={detail.id} />
  ) : null
}

function TopFunction({ captureId, streamId }: { captureId: string; streamId: number }) {
  const { value } = useCall('views.functions', {
    ...{ captureId, streamId, selection: everything, search: '' },
    ...{ sort: 'self', descending: true, offset: 0, limit: 10 },
  })
  // addresses without a name are no answer to what is busy
  const at = value?.names.findIndex((name) => name !== '[unknown]') ?? -1
  const name = value?.names[at]
  if (value === undefined || name === undefined || value.selectedTotal === 0) return null
  return (
    <span title={`${name}: of all functions with a name, the one with the most time of its own`}>
      most in <span className="mono">{name}</span> {formatShare((value.self[at] ?? 0) / value.selectedTotal)}
    </span>
  )
}

/** The same number as the histogram below has. */
function Slowest({ captureId }: { captureId: string }) {
  const { value } = useCall('views.histogram', { captureId, selection: everything })
  const unit = value?.layers.find(({ source }) => source === 'events')?.unit
  const p99 = value?.selected?.p99
  if (p99 === undefined || unit !== 'ns' || !Number.isFinite(p99)) return null
  return (
    <span title="Of the calls that were recorded one by one">
      p99 {formatDuration(p99)} of the slow calls
    </span>
  )
}
