import type { Selection } from '../contract/selection.ts'
import type { TimelineArgs, TimelineResult } from '../contract/views.ts'
import { checkCancelled } from './cancellation-check.ts'
import type { EventStream } from './event-stream.ts'
import type { ProfileIndex } from './profile-index.ts'
import { selectEvents } from './select-events.ts'
import { countCells, countOverview } from './timeline-columns.ts'
import { chooseLanes, type Survey } from './timeline-lanes.ts'
import { type Marks, mergeMarks } from './timeline-marks.ts'

/**
 * Events by thread and time. Everything follows the selection but for its time range, which is a brush on top.
 * The overview and the lanes' counts, weights and order are of the whole capture, wherever the axis is; cells and
 * marks are of the axis. Samples have cells and no marks, slices marks and no cells.
 *
 * Throws query.no-stream, and the cancellation.
 */
export function queryTimeline(whole: ProfileIndex, args: TimelineArgs, signal?: AbortSignal): TimelineResult {
  const index = whole.transformed(args.selection.transforms)
  const events = index.events(args.streamId)
  const { stream } = events
  checkCancelled(signal)
  const { time: _brush, ...others } = args.selection
  const { overview, lanes } = surveyCapture(index, events, others, args)
  checkCancelled(signal)

  const axis = { from: args.from, to: args.to }
  const inView = selectEvents(index, events, { ...others, time: axis })
  const drawn =
    stream.kind === 'samples'
      ? { ...noMarks(), cells: countCells(events, inView, lanes, axis, args.columns) }
      : {
          ...mergeMarks(stream, events, index.profile.strings, inView, lanes, axis, args.columns),
          cells: new Float64Array(0),
        }
  return {
    unit: stream.unit,
    streamKind: stream.kind,
    overview: overview.slice(),
    lanes: lanes.lanes,
    omittedLanes: lanes.omittedLanes,
    omittedCount: lanes.omittedCount,
    ...drawn,
  }
}

/** What does not depend on the axis, kept for the next step of a zoom or pan. */
function surveyCapture(
  index: ProfileIndex,
  events: EventStream,
  selection: Selection,
  { streamId, overviewColumns, maxLanes }: TimelineArgs,
): Survey {
  const key = JSON.stringify([streamId, overviewColumns, maxLanes, selection])
  if (index.lastSurvey.key === key && index.lastSurvey.survey) return index.lastSurvey.survey
  const selected = selectEvents(index, events, selection)
  const survey = {
    overview: countOverview(events, selected, index.profile.duration, overviewColumns),
    lanes: chooseLanes(index.threads, events, selected, maxLanes),
  }
  index.lastSurvey.key = key
  index.lastSurvey.survey = survey
  return survey
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
