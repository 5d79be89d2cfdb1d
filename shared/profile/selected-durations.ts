/** Durations of selected slices, ascending, without sorting again. */
import type { Selection } from '../contract/selection.ts'
import type { SliceStream } from '../model/profile.ts'
import type { ProfileIndex } from './profile-index.ts'
import { selectEvents } from './select-events.ts'
import { orderSlices } from './slice-order.ts'

export interface SelectedDurations {
  /** not narrowed by latency */
  readonly layer: Float64Array
  /** within the whole selection */
  readonly selected: Float64Array
  /** by string index of the call: within the selection but for its call */
  readonly byCall: ReadonlyMap<number, Float64Array>
}

export function selectDurations(
  index: ProfileIndex,
  stream: SliceStream,
  selection: Selection,
): SelectedDurations {
  const { latency, call, ...others } = selection
  const { from, to, mask } = selectEvents(index, index.events(stream.id), others)
  const { duration, name } = stream
  const low = latency?.from ?? -Infinity
  const high = latency?.to ?? Infinity
  const isChosen = Uint8Array.from(index.profile.strings, (text) =>
    call === undefined || text === call ? 1 : 0,
  )

  // Names are shifted by one, so that slices without a call (-1) have a place too.
  const place = new Int32Array(index.profile.strings.length + 2)
  let inLayer = 0
  let inSelection = 0
  for (let i = from; i < to; i++) {
    if (mask && mask[i] === 0) continue
    const isIn = duration[i]! >= low && duration[i]! < high
    const chosen = call === undefined || isChosen[name[i]!] === 1
    if (chosen) inLayer++
    if (chosen && isIn) inSelection++
    if (isIn) place[name[i]! + 2]!++
  }
  for (let i = 1; i < place.length; i++) place[i]! += place[i - 1]!
  const starts = place.slice()

  const layer = new Float64Array(inLayer)
  const selected = new Float64Array(inSelection)
  const grouped = new Float64Array(place[place.length - 1]!)
  let layerSize = 0
  let selectedSize = 0
  for (const i of orderSlices(index, stream, 'duration')) {
    if (i < from || i >= to || (mask && mask[i] === 0)) continue
    const took = duration[i]!
    const isIn = took >= low && took < high
    const chosen = call === undefined || isChosen[name[i]!] === 1
    if (chosen) layer[layerSize++] = took
    if (chosen && isIn) selected[selectedSize++] = took
    if (isIn) grouped[place[name[i]! + 1]!++] = took
  }

  const byCall = new Map<number, Float64Array>()
  for (let slot = 0; slot + 1 < starts.length; slot++)
    if (starts[slot + 1]! > starts[slot]!)
      byCall.set(slot - 1, grouped.subarray(starts[slot]!, starts[slot + 1]!))
  return { layer, selected, byCall }
}
