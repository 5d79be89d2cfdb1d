/** Typed arrays that grow by doubling: one column of a table that is being read. */

type Column = Int32Array | Uint32Array | Float64Array
interface Growable<A extends Column> {
  readonly length: number
  push(value: number): void
  get(index: number): number
  set(index: number, value: number): void
  clear(): void
  /** A copy of exactly `length` values. */
  toArray(): A
}

const growable = <A extends Column>(allocate: (length: number) => A): Growable<A> => {
  let values = allocate(64)
  // length is no getter: each column would then be of a shape of its own, and every user slow
  const column: Growable<A> & { length: number } = {
    length: 0,
    push(value) {
      if (column.length === values.length) {
        const larger = allocate(column.length * 2)
        larger.set(values)
        values = larger
      }
      values[column.length++] = value
    },
    get: (index) => values[index]!,
    set(index, value) {
      values[index] = value
    },
    clear() {
      column.length = 0
    },
    toArray() {
      const exact = allocate(column.length)
      exact.set(values.subarray(0, column.length))
      return exact
    },
  }
  return column
}

export type Int32Column = Growable<Int32Array>
export type Float64Column = Growable<Float64Array>
export const int32Column = (): Int32Column => growable((length) => new Int32Array(length))
export const float64Column = (): Float64Column => growable((length) => new Float64Array(length))
