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
  readonly thread: number
  /** outermost first */
  readonly open: OpenCall[]
}

interface Cpu {
  /** where it is in time */
  cursor: number
  /** what runs on it; of what is not known there is one for each CPU */
  task: Task
  /** number of that, as it was told last; -1 for none */
  pid: number
}

/** deeper than the kernel's stacks go: what is deeper is broken */
const DEEPEST = 512
/** functions whose frame is kept at hand */
const MOST_FRAMES = 64 * 1024

export const createGraphGatherer = (builder: ProfileBuilder, clock: HostClock) => {
  const head = { id: 0, event: 'function_graph', unit: 'ns', title: '' } as const
  const slices = createSliceColumns(head)
  const samples = createSampleColumns(head)
  const cpus = new Map<number, Cpu>()
  const tasks = new Map<number, Task>()
  /** each CPU has an idle task, and all are number 0 */
  const idle = new Map<number, Task>()
  const frames = new Map<string, number>()
  let lastNumber = -1
  let lastCpu: Cpu | null = null

  const cpuOf = (number: number): Cpu => {
    if (lastCpu !== null && lastNumber === number) return lastCpu
    let cpu = cpus.get(number)
    if (cpu === undefined) {
      const task = { thread: builder.thread(-1, -1, `CPU ${number}`), open: [] }
      cpu = { cursor: 0, task, pid: -1 }
      cpus.set(number, cpu)
    }
    lastNumber = number
    lastCpu = cpu
    return cpu
  }

  const switchTo = (number: number, comm: string, pid: number) => {
    const cpu = cpuOf(number)
    if (cpu.pid === pid) return
    const [known, key] = pid === 0 ? [idle, number] : [tasks, pid]
    let task = known.get(key)
    if (task === undefined) {
      task = { thread: builder.thread(pid, pid, comm), open: [] }
      known.set(key, task)
    }
    cpu.task = task
    cpu.pid = pid
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
      const { time, duration, kind, name } = read
      if (read.task !== null) switchTo(read.cpu, read.task.comm, read.task.pid)
      const cpu = cpuOf(read.cpu)
      const { thread, open } = cpu.task
      const now = time === null ? cpu.cursor : clock.relative(time.seconds, time.nanoseconds)
      if (kind === 'enter') {
        if (open.length < DEEPEST)
          open.push({ name, start: now, stack: stackOf(open.at(-1), name), inner: 0 })
        cpu.cursor = now
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
      add(read.cpu, thread, call, duration)
      if (parent !== undefined) parent.inner += duration
      cpu.cursor = Math.max(now, start + duration)
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
