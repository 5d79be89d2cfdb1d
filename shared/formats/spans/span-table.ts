/**
 * The spans of traces, which name their parents: as slices, and the time in each path of spans but in none of its
 * children as samples, so that a flame graph adds up. Parents, and what their process is called, may come later.
 */
import type { EventColumns } from '../assemble-streams.ts'
import { float64Column, int32Column } from '../growable-columns.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createSampleColumns, createSliceColumns } from '../stream-columns.ts'

export interface Span {
  /** unique in the file; '' when it has none */
  readonly key: string
  /** '' for a root */
  readonly parent: string
  readonly start: number
  readonly duration: number
  readonly name: string
  /** a number of the caller's for the process */
  readonly process: number
  /** thread.id where it is said, else null */
  readonly thread: number | null
  /** status code of HTTP or gRPC; -1 for an error without one; NaN */
  readonly result: number
}

export interface SpanProcess {
  readonly service: string
  /** null: not said */
  readonly pid: number | null
}

export interface SpanTable {
  readonly length: number
  add(span: Span): void
  /** Slices, then samples. */
  finish(processOf: (process: number) => SpanProcess): readonly EventColumns[]
}

const NO_THREAD = -2

export const createSpanTable = (builder: ProfileBuilder): SpanTable => {
  const starts = float64Column()
  const durations = float64Column()
  const names = int32Column()
  const processes = int32Column()
  const threads = int32Column()
  const results = float64Column()
  const parents: string[] = []
  const rowByKey = new Map<string, number>()

  const resolveParents = (): Int32Array => {
    const rows = new Int32Array(parents.length)
    for (let row = 0; row < rows.length; row++) {
      const parent = parents[row] === '' ? undefined : rowByKey.get(parents[row]!)
      rows[row] = parent === undefined || parent === row ? -1 : parent
    }
    return rows
  }

  /** Services that say no PID get one by their order: threads of one service belong together. */
  const resolveProcesses = (processOf: (process: number) => SpanProcess) => {
    const pids = new Map<string, number>()
    return (process: number): { service: string; pid: number } => {
      const { service, pid } = processOf(process)
      const known = pid ?? pids.get(service) ?? pids.size + 1
      if (pid === null) pids.set(service, known)
      return { service, pid: known }
    }
  }

  /** Each span's time without that of its children, which may overlap, and outlive it. */
  const selfTimes = (order: Uint32Array, parentRows: Int32Array): Float64Array => {
    const self = durations.toArray()
    const covered = starts.toArray()
    for (const row of order) {
      const parent = parentRows[row]!
      if (parent === -1) continue
      const from = Math.max(starts.get(row), covered[parent]!)
      const until = Math.min(starts.get(row) + durations.get(row), starts.get(parent) + durations.get(parent))
      if (until <= from) continue
      self[parent] = self[parent]! - (until - from)
      covered[parent] = until
    }
    return self
  }

  const resolveStacks = (parentRows: Int32Array, frameOf: (row: number) => number): Int32Array => {
    const stacks = new Int32Array(parentRows.length).fill(-1)
    const isDone = new Uint8Array(parentRows.length)
    const path: number[] = []
    for (let row = 0; row < stacks.length; row++) {
      let at = row
      // marked on the way, so that spans which are each other's parents end
      while (at !== -1 && isDone[at] === 0) {
        isDone[at] = 1
        path.push(at)
        at = parentRows[at]!
      }
      let stack = at === -1 ? -1 : stacks[at]!
      for (let below = path.pop(); below !== undefined; below = path.pop()) {
        stack = builder.stack(stack, frameOf(below))
        stacks[below] = stack
      }
    }
    return stacks
  }

  return {
    get length() {
      return starts.length
    },
    add(span) {
      if (span.key !== '') rowByKey.set(span.key, starts.length)
      parents.push(span.parent)
      starts.push(span.start)
      durations.push(span.duration)
      names.push(builder.string(span.name))
      processes.push(span.process)
      threads.push(span.thread ?? NO_THREAD)
      results.push(span.result)
    },
    finish(processOf) {
      const head = { id: 0, unit: 'ns' } as const
      const slices = createSliceColumns({ ...head, event: 'spans', title: 'spans' })
      const samples = createSampleColumns({ ...head, event: 'self time', title: 'time in spans' })
      const process = resolveProcesses(processOf)
      const parentRows = resolveParents()
      const order = new Uint32Array(starts.length)
      for (let row = 0; row < order.length; row++) order[row] = row
      order.sort((a, b) => starts.get(a) - starts.get(b) || a - b)
      const self = selfTimes(order, parentRows)
      const stacks = resolveStacks(parentRows, (row) => {
        const { service } = process(processes.get(row))
        return builder.frame(builder.func(builder.stringAt(names.get(row)), service, 'group'), 0, 0)
      })
      for (const row of order) {
        const { service, pid } = process(processes.get(row))
        const tid = threads.get(row) === NO_THREAD ? pid : threads.get(row)
        const thread = builder.thread(pid, tid, service)
        slices.add(starts.get(row), durations.get(row), thread, names.get(row), results.get(row))
        if (self[row]! > 0) samples.add(starts.get(row), -1, thread, stacks[row]!, self[row]!)
      }
      return [slices, samples]
    },
  }
}
