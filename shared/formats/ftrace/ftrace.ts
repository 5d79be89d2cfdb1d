/**
 * The text of ftrace (trace, trace_pipe, trace-cmd report): events become samples, a stream for each event, with the
 * stack that follows; of the function_graph tracer see graph-gatherer.ts.
 */
import type { Stream } from '../../model/profile.ts'
import { createByteNames } from '../byte-names.ts'
import { trimmedEnd } from '../byte-numbers.ts'
import { createHostClock } from '../host-clock.ts'
import { createSampleColumns, type SampleColumns } from '../stream-columns.ts'
import { createTextFormat, type TextFormat } from '../text-format.ts'
import type { TextContext, TextReader } from '../text-parser.ts'
import { createThreadCache } from '../thread-cache.ts'
import { emptyGraphBytes, readGraphBytes } from './graph-bytes.ts'
import { createGraphGatherer } from './graph-gatherer.ts'
import { readGraphLine, readGraphSwitch } from './graph-line.ts'
import { emptyTraceBytes, readTraceBytes } from './trace-bytes.ts'
import { readTraceLine, type TraceLine } from './trace-line.ts'

const EXPECTED =
  'the text of ftrace (comm-PID [CPU] flags seconds.micros: event:), or of its function_graph tracer'
/** more different events nobody asks for */
const MOST_EVENTS = 1024
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const SPACE = 32
const EQUALS = 61

interface PendingEvent {
  columns: SampleColumns | null
  time: number
  cpu: number
  thread: number
}

/** ` => do_syscall_64`, ` => /lib/libc.so.6[+0x1234]` of user stacks, ` =>  <00007f...>` */
const readStackLine = (line: string): { name: string; module: string | null } | null => {
  const match = /^\s*=>\s+(\S.{0,4095})$/.exec(line)
  if (match === null) return null
  const text = match[1]!.trim()
  const user = /^(.+)\[\+0x[\da-f]+\]/.exec(text)
  if (user) return { name: '[unknown]', module: user[1]! }
  const name = text.replace(/^<[\da-f]+>|(?: <[\da-f]+>| ?\+0x[\da-f]+(\/0x[\da-f]+)?)$/g, '').trim()
  return { name: name === '' || name === '??' ? '[unknown]' : name, module: null }
}

const isChatter = (line: string): boolean =>
  /^(#|cpus=\d+|version = |\s*-{20,}\s*$|\s*\d+\)\s+[<=]=+>? ?\||\s*\d+\)\s.*\|\s+\/\*|CPU \d+ is empty)/.test(
    line,
  ) || /^\s*\d+\)\s+(?:=+>|<=+) \|$/.test(line)

