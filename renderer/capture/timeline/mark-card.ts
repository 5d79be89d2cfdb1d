/** A slow call, several that lie within a pixel, or a thread, in the inspector. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { TimelineResult } from '../../../shared/contract/views.ts'
import { formatDuration, formatExactDuration } from '../../format/duration.ts'
import { formatCount, formatExact } from '../../format/number.ts'
import { formatExactQuantity, formatQuantity } from '../../format/quantity.ts'
import type { Card, Fact } from '../inspector/inspect-store.ts'

type Lane = TimelineResult['lanes'][number]

export interface MarkSelections {
  readonly time: (range: Range) => void
  readonly call: (name: string) => void
  readonly thread: (pid: number, tid: number) => void
  readonly slower: (from: number) => void
}

const time = (label: string, ns: number): Fact => ({
  label,
  text: formatDuration(ns),
  exact: formatExactDuration(ns),
})
const whoOf = ({ process, thread, pid, tid }: Lane): string =>
  `${process || thread} (pid ${pid}), thread ${thread} (${tid})`

export function markCard(timeline: TimelineResult, mark: number, lane: Lane, select: MarkSelections): Card {
  const name = timeline.names[timeline.markName[mark]!] ?? ''
  const count = timeline.markCount[mark]!
  const start = timeline.markStart[mark]!
  const length = timeline.markDuration[mark]!
  const longest = timeline.markLongest[mark]!
  return {
    kind: count === 1 ? 'Slow call' : 'Slow calls within a pixel',
    title: count === 1 ? name : `${formatCount(count)} calls, longest ${name}`,
    detail: whoOf(lane),
    facts: [
      ...(count === 1
        ? [time('Took', longest)]
        : [
            { label: 'Calls', text: formatCount(count), exact: formatExact(count) },
            time('Longest', longest),
            time('From first to last', length),
          ]),
      time('Started at', start),
      time('Ended at', start + length),
    ],
    actions: [
      {
        title: 'Select this time',
        run: () => select.time({ from: start, to: Math.ceil(start + length) + 1 }),
      },
      { title: `Only ${name}`, run: () => select.call(name) },
      { title: 'This slow or slower', run: () => select.slower(Math.floor(longest)) },
      { title: 'Only this thread', run: () => select.thread(lane.pid, lane.tid) },
    ],
  }
}

export function laneCard(timeline: TimelineResult, lane: Lane, select: MarkSelections): Card {
  return {
    kind: 'Thread',
    title: `${lane.thread} ${lane.tid}`,
    detail: whoOf(lane),
    facts: [
      {
        label: timeline.streamKind === 'slices' ? 'Slow calls' : 'Samples',
        text: formatCount(lane.count),
        exact: formatExact(lane.count),
      },
      {
        label: timeline.streamKind === 'slices' ? 'Time in them' : 'Weight',
        text: formatQuantity(lane.weight, timeline.unit),
        exact: formatExactQuantity(lane.weight, timeline.unit),
      },
    ],
    actions: [{ title: 'Only this thread', run: () => select.thread(lane.pid, lane.tid) }],
  }
}
