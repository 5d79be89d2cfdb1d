/** Beside the pointer: which call, how long, how many are under it. */
import { useLayoutEffect, useRef } from 'react'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { formatDuration, formatMoment } from '../../format/duration.ts'
import { formatAmount } from '../../format/number.ts'
import { type LinearScale, span, toTime } from './time-range.ts'

export interface TipPlace {
  readonly lane: number
  readonly mark: number
  /** in the surface */
  readonly x: number
  readonly y: number
}

export interface TimelineTipProps {
  readonly place: TipPlace
  readonly timeline: TimelineResult
  readonly scale: LinearScale
}

export function TimelineTip({ place, timeline, scale }: TimelineTipProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = box.current
    const frame = element?.parentElement
    if (!element || !frame) return
    const left =
      place.x + 12 + element.offsetWidth > frame.clientWidth
        ? place.x - 12 - element.offsetWidth
        : place.x + 12
    const top =
      place.y + 16 + element.offsetHeight > frame.clientHeight
        ? place.y - 8 - element.offsetHeight
        : place.y + 16
    element.style.setProperty('transform', `translate(${Math.max(left, 0)}px, ${Math.max(top, 0)}px)`)
  })
  const lane = timeline.lanes[place.lane]
  if (!lane) return null
  const moment = formatMoment(toTime(scale, place.x), span(scale.range) / scale.width)
  const count = timeline.markCount[place.mark] ?? 0
  return (
    <div className="timeline-tip" ref={box} role="presentation">
      {place.mark >= 0 && place.mark < timeline.markLongest.length && (
        <p className="mono">
          {timeline.names[timeline.markName[place.mark]!]} {formatDuration(timeline.markLongest[place.mark]!)}
          {count > 1 && `, longest of ${formatAmount(count, 'call')}`}
        </p>
      )}
      <p>
        {lane.thread} {lane.tid} at {moment}
      </p>
    </div>
  )
}
