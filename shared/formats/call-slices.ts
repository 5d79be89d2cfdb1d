/**
 * Calls that begin and end on threads, nested in each other, as two streams: the calls as slices, and the time that
 * passes in each path of calls but in none below it as samples, so that a flame graph adds up to the time that passed.
 */
import type { FrameIndex, Nanoseconds, StackIndex, StringIndex, ThreadIndex } from '../units/units.ts'
import { float64Column, int32Column } from './growable-columns.ts'
import type { ProfileBuilder } from './profile-builder.ts'
import type { SampleColumns, SliceColumns } from './stream-columns.ts'

/** result: NaN for none. stack: any number that says which stack it was called with, -1 for none. */
export interface CallMore {
  readonly result?: number
  readonly stack?: number
}

export interface CallSlices {
  readonly length: number
  /** calls that have begun and not ended */
  readonly open: number
  /** call: any number that says which call it is */
  begin(thread: number, start: Nanoseconds, call: number, more?: CallMore): void
  /** Ends the innermost such call (-1: of any), and those within it. False when there is none. */
  end(thread: number, end: Nanoseconds, call: number): boolean
  add(thread: number, start: Nanoseconds, duration: Nanoseconds, call: number, more?: CallMore): void
  /** Hands the rows over. Calls that are open end at the last time there is. */
  finish(into: {
    readonly slices: Pick<SliceColumns, 'add'>
    /** null: nobody asks for it */
    readonly selfTime: Pick<SampleColumns, 'add'> | null
    readonly threadOf: (thread: number) => ThreadIndex
    readonly nameOf: (call: number) => StringIndex
    readonly frameOf: (call: number) => FrameIndex
    readonly stackOf?: (stack: number) => StackIndex
    readonly builder: ProfileBuilder
  }): void
}

/** how far from the innermost call an end is looked for */
const MAX_MISPLACED = 256

export const createCallSlices = (): CallSlices => {
  const starts = float64Column()
  /** -1 while it is open */
  const durations = float64Column()
  const threads = int32Column()
  const calls = int32Column()
  const results = float64Column()
  const calledWith = int32Column()
  const openRows = new Map<number, number[]>()
  let openCount = 0
  let last = Number.NEGATIVE_INFINITY

  const push = (thread: number, start: number, duration: number, call: number, more: CallMore = {}) => {
    starts.push(start)
    durations.push(duration)
    threads.push(thread)
    calls.push(call)
    results.push(more.result ?? Number.NaN)
    calledWith.push(more.stack ?? -1)
    last = Math.max(last, start + Math.max(0, duration))
  }

  const closeOpen = () => {
    for (const rows of openRows.values()) {
      for (const row of rows) durations.set(row, Math.max(0, last - starts.get(row)))
    }
    openRows.clear()
  }

  /** Rows by thread, then outer before inner: earlier start, longer, written first. */
  const nestingOrder = (): Uint32Array => {
    const [start, duration, thread] = [starts.toArray(), durations.toArray(), threads.toArray()]
    const order = new Uint32Array(start.length)
    for (let row = 0; row < order.length; row++) order[row] = row
    return order.sort(
      (a, b) => thread[a]! - thread[b]! || start[a]! - start[b]! || duration[b]! - duration[a]! || a - b,
    )
  }

  return {
    get length() {
      return starts.length
    },
    get open() {
      return openCount
    },
    begin(thread, start, call, more) {
      const rows = openRows.get(thread)
      if (rows) rows.push(starts.length)
      else openRows.set(thread, [starts.length])
      openCount++
      push(thread, start, -1, call, more)
    },
    end(thread, end, call) {
      const rows = openRows.get(thread)
      if (rows === undefined || rows.length === 0) return false
      let depth = rows.length - 1
      if (call !== -1) {
        const deepest = Math.max(0, rows.length - MAX_MISPLACED)
        while (depth >= deepest && calls.get(rows[depth]!) !== call) depth--
        if (depth < deepest) return false
      }
      while (rows.length > depth) {
        const row = rows.pop()!
        openCount--
        durations.set(row, Math.max(0, end - starts.get(row)))
      }
      last = Math.max(last, end)
      return true
    },
    add: push,
    finish({ slices, selfTime, threadOf, nameOf, frameOf, stackOf, builder }) {
      closeOpen()
      const ends: number[] = []
      const stacks: number[] = []
      let at = 0
      let thread = -1

      const spend = (until: number) => {
        if (until > at) selfTime?.add(at, -1, thread, stacks[stacks.length - 1]!, until - at)
        at = until
      }
      const leaveUntil = (time: number) => {
        while (ends.length > 0 && ends[ends.length - 1]! <= time) {
          spend(ends.pop()!)
          stacks.pop()
        }
      }

      let before = -1
      for (const row of nestingOrder()) {
        const start = starts.get(row)
        const duration = durations.get(row)
        const call = calls.get(row)
        if (threads.get(row) !== before) {
          leaveUntil(Number.POSITIVE_INFINITY)
          before = threads.get(row)
          thread = threadOf(before)
          at = start
        }
        const stack = calledWith.get(row)
        slices.add(
          start,
          duration,
          thread,
          nameOf(call),
          results.get(row),
          stack === -1 ? -1 : (stackOf?.(stack) ?? -1),
        )
        if (selfTime === null) continue
        leaveUntil(start)
        if (ends.length > 0) spend(start)
        at = start
        // one that outlives the call it began in is cut to it here, so that time is not counted twice
        ends.push(Math.min(start + duration, ends[ends.length - 1] ?? Number.POSITIVE_INFINITY))
        stacks.push(builder.stack(stacks[stacks.length - 1] ?? -1, frameOf(call)))
      }
      leaveUntil(Number.POSITIVE_INFINITY)
    },
  }
}
