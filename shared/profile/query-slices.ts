import type { SlicesArgs, SlicesResult } from '../contract/views.ts'
import { SmokejumperError } from '../errors/errors.ts'
import { checkCancelled } from './cancellation-check.ts'
import type { ProfileIndex } from './profile-index.ts'
import { countSelected, selectEvents } from './select-events.ts'
import { orderSlices } from './slice-order.ts'

/**
 * A page of the slices within the selection, sorted; equals by start (backwards too when descending). `names` are
 * the calls, `threads` the comms of the threads, both by row.
 *
 * Throws query.no-stream (also for a stream of samples), and the cancellation.
 */
export function querySlices(whole: ProfileIndex, args: SlicesArgs, signal?: AbortSignal): SlicesResult {
  const index = whole.transformed(args.selection.transforms)
  const events = index.events(args.streamId)
  const { stream } = events
  if (stream.kind !== 'slices')
    throw new SmokejumperError({
      code: 'query.no-stream',
      message: `Stream ${args.streamId} (${stream.event}) holds samples, not slices.`,
      remedy: 'Choose a stream of slices, or list its functions instead.',
      facts: { streamId: args.streamId },
    })
  checkCancelled(signal)
  const order = orderSlices(index, stream, args.sort)
  checkCancelled(signal)
  const selected = selectEvents(index, events, args.selection)
  const { from, to, mask } = selected

  const page: number[] = []
  let skip = args.offset
  for (let k = 0; k < order.length && page.length < args.limit; k++) {
    const slice = order[args.descending ? order.length - 1 - k : k]!
    if (slice < from || slice >= to || mask[slice] === 0) continue
    if (skip > 0) skip--
    else page.push(slice)
  }
  const { strings } = index.profile
  const { threads } = index
  return {
    rows: countSelected(selected),
    start: Float64Array.from(page, (slice) => stream.start[slice]!),
    duration: Float64Array.from(page, (slice) => stream.duration[slice]!),
    result: Float64Array.from(page, (slice) => stream.result[slice]!),
    pid: Int32Array.from(page, (slice) => threads.pid[events.thread[slice]!]!),
    tid: Int32Array.from(page, (slice) => threads.tid[events.thread[slice]!]!),
    names: page.map((slice) => strings[stream.name[slice]!] ?? ''),
    threads: page.map((slice) => threads.thread[events.thread[slice]!]!),
  }
}
