/** Slices as marks: as many as the screen can show, none lost. */
import type { Range } from '../contract/selection.ts'
import type { TimelineResult } from '../contract/views.ts'
import type { SliceStream } from '../model/profile.ts'
import type { EventStream } from './event-stream.ts'
import type { SelectedEvents } from './select-events.ts'
import { columnsOf } from './timeline-columns.ts'
import type { Lanes } from './timeline-lanes.ts'

export type Marks = Pick<
  TimelineResult,
  'markLane' | 'markStart' | 'markDuration' | 'markCount' | 'markLongest' | 'markName' | 'names'
>

/**
 * Slices of one lane that begin in the same pixel are one mark; those that began before the axis are another. So a
 * lane has at most columns + 1 marks, and their counts add up to the slices that overlap the axis.
 */
export function mergeMarks(
  stream: SliceStream,
  events: EventStream,
  strings: readonly string[],
  inView: SelectedEvents,
  { lanes, laneOf }: Lanes,
  axis: Range,
  columns: number,
): Marks {
  const { start, duration, name } = stream
  const { thread } = events
  const { from, to, mask } = inView
  const column = columnsOf(axis, columns)
  const NONE = -2
  const columnOf = (i: number): number => (start[i]! < axis.from ? -1 : column(start[i]!))

  // Slices come by start, marks go out by lane: count the marks of each lane first.
  const place = new Int32Array(lanes.length + 1)
  const open = new Int32Array(lanes.length).fill(NONE)
  for (let i = from; i < to; i++) {
    const lane = laneOf[thread[i]!]!
    if (mask[i] === 0 || lane < 0) continue
    const at = columnOf(i)
    if (open[lane] !== at) place[lane + 1]!++
    open[lane] = at
  }
  for (let lane = 0; lane < lanes.length; lane++) place[lane + 1]! += place[lane]!

  const length = place[lanes.length]!
  const markLane = new Int32Array(length)
  const markStart = new Float64Array(length)
  const markEnd = new Float64Array(length)
  const markCount = new Int32Array(length)
  const markLongest = new Float64Array(length).fill(-1)
  const longestName = new Int32Array(length)
  open.fill(NONE)
  for (let i = from; i < to; i++) {
    const lane = laneOf[thread[i]!]!
    if (mask[i] === 0 || lane < 0) continue
    const at = columnOf(i)
    if (open[lane] !== at) {
      open[lane] = at
      const made = place[lane]!++
      markLane[made] = lane
      markStart[made] = start[i]!
    }
    const mark = place[lane]! - 1
    markCount[mark]!++
    markEnd[mark] = Math.max(markEnd[mark]!, start[i]! + duration[i]!)
    if (duration[i]! > markLongest[mark]!) {
      markLongest[mark] = duration[i]!
      longestName[mark] = name[i]!
    }
  }

  const places = new Map<number, number>()
  const markName = longestName.map((string) => {
    const known = places.get(string) ?? places.size
    places.set(string, known)
    return known
  })
  return {
    markLane,
    markStart,
    markDuration: markEnd.map((end, mark) => end - markStart[mark]!),
    markCount,
    markLongest,
    markName,
    names: [...places.keys()].map((string) => strings[string] ?? ''),
  }
}
