/** Slices as marks: as many as the screen can show, none lost. */
import type { Range } from '../contract/selection.ts'
import type { TimelineResult } from '../contract/views.ts'
import type { SliceStream } from '../model/profile.ts'
import { lowerBound } from './binary-search.ts'
import type { EventStream } from './event-stream.ts'
import type { SelectedEvents } from './select-events.ts'
import { columnsOf } from './timeline-columns.ts'

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
  selected: SelectedEvents,
  laneOf: Int32Array,
  lanes: number,
  axis: Range,
  columns: number,
): Marks {
  const { start, duration, name } = stream
  const { thread } = events
  const { mask } = selected
  const from = Math.max(selected.from, lowerBound(start, axis.from - events.longest))
  const to = Math.min(selected.to, lowerBound(start, axis.to))
  const column = columnsOf(axis, columns)
  const NOT_DRAWN = -2
  const columnOf = (i: number): number => {
    if ((mask && mask[i] === 0) || laneOf[thread[i]!]! < 0) return NOT_DRAWN
    if (start[i]! >= axis.from) return column(start[i]!)
    return start[i]! + duration[i]! > axis.from ? -1 : NOT_DRAWN
  }

  // Slices come by start, marks go out by lane: count the marks of each lane first.
  const place = new Int32Array(lanes + 1)
  const open = new Int32Array(lanes).fill(NOT_DRAWN)
  for (let i = from; i < to; i++) {
    const at = columnOf(i)
    if (at === NOT_DRAWN) continue
    const lane = laneOf[thread[i]!]!
    if (open[lane] !== at) place[lane + 1]!++
    open[lane] = at
  }
  for (let lane = 0; lane < lanes; lane++) place[lane + 1]! += place[lane]!

  const length = place[lanes]!
  const markLane = new Int32Array(length)
  const markStart = new Float64Array(length)
  const markEnd = new Float64Array(length)
  const markCount = new Int32Array(length)
  const markLongest = new Float64Array(length).fill(-1)
  const longestName = new Int32Array(length)
  open.fill(NOT_DRAWN)
  for (let i = from; i < to; i++) {
    const at = columnOf(i)
    if (at === NOT_DRAWN) continue
    const lane = laneOf[thread[i]!]!
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
