/** Durations of selected slices, ascending, without sorting again. */
import type { Selection } from '../contract/selection.ts'
import type { SliceStream } from '../model/profile.ts'
import type { ProfileIndex } from './profile-index.ts'
import { type SelectedEvents, selectEvents } from './select-events.ts'
import { orderSlices } from './slice-order.ts'
import { orderNumbers } from './sort-numbers.ts'

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
  const isCall = Uint8Array.from(index.profile.strings, (text) =>
    call === undefined || text === call ? 1 : 0,
  )
  const isChosen = (i: number): boolean => call === undefined || isCall[name[i]!] === 1

  // Names are shifted by one, so that slices without a call (-1) have a place too.
  const place = new Int32Array(index.profile.strings.length + 2)
  let chosen = 0
  let inLayer = 0
  let inSelection = 0
  for (let i = from; i < to; i++) {
    if (mask[i] === 0) continue
    chosen++
    const isIn = duration[i]! >= low && duration[i]! < high
    if (isIn) place[name[i]! + 2]!++
    if (!isChosen(i)) continue
    inLayer++
    if (isIn) inSelection++
  }
  for (let i = 1; i < place.length; i++) place[i]! += place[i - 1]!
  const starts = place.slice()

  const layer = new Float64Array(inLayer)
  const selected = new Float64Array(inSelection)
  const grouped = new Float64Array(place[place.length - 1]!)
  let layerSize = 0
  let selectedSize = 0
  for (const i of inOrder(index, stream, { from, to, mask }, chosen)) {
    if (mask[i] === 0) continue
    const took = duration[i]!
    const isIn = took >= low && took < high
    if (isIn) grouped[place[name[i]! + 1]!++] = took
    if (!isChosen(i)) continue
    layer[layerSize++] = took
    if (isIn) selected[selectedSize++] = took
  }

  const byCall = new Map<number, Float64Array>()
  for (let slot = 0; slot + 1 < starts.length; slot++)
    if (starts[slot + 1]! > starts[slot]!)
      byCall.set(slot - 1, grouped.subarray(starts[slot]!, starts[slot + 1]!))
  return { layer, selected, byCall }
}

/** Slices by duration, at least those that are selected: all of them, or when those are few, just them. */
function inOrder(
  index: ProfileIndex,
  stream: SliceStream,
  { from, to, mask }: Pick<SelectedEvents, 'from' | 'to' | 'mask'>,
  chosen: number,
): Uint32Array {
  if (chosen > stream.length / 8) return orderSlices(index, stream, 'duration')
  const few = new Uint32Array(chosen)
  let size = 0
  for (let i = from; i < to; i++) if (mask[i] === 1) few[size++] = i
  const order = orderNumbers(Float64Array.from(few, (i) => stream.duration[i]!))
  return order.map((k) => few[k]!)
}
