/** Columns of a stream that is still coming: rows are added in pieces and kept in the order of their times. */
import { orderByTime } from './time-order.ts'

type Column = Int32Array | Float64Array
type Columns = Readonly<Record<string, Column>>

export interface LiveColumns<Rows> {
  readonly length: number
  /** Rows in no order; the order results that they would have had they all come at once. */
  append(rows: Rows): void
  /** Views on what there is: good until the next change. */
  columns(): Rows
  /** Adds to every time. */
  shift(by: number): void
}

/** rows that there is room for at least; from FAR on it grows by as many each time */
const LEAST = 1024
const FAR = 1 << 20

const emptyLike = (column: Column, length: number): Column =>
  column instanceof Int32Array ? new Int32Array(length) : new Float64Array(length)

/** How many of the first `length` times are not above `value`. */
const countUpTo = (times: Column, length: number, value: number): number => {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts rows between the `length` that there are: before the row of `places`, in `order`. */
const insertRows = (
  column: Column,
  length: number,
  added: Column,
  places: Int32Array,
  order: Uint32Array | null,
): void => {
  let end = length
  for (let row = places.length - 1; row >= 0; row--) {
    const place = places[row]!
    if (place < end) column.copyWithin(place + row + 1, place, end)
    column[place + row] = added[order === null ? row : order[row]!]!
    end = place
  }
}

/** time: the column by which rows are ordered. like: any rows, for their columns. */
export const createLiveColumns = <Rows extends Columns>(
  time: keyof Rows & string,
  like: Rows,
): LiveColumns<Rows> => {
  const names = Object.keys(like)
  let held: Columns = Object.fromEntries(names.map((name) => [name, emptyLike(like[name]!, 0)]))
  let capacity = 0
  let length = 0

  const makeRoom = (wanted: number) => {
    if (wanted <= capacity) return
    capacity = Math.max(LEAST, wanted, Math.min(capacity * 2, capacity + FAR))
    held = Object.fromEntries(
      names.map((name) => {
        const larger = emptyLike(held[name]!, capacity)
        larger.set(held[name]!.subarray(0, length))
        return [name, larger]
      }),
    )
  }

  return {
    get length() {
      return length
    },
    append(rows) {
      const added = Float64Array.from(rows[time]!)
      if (added.length === 0) return
      makeRoom(length + added.length)
      const order = orderByTime(added)
      const places = new Int32Array(added.length)
      const times = held[time]!
      for (let row = 0; row < added.length; row++)
        places[row] = countUpTo(times, length, added[order === null ? row : order[row]!]!)
      const isBehind = order === null && places[0] === length
      for (const name of names) {
        if (isBehind) held[name]!.set(rows[name]!, length)
        else insertRows(held[name]!, length, rows[name]!, places, order)
      }
      length += added.length
    },
    columns: () => Object.fromEntries(names.map((name) => [name, held[name]!.subarray(0, length)])) as Rows,
    shift(by) {
      const times = held[time]!
      for (let row = 0; row < length; row++) times[row]! += by
    },
  }
}
