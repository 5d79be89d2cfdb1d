import type { CaptureProgress } from '../../shared/model/capture.ts'
import type { GroupMember } from '../../shared/model/capture-group.ts'
import { Badge } from '../components/badge.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { Remedy } from '../components/remedy.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatDuration, formatExactDuration } from '../format/duration.ts'
import { formatCount, formatExact, formatPercent } from '../format/number.ts'
import { StateBadge } from '../library/state-badge.tsx'
import { formatLocation } from '../location/location.ts'
import { describeElapsed, describePhase, elapsedShare, tracerPercent } from '../running/progress-words.ts'
import { StopDiscard } from '../running/stop-discard.tsx'
import { describeClock, describeStart } from './together-words.ts'

const COLUMNS = 10

/** So much after the agreed moment that it is no matter of errors. */
const isLate = ({ late, start }: GroupMember): boolean =>
  late !== null && late > Math.max(100e6, 3 * (start?.error ?? 0))

export interface TogetherRowProps {
  readonly member: GroupMember
  /** while it runs */
  readonly progress: CaptureProgress | undefined
  readonly selected: boolean
  readonly onSelected: (selected: boolean) => void
}

/** One host of a group; below it, what kept it. */
export function TogetherRowView({ member, progress, selected, onSelected }: TogetherRowProps) {
  const { captureId, name, hostLabel, state, error, events, bytes, late, start } = member
  const clock = describeClock(member)
  const percent = progress ? tracerPercent(progress) : member.tracerCpuPercent
  const size = progress?.bytes ?? bytes
  return (
    <>
      <tr className={error === null ? undefined : 'together-explained'}>
        <td>
          <input
            type="checkbox"
            aria-label={`Compare ${hostLabel}`}
            checked={selected}
            disabled={events === null}
            onChange={(event) => onSelected(event.target.checked)}
          />
        </td>
        <th scope="row">
          <a href={formatLocation({ page: 'capture', captureId, compareId: null })} title={`Open ${name}`}>
            {hostLabel}
          </a>
        </th>
        <td>
          <StateBadge capture={{ state, error, incomplete: false, lost: 0 }} />
          {isLate(member) && (
            <Badge tone="warning" title="It heard of the moment, or woke, too late, and started at once.">
              late
            </Badge>
          )}
        </td>
        <td>
          {progress && (
            <span className="together-now">
              <ProgressBar label={`Progress of ${hostLabel}`} share={elapsedShare(progress)} />
              {progress.connection === 'lost'
                ? 'connection lost, retrying'
                : `${describePhase(progress)}, ${describeElapsed(progress)}`}
            </span>
          )}
          {!progress && member.duration !== null && (
            <span title={formatExactDuration(member.duration)}>{formatDuration(member.duration)}</span>
          )}
        </td>
        <td
          className="number"
          title={
            late === null ? undefined : `${formatDuration(late)} after the moment that all hosts were told`
          }
        >
          {describeStart(start)}
        </td>
        <td className="number" title={clock.hint}>
          {clock.text}
        </td>
        <td className="number" title={formatExactBytes(size)}>
          {size > 0 && formatBytes(size)}
        </td>
        <td className="number" title={events === null ? undefined : formatExact(events)}>
          {events !== null && formatCount(events)}
        </td>
        <td className="number" title="CPU time of the tracer on the host, of one CPU">
          {percent !== null && formatPercent(percent)}
        </td>
        <td>{progress && <StopDiscard captureId={captureId} name={name} state={progress.state} small />}</td>
      </tr>
      {error !== null && (
        <tr className="together-error">
          <td />
          <td colSpan={COLUMNS - 1}>
            <p>{error.message}</p>
            <Remedy text={error.remedy} />
          </td>
        </tr>
      )}
    </>
  )
}
