/** The order of rows by their time, as a merge sort of typed arrays: most rows are in order, or nearly so. */

/** runs that are put in order by insertion */
const RUN = 16

/** The rows in the order of their times; rows of one time stay as they came. Null when they are in order already. */
export const orderByTime = (time: Float64Array): Uint32Array | null => {
  const { length } = time
  let isSorted = true
  for (let row = 1; row < length && isSorted; row++) isSorted = time[row]! >= time[row - 1]!
  if (isSorted) return null

  const order = new Uint32Array(length)
  const times = time.slice()
  for (let row = 0; row < length; row++) order[row] = row
  for (let begin = 0; begin < length; begin += RUN) {
    const end = Math.min(length, begin + RUN)
    for (let row = begin + 1; row < end; row++) {
      const own = times[row]!
      let at = row
      for (; at > begin && times[at - 1]! > own; at--) {
        times[at] = times[at - 1]!
        order[at] = order[at - 1]!
      }
      times[at] = own
      order[at] = row
    }
  }

  const heldOrder = new Uint32Array(length)
  const heldTimes = new Float64Array(length)
  /** Merges the runs [begin, middle) and [middle, end), of which only what overlaps is moved. */
  const merge = (begin: number, middle: number, end: number) => {
    const least = times[middle]!
    const most = times[middle - 1]!
    if (most <= least) return
    let from = middle - 1
    while (from > begin && times[from - 1]! > least) from--
    const count = middle - from
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
