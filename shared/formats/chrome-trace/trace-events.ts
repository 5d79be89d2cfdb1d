/** The events of a trace by their phase, each to what it is here. */
import type { EventColumns } from '../assemble-streams.ts'
import { type CallSlices, createCallSlices } from '../call-slices.ts'
import { durationOf, type EventClock } from '../json/event-clock.ts'
import type { JsonContext } from '../json/json-parser.ts'
import { isObject, type JsonValue, member, numberOf, scalarText, textOf } from '../json/json-value.ts'
import { resolveSamples } from '../resolved-columns.ts'
import { createCounterColumns, createSampleColumns, createSliceColumns } from '../stream-columns.ts'
import { createAsyncSlices } from './async-slices.ts'
import type { StackFrames } from './stack-frames.ts'
import { createTraceProfiles } from './trace-profiles.ts'
import type { TraceThreads } from './trace-threads.ts'

export type TraceEvent = Readonly<
  Record<
    'ph' | 'name' | 'cat' | 'pid' | 'tid' | 'ts' | 'dur' | 'id' | 'id2' | 'scope' | 'sf' | 'args',
    JsonValue | undefined
  >
>

interface TraceEventsOptions {
  readonly builder: JsonContext['builder']
  readonly context: Pick<JsonContext, 'leaveOut' | 'lost'>
  readonly clock: EventClock
  readonly threads: TraceThreads
  readonly frames: StackFrames
  /** written by our own export: categories are streams */
  readonly isOurs: () => boolean
}

/** An operation's id is its own, its process's or global: by which it finds its end. */
const asyncKey = (event: TraceEvent): string => {
  const local = scalarText(member(event.id2, 'local'))
  const global = scalarText(member(event.id2, 'global'))
  const id = local === undefined ? (global ?? scalarText(event.id)) : `${scalarText(event.pid)} ${local}`
  return `${textOf(event.cat) ?? ''}\n${scalarText(event.scope) ?? ''}\n${id}`
}