const createReader = ({ builder, losses, place }: TextContext): TextReader => {
  const clock = createHostClock()
  const graph = createGraphGatherer(builder, clock)
  const events = new Map<string, SampleColumns>()
  /** the event that was read last, whose stack may follow */
  const event: PendingEvent = { columns: null, time: 0, cpu: 0, thread: -1 }
  /** leaf first */
  const frames: number[] = []

  const flush = () => {
    const { columns, time, cpu, thread } = event
    if (columns === null) return
    let stack = -1
    for (let depth = frames.length - 1; depth >= 0; depth--) stack = builder.stack(stack, frames[depth]!)
    columns.add(time, cpu, thread, stack, 1)
    event.columns = null
    frames.length = 0
  }

  const frameOf = (name: string, module: string | null) => {
    const kind = module !== null ? 'user' : name === '[unknown]' ? 'unknown' : 'kernel'
    return builder.frame(builder.func(name, module, kind), 0, 0)
  }

  const columnsOf = (event: string): SampleColumns | null => {
    const known = events.get(event)
    if (known) return known
    if (events.size === MOST_EVENTS) return null
    const columns = createSampleColumns({ id: 0, event, unit: 'count', title: event })
    events.set(event, columns)
    return columns
  }

  const read = (line: TraceLine): boolean => {
    // a stack belongs to the event before
    if (line.event === 'stack' && event.columns !== null) return true
    flush()
    const columns = columnsOf(line.event)
    if (columns === null) return false
    event.columns = columns
    event.time = clock.relative(line.seconds, line.nanoseconds)
    event.cpu = line.cpu
    event.thread = builder.thread(line.pid, line.tid, line.comm)
    for (let depth = line.functions.length - 1; depth >= 0; depth--) {
      frames.push(frameOf(line.functions[depth]!, null))
    }
    return true
  }

  const traced = emptyTraceBytes()
  const called = emptyGraphBytes()
  const threadOf = createThreadCache(builder)
  const textOf = createByteNames((text) => text)
  /** null for more different events than there is room for */
  const columnsOfBytes = createByteNames(columnsOf)
  const frameOfBytes = createByteNames((name) => frameOf(name, null))
  /** the frame of a line of a stack; -1 for a line that is another */
  const stackFrameOf = createByteNames((line) => {
    if (readGraphLine(line) ?? readTraceLine(line) ?? readGraphSwitch(line)) return -1
    const frame = isChatter(line) ? null : readStackLine(line)
    return frame === null ? -1 : frameOf(frame.name, frame.module)
  })

  /** `read` of the line in `traced`; false: nothing has happened. */
  const readTraced = (bytes: Uint8Array): boolean => {
    if (traced.what === 'stack') return event.columns !== null
    const columns =
      traced.what === 'function'
        ? columnsOf('function')
        : columnsOfBytes(bytes, traced.nameStart, traced.nameEnd)
    if (columns === null) return false
    flush()
    event.columns = columns
    event.time = clock.relative(traced.seconds, traced.nanoseconds)
    event.cpu = traced.cpu
    event.thread = threadOf(traced.pid, traced.tid, textOf(bytes, traced.commStart, traced.commEnd))
    if (traced.what === 'function') {
      frames.push(frameOfBytes(bytes, traced.nameStart, traced.nameEnd))
      frames.push(frameOfBytes(bytes, traced.callerStart, traced.callerEnd))
    }
    return true
  }

  const readCalled = (bytes: Uint8Array) => {
    const { cpu, seconds, nanoseconds, pid, duration, kind } = called
    graph.line({
      cpu,
      time: Number.isNaN(seconds) ? null : { seconds, nanoseconds },
      task: pid === -1 ? null : { comm: textOf(bytes, called.commStart, called.commEnd), pid },
      duration,
      kind,
      name: textOf(bytes, called.nameStart, called.nameEnd),
    })
  }

  const other = (line: string): boolean => {
    const lost = /^CPU:(\d+) \[LOST (\d{1,15}) EVENTS\]/.exec(line)
    if (lost) losses.lost(Number(lost[2]), place)
    if (lost || line.trim() === '' || isChatter(line)) return true
    const frame = event.columns === null ? null : readStackLine(line)
    if (frame !== null) frames.push(frameOf(frame.name, frame.module))
    return frame !== null
  }

  return {
    quick(bytes, start, end) {
      const last = trimmedEnd(bytes, start, end)
      if (bytes[start] === SPACE && bytes[start + 1] === EQUALS) {
        const frame = event.columns === null ? -1 : stackFrameOf(bytes, start, last)
        if (frame !== -1) frames.push(frame)
        return frame !== -1
      }
      if (readTraceBytes(traced, bytes, start, last)) return readTraced(bytes)
      if (!readGraphBytes(called, bytes, start, last)) return false
      readCalled(bytes)
      return true
    },
    line(bytes, start, end) {
      if (start === end) return true
      const line = decoder.decode(bytes.subarray(start, end)).trimEnd()
      const called = readGraphLine(line)
      if (called !== null) {
        graph.line(called)
        return true
      }
      const traced = readTraceLine(line)
      if (traced !== null) return read(traced)
      const next = readGraphSwitch(line)
      if (next !== null) graph.switchTo(next.cpu, next.comm, next.pid)
      return next !== null || other(line)
    },
    finish() {
      flush()
      const columns = [...events.values()]
      const first = Math.min(graph.firstTime(), ...columns.map((each) => each.firstTime()))
      if (!Number.isFinite(first)) return null
      const all: Stream[] = [...graph.finish(first), ...columns.map((each) => each.finish(first))]
      const streams = all.filter(({ length }) => length > 0).map((stream, id) => ({ ...stream, id }))
      let duration = 0
      for (const stream of streams) {
        if (stream.kind === 'slices') {
          stream.start.forEach((start, i) => {
            duration = Math.max(duration, start + stream.duration[i]!)
          })
        } else if (stream.kind === 'samples') duration = Math.max(duration, stream.time[stream.length - 1]!)
      }
      return { streams, clockOrigin: clock.absolute(first), duration }
    },
  }
}

const sniff = (bytes: Uint8Array): number => {
  const lines = decoder
    .decode(bytes)
    .split(/\r?\n/)
    .slice(0, 200)
    .filter((line) => line !== '' && !line.startsWith('#') && line.length < 2000)
  if (/^# tracer: /.test(decoder.decode(bytes.subarray(0, 64)))) return 0.97
  const fits = lines.filter(
    (line) => readTraceLine(line) !== null || readGraphLine(line) !== null || readGraphSwitch(line) !== null,
  ).length
  const rest = lines.filter((line) => /^\s*=> |^CPU:\d+ \[LOST|^\s*-{20,}/.test(line)).length
  return fits === 0 ? 0 : (0.95 * (fits + rest)) / lines.length
}

export const ftrace: TextFormat = createTextFormat({
  id: 'ftrace',
  title: 'ftrace',
  sniff,
  tool: 'ftrace',
  expected: EXPECTED,
  createReader,
})
