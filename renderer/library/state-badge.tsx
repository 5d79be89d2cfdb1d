import { Circle, CircleAlert, CircleDashed, CirclePause, FileWarning } from 'lucide-react'
import type { CaptureProgress, CaptureSummary } from '../../shared/model/capture.ts'
import { isActive } from '../../shared/model/capture.ts'
import { Badge } from '../components/badge.tsx'
import { describeElapsed } from '../running/progress-words.ts'

export interface StateBadgeProps {
  readonly capture: Pick<CaptureSummary, 'state' | 'error' | 'incomplete' | 'lost'>
  /** while it runs */
  readonly progress?: CaptureProgress | undefined
}

/** A capture's state, with what it means on hover; nothing for what is simply done. */
export function StateBadge({ capture, progress }: StateBadgeProps) {
  const { state, error, incomplete, lost } = capture
  if (isActive(state)) {
    return (
      <Badge tone="active" icon={Circle} title={progress?.phase ?? 'It is running'}>
        {progress?.state === 'running' ? recording(progress) : state}
      </Badge>
    )
  }
  if (state === 'failed') {
    return (
      <Badge
        tone="danger"
        icon={CircleAlert}
        title={error === null ? 'It failed' : `${error.message} ${error.remedy}`}
      >
        failed
      </Badge>
    )
  }
  if (state === 'interrupted') {
    return (
      <Badge
        tone="warning"
        icon={CirclePause}
        title="Smokejumper or its connection went away before the capture ended. What had arrived is kept; the rest may still wait on the host."
      >
        interrupted
      </Badge>
    )
  }
  if (incomplete) {
    return (
      <Badge
        tone="warning"
        icon={FileWarning}
        title="Something is missing: lines that could not be read, or an end that did not arrive. The capture's page says what."
      >
        incomplete
      </Badge>
    )
  }
  if (lost > 0) {
    return (
      <Badge
        tone="warning"
        icon={CircleDashed}
        title="Events were dropped by the kernel or the tool. The numbers are lower bounds."
      >
        lost events
      </Badge>
    )
  }
  return <span className="library-quiet">done</span>
}

/** The time while it records; then what is left is reading, which has no planned end. */
const recording = (progress: CaptureProgress): string =>
  progress.elapsedSeconds < progress.plannedSeconds ? describeElapsed(progress) : 'reading'
