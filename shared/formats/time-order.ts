/**
 * The order of rows by their time, in typed arrays: the rows are first dealt out over as many stretches of time as make
 * them few in each, which leaves a merge sort little to do. Times that crowd into few stretches are what it is there for.
 */

/** runs that are put in order by insertion */
const RUN = 16
/** rows of a stretch, on average */
const DEALT = 2

/** The stretch that each row is in is found by `scale`, stretches per unit of time. Rows of one stretch stay as they came. */
const deal = (time: Float64Array, least: number, scale: number, stretches: number) => {
  const { length } = time
  const next = new Int32Array(stretches + 1)
  for (let row = 0; row < length; row++) next[(((time[row]! - least) * scale) | 0) + 1]!++
  for (let stretch = 1; stretch <= stretches; stretch++) next[stretch]! += next[stretch - 1]!
  const order = new Uint32Array(length)
  const times = new Float64Array(length)
  for (let row = 0; row < length; row++) {
    const own = time[row]!
    const stretch = ((own - least) * scale) | 0
    const at = next[stretch]!
    next[stretch] = at + 1
    order[at] = row
    times[at] = own
  }
  return { order, times }
}

/** The rows in the order of their times; rows of one time stay as they came. Null when they are in order already. */
export const orderByTime = (time: Float64Array): Uint32Array | null => {
  const { length } = time
  let isSorted = true
  for (let row = 1; row < length && isSorted; row++) isSorted = time[row]! >= time[row - 1]!
  if (isSorted) return null

  let least = time[0]!
  let most = least
  for (let row = 1; row < length; row++) {
    const own = time[row]!
    if (own < least) least = own
    if (own > most) most = own
  }
  const stretches = Math.max(1, Math.floor(length / DEALT))
  // times that are too far apart for a number between them are all of one stretch
  const scale = (stretches - 1) / (most - least) || 0
  const { order, times } = deal(time, least, scale, stretches)
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
