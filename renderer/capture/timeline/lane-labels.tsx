/** The names of the lanes; a click selects a thread. */
import { memo } from 'react'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { formatAmount, formatCount, formatExact } from '../../format/number.ts'
import { useDispatch, useSelection } from '../side.tsx'

export interface LaneLabelsProps {
  readonly timeline: TimelineResult
  /** the lane under the pointer; -1: none */
  readonly hovered: number
}

export function LaneLabels({ timeline, hovered }: LaneLabelsProps) {
  const { threads } = useSelection()
  const only = threads?.length === 1 ? threads[0] : undefined
  return (
    <div className="timeline-labels">
      {timeline.lanes.map((lane, index) => (
        <LaneLabel
          key={`${lane.pid} ${lane.tid}`}
          {...lane}
          isHovered={index === hovered}
          isOnly={only?.pid === lane.pid && only.tid === lane.tid}
        />
      ))}
      {timeline.omittedLanes > 0 && (
        <p className="timeline-omitted">
          {formatAmount(timeline.omittedLanes, 'more thread')} with {formatCount(timeline.omittedCount)} in
          all: select a process to see them
        </p>
      )}
    </div>
  )
}

type Lane = TimelineResult['lanes'][number]

interface LaneLabelProps extends Lane {
  readonly isHovered: boolean
  readonly isOnly: boolean
}

/** There may be hundreds, with each answer and each move of the pointer: only those that change are made anew. */
const LaneLabel = memo(function LaneLabel(props: LaneLabelProps) {
  const dispatch = useDispatch()
  const { pid, tid, process, thread, count, isHovered, isOnly } = props
  return (
    <button
      type="button"
      className="timeline-label"
      data-hovered={isHovered}
      aria-pressed={isOnly}
      title={`${process}, thread ${thread}, pid ${pid}, tid ${tid}: ${formatExact(count)}. Click selects this thread only.`}
      onClick={() => dispatch({ type: 'select', change: { threads: isOnly ? undefined : [{ pid, tid }] } })}
    >
      <span className="timeline-label-thread mono">
        <span className="timeline-label-name">{thread || process}</span>{' '}
        <span className="timeline-label-id">{tid}</span>
      </span>
      <span className="timeline-label-count">{formatCount(count)}</span>
    </button>
  )
})
