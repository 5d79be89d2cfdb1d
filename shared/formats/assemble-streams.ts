/** Puts streams of one file on one axis: time 0 is the first event of all of them. */
import type { Stream } from '../model/profile.ts'
import type { Nanoseconds } from '../units/units.ts'
import type { CounterColumns, SampleColumns, SliceColumns } from './stream-columns.ts'

export type EventColumns = SampleColumns | SliceColumns | CounterColumns

const firstOf = (columns: EventColumns): Nanoseconds =>
  'firstTime' in columns ? columns.firstTime() : columns.firstStart()

const endOf = (stream: Stream): Nanoseconds => {
  if (stream.kind === 'distribution') return 0
  if (stream.kind !== 'slices') return stream.time[stream.length - 1] ?? 0
  let end = 0
  for (let row = 0; row < stream.length; row++)
    end = Math.max(end, stream.start[row]! + stream.duration[row]!)
  return end
}

export interface Assembled {
  readonly streams: readonly Stream[]
  readonly clockOrigin: Nanoseconds
  readonly duration: Nanoseconds
}

/**
 * The streams that have events, numbered anew. absolute: the file's clock at a relative time. start, end: the file's
 * own marks on the same axis as the events; a start after the first event is not believed.
 */
export const assembleStreams = (
  all: readonly EventColumns[],
  absolute: (relative: Nanoseconds) => Nanoseconds,
  { start, end }: { start?: Nanoseconds | undefined; end?: Nanoseconds | undefined } = {},
): Assembled => {
  const filled = all.filter(({ length }) => length > 0)
  let first = start ?? Number.POSITIVE_INFINITY
  for (const columns of filled) first = Math.min(first, firstOf(columns))
  const origin = Number.isFinite(first) ? first : 0
  const streams = filled.map((columns, id): Stream => ({ ...columns.finish(origin), id }))
  let duration = end === undefined || !Number.isFinite(end) ? 0 : Math.max(0, end - origin)
  for (const stream of streams) duration = Math.max(duration, endOf(stream))
  return { streams, clockOrigin: absolute(origin), duration }
}
