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
  let length = 0
  return {
    get length() {
      return length
    },
    push(value) {
      if (length === values.length) {
        const larger = allocate(length * 2)
        larger.set(values)
        values = larger
      }
      values[length++] = value
    },
    get: (index) => values[index]!,
    set(index, value) {
      values[index] = value
    },
    clear() {
      length = 0
    },
    toArray() {
      const exact = allocate(length)
      exact.set(values.subarray(0, length))
      return exact
    },
  }
}

export type Int32Column = Growable<Int32Array>
export type Float64Column = Growable<Float64Array>
export const int32Column = (): Int32Column => growable((length) => new Int32Array(length))
export const float64Column = (): Float64Column => growable((length) => new Float64Array(length))
