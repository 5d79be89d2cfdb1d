/** Which threads are drawn, and in which order. */
import type { TimelineResult } from '../contract/views.ts'
import type { EventStream } from './event-stream.ts'
import type { SelectedEvents } from './select-events.ts'
import type { ThreadNames } from './thread-names.ts'

export interface Lanes {
  readonly lanes: TimelineResult['lanes']
  readonly omittedLanes: number
  readonly omittedCount: number
  /** by entry of ThreadNames; -1: not drawn */
  readonly laneOf: Int32Array
}

/** What a timeline shows wherever its axis is. */
export interface Survey {
  readonly overview: Float64Array<ArrayBuffer>
  readonly lanes: Lanes
}

/** By weight over the whole capture, so that lanes keep their places while the axis moves. */
export function chooseLanes(
  names: ThreadNames,
  events: EventStream,
  selected: SelectedEvents,
  maxLanes: number,
): Lanes {
  const weight = new Float64Array(names.length)
  const count = new Float64Array(names.length)
  const { from, to, mask } = selected
  const { thread: threads, weight: weights } = events
  for (let i = from; i < to; i++) {
    if (mask[i] === 0) continue
    const thread = threads[i]!
    weight[thread]! += weights[i]!
    count[thread]!++
  }
  const busy: number[] = []
  for (let thread = 0; thread < names.length; thread++) if (count[thread]! > 0) busy.push(thread)
  busy.sort(
    (a, b) =>
      weight[b]! - weight[a]! ||
      count[b]! - count[a]! ||
      names.pid[a]! - names.pid[b]! ||
      names.tid[a]! - names.tid[b]!,
  )
  const shown = busy.slice(0, maxLanes)
  const omitted = busy.slice(maxLanes)
  const laneOf = new Int32Array(names.length).fill(-1)
  shown.forEach((thread, lane) => {
    laneOf[thread] = lane
  })
  return {
    lanes: shown.map((thread) => ({
      pid: names.pid[thread]!,
      tid: names.tid[thread]!,
      process: names.process[thread]!,
      thread: names.thread[thread]!,
      count: count[thread]!,
      weight: weight[thread]!,
    })),
    omittedLanes: omitted.length,
    omittedCount: omitted.reduce((sum, thread) => sum + count[thread]!, 0),
    laneOf,
  }
}