export const createTraceEvents = ({
  builder,
  context,
  clock,
  threads,
  frames,
  isOurs,
}: TraceEventsOptions) => {
  const { leaveOut, lost } = context
  const callsByStream = new Map<string, CallSlices>()
  const async = createAsyncSlices()
  const profiles = createTraceProfiles(clock)
  const instants = createSampleColumns({ id: 0, event: 'instants', unit: 'count', title: 'instant events' })
  const counters = new Map<string, ReturnType<typeof createCounterColumns>>()
  /** of each counter's name: the process it was first of */
  const counterProcess = new Map<string, string>()

  const nameOf = (event: TraceEvent): number => builder.string(scalarText(event.name) || '(no name)')
  const frameOf = (name: string) => builder.frame(builder.func(name, null, 'group'), 0, 0)

  const callsOf = (event: TraceEvent): CallSlices => {
    const stream = isOurs() ? (textOf(event.cat) ?? '') : ''
    const known = callsByStream.get(stream)
    if (known) return known
    const added = createCallSlices()
    callsByStream.set(stream, added)
    return added
  }

  const moreOf = (event: TraceEvent) => {
    const sf = scalarText(event.sf)
    const result = isOurs() ? numberOf(member(event.args, 'result')) : undefined
    return {
      ...(sf === undefined ? {} : { stack: frames.refer(sf) }),
      ...(result === undefined ? {} : { result }),
    }
  }

  const readCounter = (event: TraceEvent, time: number) => {
    const category = isOurs() ? (textOf(event.cat) ?? '') : 'counters'
    let columns = counters.get(category)
    if (columns === undefined) {
      columns = createCounterColumns({ id: 0, event: category, unit: 'count', title: category })
      counters.set(category, columns)
    }
    const id = scalarText(event.id)
    const label = `${scalarText(event.name) || '(no name)'}${id === undefined ? '' : ` ${id}`}`
    const process = scalarText(event.pid) ?? ''
    if (!counterProcess.has(label)) counterProcess.set(label, process)
    const ofProcess = counterProcess.get(label) === process ? label : `${label} [${process}]`
    const args = isObject(event.args) ? Object.entries(event.args) : []
    for (const [series, value] of args) {
      const number = numberOf(value)
      if (number === undefined) leaveOut('counter values that are no numbers')
      else {
        const isOnly = args.length === 1 && (series === 'value' || series === label)
        columns.add(time, builder.string(isOnly ? ofProcess : `${ofProcess} ${series}`), number)
      }
    }
  }

  const readMetadata = (event: TraceEvent) => {
    const name = textOf(member(event.args, 'name'))
    if (event.name === 'trace_buffer_overflowed') {
      lost(1, 'The trace says that its buffer overflowed, so that its oldest events are not in it.')
    } else if (name === undefined) return
    else if (event.name === 'thread_name') threads.nameThread(threads.of(event.pid, event.tid), name)
    else if (event.name === 'process_name') threads.nameProcess(event.pid, name)
  }

  const readComplete = (event: TraceEvent, time: number, thread: number) => {
    const duration = durationOf(event.dur, 3)
    if (Number.isNaN(duration)) leaveOut('complete events (X) without a duration')
    else callsOf(event).add(thread, time, duration, nameOf(event), moreOf(event))
  }

  const readInstant = (event: TraceEvent, time: number, thread: number) => {
    const frame = frameOf(scalarText(event.name) || '(no name)')
    instants.add(time, -1, thread, builder.stack(-1, frame), 1)
  }

  type Read = (event: TraceEvent, time: number, thread: number) => void
  const beginAsync: Read = (event, time, thread) => async.begin(asyncKey(event), thread, time, nameOf(event))
  const endAsync: Read = (event, time, thread) => async.end(asyncKey(event), thread, time, nameOf(event))
  const byPhase: Readonly<Record<string, Read>> = {
    X: readComplete,
    B: (event, time, thread) => callsOf(event).begin(thread, time, nameOf(event), moreOf(event)),
    E(event, time, thread) {
      const name = textOf(event.name) ? nameOf(event) : -1
      if (!callsOf(event).end(thread, time, name)) leaveOut('ends (E) of calls that had not begun')
    },
    b: beginAsync,
    S: beginAsync,
    e: endAsync,
    F: endAsync,
    n: readInstant,
    T: readInstant,
    p: readInstant,
    i: readInstant,
    I: readInstant,
    R: readInstant,
    C: readCounter,
    P(event, time, thread) {
      if (!profiles.add(event, thread)) readInstant(event, time, thread)
    },
  }

  return {
    /** False for what is no event of a trace. Flows, objects, memory dumps and clock marks have no place here. */
    read(value: TraceEvent): boolean {
      const phase = textOf(value.ph)
      if (phase === undefined || phase.length !== 1) return false
      if (phase === 'M') {
        readMetadata(value)
        return true
      }
      const read = Object.hasOwn(byPhase, phase) ? byPhase[phase] : undefined
      if (read === undefined) return true
      const time = clock.relative(value.ts)
      if (Number.isNaN(time)) leaveOut('events without a time (ts)')
      else read(value, time, threads.of(value.pid, value.tid))
      return true
    },

    finish(threadOf: (thread: number) => number): readonly EventColumns[] {
      const stackOf = frames.resolve(builder)
      const columns: EventColumns[] = []
      for (const [stream, calls] of callsByStream) {
        const event = stream || 'calls'
        const slices = createSliceColumns({ id: 0, event, unit: 'ns', title: event })
        const selfTime = createSampleColumns({
          id: 0,
          event: 'self time',
          unit: 'ns',
          title: 'time in calls',
        })
        if (calls.open > 0) leaveOut('ends of calls, which last to the end of the trace', calls.open)
        calls.finish({
          ...{ slices, builder, threadOf, stackOf },
          selfTime: isOurs() ? null : selfTime,
          nameOf: (name) => name,
          frameOf: (name) => frameOf(builder.stringAt(name)),
        })
        columns.push(slices, selfTime)
      }
      const operations = createSliceColumns({
        id: 0,
        event: 'async',
        unit: 'ns',
        title: 'asynchronous operations',
      })
      const { unended, unbegun } = async.finish(operations, threadOf)
      if (unended > 0) leaveOut('ends of operations, which last to the end of the trace', unended)
      if (unbegun > 0) leaveOut('ends of operations that had not begun', unbegun)
      const head = { id: 0, event: 'v8 cpu profile' } as const
      const samples = createSampleColumns({ ...head, unit: 'ns', title: 'CPU profile (V8)' })
      const untimed = createSampleColumns({ ...head, unit: 'count', title: 'samples without times (V8)' })
      const missing = profiles.finish({ builder, samples, untimed, threadOf })
      if (missing > 0) leaveOut('times of samples, which are counted instead', missing)
      const points = resolveSamples(instants, threadOf, (stack) => stack)
      return [...columns, operations, samples, untimed, points, ...counters.values()]
    },
  }
}
