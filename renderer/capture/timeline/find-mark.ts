/** Which slice is under the pointer. Marks come sorted by lane, then by start. */
import type { TimelineResult } from '../../../shared/contract/views.ts'

/** First mark at or after `from` whose lane is at least `lane` (and start at least `start`). */
function lowerBound(timeline: TimelineResult, lane: number, start: number): number {
  let low = 0
  let high = timeline.markLane.length
  while (low < high) {
    const middle = (low + high) >> 1
    const before =
      timeline.markLane[middle]! < lane ||
      (timeline.markLane[middle] === lane && timeline.markStart[middle]! < start)
    if (before) low = middle + 1
    else high = middle
  }
  return low
}

/** [from, to) of a lane's marks */
export function marksOfLane(timeline: TimelineResult, lane: number): readonly [number, number] {
  return [
    lowerBound(timeline, lane, Number.NEGATIVE_INFINITY),
    lowerBound(timeline, lane + 1, Number.NEGATIVE_INFINITY),
  ]
}

/** The mark at a time, or the nearest one within `slack` ns; -1 for none. */
export function findMark(timeline: TimelineResult, lane: number, time: number, slack: number): number {
  const [from, to] = marksOfLane(timeline, lane)
  let best = -1
  let distance = slack
  for (let index = from; index < to; index += 1) {
    const start = timeline.markStart[index]!
    if (start > time + slack) break
    const end = start + timeline.markDuration[index]!
    const away = time < start ? start - time : time > end ? time - end : 0
    // of two that overlap, the later one is drawn on top
    if (away < distance || (away === distance && away === 0)) {
      best = index
      distance = away
    }
  }
  return best
}
