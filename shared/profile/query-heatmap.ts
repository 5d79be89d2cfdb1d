import type { HeatmapArgs, HeatmapResult } from '../contract/heatmap-view.ts'
import { SmokejumperError } from '../errors/errors.ts'
import type { SliceStream } from '../model/profile.ts'
import { checkCancelled } from './cancellation-check.ts'
import type { EventStream } from './event-stream.ts'
import { columnsOfSeconds, columnsOfTime, rowsOfLatency, rowsOfSecond, timeAxis } from './heatmap-axes.ts'
import { countByLatency, countBySecond, heatmapOf } from './heatmap-cells.ts'
import type { ProfileIndex } from './profile-index.ts'
import { type RankedSlices, rankSlices } from './ranked-slices.ts'
import { type SelectedEvents, selectEvents } from './select-events.ts'

/**
 * Events by two axes. Each is counted once, where it starts.
 *
 * subsecond, of samples or slices (Gregg's FlameScope): a column is a second, or a few, of the capture, from its first
 * nanosecond on, a row a part of the second; a time range is widened to the seconds that it touches.
 * latency, of slices: a column is a part of the time, a row a part of the durations on a log axis, from the least to the
 * greatest of what is selected at any time and with any latency, so that rows stay while these are brushed.
 *
 * Without `time`, cells add up to all selected events.
 *
 * Throws query.no-stream, also for latency of a stream of samples, query.pattern, and the cancellation.
 */
export function queryHeatmap(indexOf: ProfileIndex, args: HeatmapArgs, signal?: AbortSignal): HeatmapResult {
  const { time: _time, latency, ...others } = args.selection
  const index = indexOf.transformed(args.selection.transforms)
  const events = index.events(args.streamId)
  const { stream } = events
  const byLatency = args.kind === 'latency'
  if (byLatency && stream.kind !== 'slices') throw noDurations(args.streamId, events)
  checkCancelled(signal)
  const selection = byLatency || latency === undefined ? others : { ...others, latency }
  const axis = timeAxis(args.time, index.profile.duration, events.start)
  const key = JSON.stringify([args.streamId, args.kind, args.columns, args.rows, axis, selection])
  const { cells, most, count, columnBounds, rowBounds } = index.heatmaps(key, () => {
    const selected = selectEvents(index, events, selection)
    checkCancelled(signal)
    if (byLatency && stream.kind === 'slices') {
      const ranked = rankSlices(index, stream).all
      const { least, greatest } = findExtremes(stream, ranked, selected)
      const rows = rowsOfLatency(least, greatest, args.rows)
      const columns = columnsOfTime(axis, args.columns)
      return heatmapOf(countByLatency(stream, ranked, selected, columns, rows), columns, rows)
    }
    const rows = rowsOfSecond(args.rows)
    const columns = columnsOfSeconds(axis, args.columns)
    return heatmapOf(countBySecond(events, selected, columns, rows), columns, rows)
  })
  return {
    unit: events.stream.unit,
    columns: columnBounds.length - 1,
    rows: rowBounds.length - 1,
    cells: cells.slice(),
    columnBounds: columnBounds.slice(),
    rowBounds: rowBounds.slice(),
    most,
    count,
  }
}

const noDurations = (streamId: number, { stream }: EventStream): SmokejumperError =>
  new SmokejumperError({
    code: 'query.no-stream',
    message: `Stream ${streamId} (${stream.event}) holds samples, which have no duration.`,
    remedy: 'Choose a stream of slices, or the sub-second heatmap.',
    facts: { streamId },
  })

/** Of what is selected; 0 and 0 when that is nothing. */
function findExtremes(
  { duration }: SliceStream,
  { order }: RankedSlices,
  { mask }: SelectedEvents,
): { least: number; greatest: number } {
  let first = 0
  let last = order.length - 1
  while (first <= last && mask[order[first]!] === 0) first++
  while (last > first && mask[order[last]!] === 0) last--
  return first <= last
    ? { least: duration[order[first]!]!, greatest: duration[order[last]!]! }
    : { least: 0, greatest: 0 }
}
