/** The columns of a stream while it is read. Times are relative to any origin until they are finished. */
import type { CounterStream, DistributionStream, SampleStream, SliceStream, Unit } from '../model/profile.ts'
import type { Nanoseconds, StackIndex, StringIndex, ThreadIndex } from '../units/units.ts'
import { float64Column, int32Column } from './growable-columns.ts'
import type { LiveRows } from './live-piece.ts'
import { orderByTime } from './time-order.ts'

export interface StreamHead {
  readonly id: number
  readonly event: string
  readonly unit: Unit
  readonly title: string
}

/** A copy of the first `length` values, in that order. One for each type of column: a loop over both takes twice as long. */
const reorderInts = (values: Int32Array, length: number, order: Uint32Array | null): Int32Array => {
  if (order === null) return values.slice(0, length)
  const ordered = new Int32Array(length)
  for (let row = 0; row < length; row++) ordered[row] = values[order[row]!]!
  return ordered
}
const reorderFloats = (values: Float64Array, length: number, order: Uint32Array | null): Float64Array => {
  if (order === null) return values.slice(0, length)
  const ordered = new Float64Array(length)
  for (let row = 0; row < length; row++) ordered[row] = values[order[row]!]!
  return ordered
}

/** Shifts times so that `origin` is 0. */
const rebase = (time: Float64Array, origin: Nanoseconds): Float64Array => {
  for (let row = 0; row < time.length; row++) time[row] = time[row]! - origin
  return time
}

const leastOf = (time: Float64Array): Nanoseconds => {
  let least = Number.POSITIVE_INFINITY
  for (let row = 0; row < time.length; row++) if (time[row]! < least) least = time[row]!
  return least
}

export interface SampleColumns {
  readonly length: number
  add(time: Nanoseconds, cpu: number, thread: ThreadIndex, stack: StackIndex, weight: number): void
  /** Infinity when there is none */
  firstTime(): Nanoseconds
  finish(origin: Nanoseconds): SampleStream
  /** Those from `row` on and before the row `most`, as they came. */
  since(row: number, most: number): Extract<LiveRows, { kind: 'samples' }>
}

const grown = <A extends Int32Array | Float64Array>(from: A, to: A): A => {
  to.set(from)
  return to
}

export const createSampleColumns = (head: StreamHead): SampleColumns => {
  // a sample is added for each few hundred bytes of text: its columns grow together
  let capacity = 64
  let times = new Float64Array(capacity)
  let cpus = new Int32Array(capacity)
  let threads = new Int32Array(capacity)
  let stacks = new Int32Array(capacity)
  let weights = new Float64Array(capacity)
  const grow = () => {
    capacity *= 2
    times = grown(times, new Float64Array(capacity))
    cpus = grown(cpus, new Int32Array(capacity))
    threads = grown(threads, new Int32Array(capacity))
    stacks = grown(stacks, new Int32Array(capacity))
    weights = grown(weights, new Float64Array(capacity))
  }
  const columns: SampleColumns & { length: number } = {
    length: 0,
    add(time, cpu, thread, stack, weight) {
      const row = columns.length
      if (row === capacity) grow()
      times[row] = time
      cpus[row] = cpu
      threads[row] = thread
      stacks[row] = stack
      weights[row] = weight
      columns.length = row + 1
    },
    firstTime: () => leastOf(times.subarray(0, columns.length)),
    finish(origin) {
      const { length } = columns
      const order = orderByTime(times.subarray(0, length))
      return {
        kind: 'samples',
        ...head,
        length,
        time: rebase(reorderFloats(times, length, order), origin),
        cpu: reorderInts(cpus, length, order),
        thread: reorderInts(threads, length, order),
        stack: reorderInts(stacks, length, order),
        weight: reorderFloats(weights, length, order),
      }
    },
    since(row, most) {
      const { id: _, ...rest } = head
      const end = Math.max(row, Math.min(columns.length, most))
      return {
        kind: 'samples',
        ...rest,
        length: end - row,
        total: columns.length,
        time: times.slice(row, end),
        cpu: cpus.slice(row, end),
        thread: threads.slice(row, end),
        stack: stacks.slice(row, end),
        weight: weights.slice(row, end),
      }
    },
  }
  return columns
}

