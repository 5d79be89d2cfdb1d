/**
 * The order of rows by their time, in typed arrays: the rows are first dealt out over as many stretches of time as make
 * them few in each, and those of a stretch that is crowded once more, which leaves a merge sort little to do. Times that
 * crowd even then are what it is there for.
 */

/** runs that are put in order by insertion */
const RUN = 16
/** rows of a stretch, on average */
const DEALT = 2
/** rows of a stretch that is dealt out once more: tools that print whole seconds crowd all rows of one together */
const CROWDED = 64

interface Rows {
  readonly order: Uint32Array
  readonly times: Float64Array
}

/**
 * Deals the rows [begin, end) out to the same places of `into`, in the order of their stretches; those of one stretch stay
 * as they came. ends: is told where each stretch ends, counted from `begin`. Returns how many stretches there are.
 */
const deal = (from: Rows, into: Rows, begin: number, end: number, ends: Int32Array): number => {
  const { order, times } = from
  let least = times[begin]!
  let most = least
  for (let row = begin + 1; row < end; row++) {
    const own = times[row]!
    if (own < least) least = own
    if (own > most) most = own
  }
  const stretches = Math.max(1, Math.floor((end - begin) / DEALT))
  // times that are too far apart for a number between them are all of one stretch
  const scale = (stretches - 1) / (most - least) || 0
  ends.fill(0, 0, stretches + 1)
  for (let row = begin; row < end; row++) ends[(((times[row]! - least) * scale) | 0) + 1]!++
  for (let stretch = 1; stretch <= stretches; stretch++) ends[stretch]! += ends[stretch - 1]!
  const { order: dealtOrder, times: dealtTimes } = into
  for (let row = begin; row < end; row++) {
    const own = times[row]!
    const stretch = ((own - least) * scale) | 0
    const at = ends[stretch]!
    ends[stretch] = at + 1
    dealtOrder[begin + at] = order[row]!
    dealtTimes[begin + at] = own
  }
  return stretches
}

/** Those of each stretch that is crowded are dealt out once more. */
const dealCrowded = (rows: Rows, spare: Rows, ends: Int32Array, stretches: number) => {
  const own = new Int32Array(Math.floor(rows.times.length / DEALT) + 2)
  let begin = 0
  for (let stretch = 0; stretch < stretches; stretch++) {
    const end = ends[stretch]!
    if (end - begin > CROWDED) {
      deal(rows, spare, begin, end, own)
      rows.order.set(spare.order.subarray(begin, end), begin)
      rows.times.set(spare.times.subarray(begin, end), begin)
    }
    begin = end
  }
}

/** The rows in the order of their times; rows of one time stay as they came. Null when they are in order already. */
export const orderByTime = (time: Float64Array): Uint32Array | null => {
  const { length } = time
  let isSorted = true
  for (let row = 1; row < length && isSorted; row++) isSorted = time[row]! >= time[row - 1]!
  if (isSorted) return null

  const spare: Rows = { order: new Uint32Array(length), times: time.slice() }
  for (let row = 0; row < length; row++) spare.order[row] = row
  const order = new Uint32Array(length)
  const times = new Float64Array(length)
  const ends = new Int32Array(Math.floor(length / DEALT) + 2)
  const stretches = deal(spare, { order, times }, 0, length, ends)
  dealCrowded({ order, times }, spare, ends, stretches)
  for (let begin = 0; begin < length; begin += RUN) {
    const end = Math.min(length, begin + RUN)
    for (let row = begin + 1; row < end; row++) {
      const own = times[row]!
      const ownRow = order[row]!
      let at = row
      for (; at > begin && times[at - 1]! > own; at--) {
        times[at] = times[at - 1]!
        order[at] = order[at - 1]!
      }
      times[at] = own
      order[at] = ownRow
    }
  }

  let heldOrder = new Uint32Array(RUN)
  let heldTimes = new Float64Array(RUN)
  /** Merges the runs [begin, middle) and [middle, end), of which only what overlaps is moved. */
  const merge = (begin: number, middle: number, end: number) => {
    const least = times[middle]!
    const most = times[middle - 1]!
    if (most <= least) return
    let from = middle - 1
    while (from > begin && times[from - 1]! > least) from--
    const count = middle - from
    if (count > heldOrder.length) {
      heldOrder = new Uint32Array(count * 2)
      heldTimes = new Float64Array(count * 2)
    }
    heldOrder.set(order.subarray(from, middle))
    heldTimes.set(times.subarray(from, middle))
    let left = 0
    let right = middle
    // what is left of the second run stands where it belongs
    for (let at = from; left < count; at++) {
      if (right === end || heldTimes[left]! <= times[right]!) {
        order[at] = heldOrder[left]!
        times[at] = heldTimes[left++]!
      } else {
        order[at] = order[right]!
        times[at] = times[right++]!
      }
    }
  }
  for (let width = RUN; width < length; width *= 2) {
    for (let begin = 0; begin + width < length; begin += width * 2) {
      merge(begin, begin + width, Math.min(length, begin + width * 2))
    }
  }
  return order
}
