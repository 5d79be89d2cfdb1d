/** Events counted by columns of an axis. */
import type { Range } from '../contract/selection.ts'
import type { EventStream } from './event-stream.ts'
import type { SelectedEvents } from './select-events.ts'
import type { Lanes } from './timeline-lanes.ts'

/** Columns of equal width over [from, to); `to` itself counts to the last. */
export function columnsOf(axis: Range, columns: number): (time: number) => number {
  const scale = axis.to > axis.from ? columns / (axis.to - axis.from) : 0
  return (time) => Math.min(columns - 1, Math.max(0, Math.floor((time - axis.from) * scale)))
}

/**
 * Events per column over the whole capture: samples where they are, slices in each column that they touch, as a
 * brush over the column would choose them.
 */
export function countOverview(
  events: EventStream,
  selected: SelectedEvents,
  captureDuration: number,
  columns: number,
): Float64Array<ArrayBuffer> {
  const counts = new Float64Array(columns)
  const column = columnsOf({ from: 0, to: captureDuration }, columns)
  const { from, to, mask } = selected
  const { start, duration } = events
  // Slices as what begins and what ends in a column, summed at the end: linear however long they are.
  const ends = duration ? new Float64Array(columns + 1) : null
  for (let i = from; i < to; i++) {
    if (mask[i] === 0) continue
    counts[column(start[i]!)]!++
    if (duration && ends) ends[column(lastInstant(start[i]!, duration[i]!)) + 1]!++
  }
  if (!ends) return counts
  let running = 0
  for (let i = 0; i < columns; i++) {
    running += counts[i]! - ends[i]!
    counts[i] = running
  }
  return counts
}

/** A slice [start, end) does not touch the column that begins at its end. Times are whole nanoseconds. */
const lastInstant = (start: number, duration: number): number => start + Math.max(0, duration - 1)

/** cells[lane * columns + column], of events within the axis */
export function countCells(
  events: EventStream,
  inView: SelectedEvents,
  { lanes, laneOf }: Lanes,
  axis: Range,
  columns: number,
): Float64Array<ArrayBuffer> {
  const cells = new Float64Array(lanes.length * columns)
  const column = columnsOf(axis, columns)
  const { start, thread } = events
  const { from, to, mask } = inView
  for (let i = from; i < to; i++) {
    const lane = laneOf[thread[i]!]!
    if (mask[i] === 1 && lane >= 0) cells[lane * columns + column(start[i]!)]!++
  }
  return cells
}
