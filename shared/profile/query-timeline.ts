import type { TimelineArgs, TimelineResult } from '../contract/views.ts'
import { checkCancelled } from './cancellation-check.ts'
import type { ProfileIndex } from './profile-index.ts'
import { selectEvents } from './select-events.ts'
import { countCells, countOverview } from './timeline-columns.ts'
import { chooseLanes } from './timeline-lanes.ts'
import { type Marks, mergeMarks } from './timeline-marks.ts'

/**
 * Events by thread and time. Everything follows the selection but for its time range, which is a brush on top.
 * The overview and the lanes' counts, weights and order are of the whole capture, wherever the axis is; cells and
 * marks are of the axis. Samples have cells and no marks, slices marks and no cells.
 *
 * Throws query.no-stream, and the cancellation.
 */
export function queryTimeline(index: ProfileIndex, args: TimelineArgs, signal?: AbortSignal): TimelineResult {
  const events = index.events(args.streamId)
  const { stream } = events
  checkCancelled(signal)
  const { time: _brush, ...others } = args.selection
  const selected = selectEvents(index, events, others)
  const { lanes, omittedLanes, omittedCount, laneOf } = chooseLanes(
    index.threads,
    events,
    selected,
    args.maxLanes,
  )
  checkCancelled(signal)
  const overview = countOverview(events, selected, index.profile.duration, args.overviewColumns)
  checkCancelled(signal)
  const axis = { from: args.from, to: args.to }
  const drawn =
    stream.kind === 'samples'
      ? {
          ...noMarks(),
          cells: countCells(events, selected, laneOf, lanes.length, axis, args.columns),
        }
      : {
          ...mergeMarks(
            stream,
            events,
            index.profile.strings,
            selected,
            laneOf,
            lanes.length,
            axis,
            args.columns,
          ),
          cells: new Float64Array(0),
        }
  return { unit: stream.unit, streamKind: stream.kind, overview, lanes, omittedLanes, omittedCount, ...drawn }
}

const noMarks = (): Marks => ({
  markLane: new Int32Array(0),
  markStart: new Float64Array(0),
  markDuration: new Float64Array(0),
  markCount: new Int32Array(0),
  markLongest: new Float64Array(0),
  markName: new Int32Array(0),
  names: [],
})