export interface SliceColumns {
  readonly length: number
  /** stack: -1 for none */
  add(
    start: Nanoseconds,
    duration: Nanoseconds,
    thread: ThreadIndex,
    name: StringIndex,
    result: number,
    stack?: StackIndex,
  ): void
  /** of the slice that was added last */
  setStack(stack: StackIndex): void
  firstStart(): Nanoseconds
  finish(origin: Nanoseconds): SliceStream
  /** Those from `row` on and before the row `most`, as they came; the format says what its names stand for. */
  since(row: number, most: number): Omit<Extract<LiveRows, { kind: 'slices' }>, 'names'>
}

export const createSliceColumns = (head: StreamHead): SliceColumns => {
  // as with samples: a slice is added for each line of text
  let capacity = 64
  let length = 0
  let starts = new Float64Array(capacity)
  let durations = new Float64Array(capacity)
  let threads = new Int32Array(capacity)
  let names = new Int32Array(capacity)
  let results = new Float64Array(capacity)
  let stacks = new Int32Array(capacity)
  // most tools know no stacks, and many no results
  let hasStacks = false
  let hasResults = false
  const grow = () => {
    capacity *= 2
    starts = grown(starts, new Float64Array(capacity))
    durations = grown(durations, new Float64Array(capacity))
    threads = grown(threads, new Int32Array(capacity))
    names = grown(names, new Int32Array(capacity))
    results = grown(results, new Float64Array(capacity))
    stacks = grown(stacks, new Int32Array(capacity))
  }
  return {
    get length() {
      return length
    },
    add(start, duration, thread, name, result, stack = -1) {
      if (length === capacity) grow()
      starts[length] = start
      durations[length] = duration
      threads[length] = thread
      names[length] = name
      results[length] = result
      stacks[length] = stack
      if (stack !== -1) hasStacks = true
      if (!Number.isNaN(result)) hasResults = true
      length++
    },
    setStack(stack) {
      stacks[length - 1] = stack
      if (stack !== -1) hasStacks = true
    },
    firstStart: () => leastOf(starts.subarray(0, length)),
    finish(origin) {
      const order = orderByTime(starts.subarray(0, length))
      return {
        kind: 'slices',
        ...head,
        length,
        start: rebase(reorderFloats(starts, length, order), origin),
        duration: reorderFloats(durations, length, order),
        thread: reorderInts(threads, length, order),
        name: reorderInts(names, length, order),
        stack: reorderInts(stacks, length, hasStacks ? order : null),
        result: reorderFloats(results, length, hasResults ? order : null),
      }
    },
    since(row, most) {
      const { id: _, ...rest } = head
      const end = Math.max(row, Math.min(length, most))
      return {
        kind: 'slices',
        ...rest,
        length: end - row,
        total: length,
        start: starts.slice(row, end),
        duration: durations.slice(row, end),
        thread: threads.slice(row, end),
        name: names.slice(row, end),
        stack: stacks.slice(row, end),
        result: results.slice(row, end),
      }
    },
  }
}

export interface DistributionColumns {
  readonly length: number
  /** [low, high) */
  add(name: StringIndex, low: number, high: number, count: number): void
  finish(): DistributionStream
}

export const createDistributionColumns = (head: StreamHead): DistributionColumns => {
  const name = int32Column()
  const low = float64Column()
  const high = float64Column()
  const count = float64Column()
  return {
    get length() {
      return name.length
    },
    add(bucketName, bucketLow, bucketHigh, bucketCount) {
      name.push(bucketName)
      low.push(bucketLow)
      high.push(bucketHigh)
      count.push(bucketCount)
    },
    finish: () => ({
      kind: 'distribution',
      ...head,
      length: name.length,
      name: name.toArray(),
      low: low.toArray(),
      high: high.toArray(),
      count: count.toArray(),
    }),
  }
}

export interface CounterColumns {
  readonly length: number
  add(time: Nanoseconds, name: StringIndex, value: number): void
  firstTime(): Nanoseconds
  finish(origin: Nanoseconds): CounterStream
}

export const createCounterColumns = (head: StreamHead): CounterColumns => {
  const time = float64Column()
  const name = int32Column()
  const value = float64Column()
  return {
    get length() {
      return time.length
    },
    add(counterTime, counterName, counterValue) {
      time.push(counterTime)
      name.push(counterName)
      value.push(counterValue)
    },
    firstTime: () => leastOf(time.toArray()),
    finish(origin) {
      const times = time.toArray()
      const order = orderByTime(times)
      return {
        kind: 'counter',
        ...head,
        length: times.length,
        time: rebase(reorderFloats(times, times.length, order), origin),
        value: reorderFloats(value.toArray(), times.length, order),
        name: reorderInts(name.toArray(), times.length, order),
      }
    },
  }
}
