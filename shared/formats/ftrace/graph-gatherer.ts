/**
 * Puts the lines of the function_graph tracer together: each call a slice, and each call's own time (without that of
 * the calls in it) a sample with its stack, so that flame graphs add up.
 *
 * Without funcgraph-abstime there are no times but durations: calls of a CPU are then laid one behind the other.
 */
import type { HostClock } from '../host-clock.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createSampleColumns, createSliceColumns } from '../stream-columns.ts'
import type { GraphLine } from './graph-line.ts'

interface OpenCall {
  readonly name: string
  readonly start: number
  readonly stack: number
  /** of the calls in it */
  inner: number
}

interface Task {
  thread: number
  /** outermost first */
  readonly open: OpenCall[]
}

/** deeper than the kernel's stacks go: what is deeper is broken */
const DEEPEST = 512
/** functions whose frame is kept at hand */
const MOST_FRAMES = 64 * 1024
/** keys of tasks that have no number of their own: less the number of their CPU */
const IDLE = -1
const UNKNOWN = -1e9

export const createGraphGatherer = (builder: ProfileBuilder, clock: HostClock) => {
  const head = { id: 0, event: 'function_graph', unit: 'ns', title: '' } as const
  const slices = createSliceColumns(head)
  const samples = createSampleColumns(head)
  /** by CPU: where it is in time, and what runs on it */
  const cursors = new Map<number, number>()
  const current = new Map<number, number>()
  const tasks = new Map<number, Task>()
  const frames = new Map<string, number>()

  const taskOf = ({ cpu, task }: GraphLine): Task => {
    if (task !== null) switchTo(cpu, task.comm, task.pid)
    // of what is not known there is one for each CPU, and so there is of idle tasks
    const key = current.get(cpu) ?? UNKNOWN - cpu
    let found = tasks.get(key)
    if (found === undefined) {
      found = { thread: builder.thread(-1, -1, `CPU ${cpu}`), open: [] }
      tasks.set(key, found)
    }
    return found
  }

  const switchTo = (cpu: number, comm: string, pid: number) => {
    // each CPU has an idle task, and all are number 0
    const key = pid === 0 ? IDLE - cpu : pid
    current.set(cpu, key)
    if (!tasks.has(key)) tasks.set(key, { thread: builder.thread(pid, pid, comm), open: [] })
  }

  const stackOf = (parent: OpenCall | undefined, name: string) => {
    let frame = frames.get(name)
    if (frame === undefined) {
      frame = builder.frame(builder.func(name, null, 'kernel'), 0, 0)
      if (frames.size < MOST_FRAMES) frames.set(name, frame)
    }
    return builder.stack(parent?.stack ?? -1, frame)
  }

  const add = (cpu: number, thread: number, call: OpenCall, duration: number) => {
    slices.add(call.start, duration, thread, builder.string(call.name), Number.NaN, call.stack)
    const own = duration - call.inner
    if (own > 0) samples.add(call.start, cpu, thread, call.stack, own)
  }

  return {
    switchTo,
    line(read: GraphLine) {
      const { cpu, time, duration, kind, name } = read
      const { thread, open } = taskOf(read)
      const now = time === null ? (cursors.get(cpu) ?? 0) : clock.relative(time.seconds, time.nanoseconds)
      if (kind === 'enter') {
        if (open.length < DEEPEST)
          open.push({ name, start: now, stack: stackOf(open.at(-1), name), inner: 0 })
        cursors.set(cpu, now)
        return
      }
      if (Number.isNaN(duration)) {
        // of a call that was too short to be shown, or not measured, there is nothing to show
        if (kind === 'leave') open.pop()
        return
      }
      const begun = kind === 'leave' ? open.pop() : undefined
      const parent = open.at(-1)
      const label = name || '[unknown]'
      // of a call that began before the trace only the end is known
      const start = begun?.start ?? (kind === 'leaf' || time === null ? now : now - duration)
      const call = begun ?? { name: label, start, stack: stackOf(parent, label), inner: 0 }
      add(cpu, thread, call, duration)
      if (parent !== undefined) parent.inner += duration
      cursors.set(cpu, Math.max(now, start + duration))
    },
    get length() {
      return slices.length
    },
    firstTime: () => slices.firstStart(),
    finish: (origin: number) => [
      { ...slices.finish(origin), title: 'Function calls' },
      { ...samples.finish(origin), title: 'Time in functions' },
    ],
  }
}
