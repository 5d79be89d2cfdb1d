/**
 * The output of strace: calls become slices (unfinished and resumed parts joined, the stack of -k behind them), or
 * samples where -T did not measure them; signals, exits and calls that did not return are samples of a stream of
 * their own; the summary of -c becomes counts and times by call.
 */
import type { Stream } from '../../model/profile.ts'
import { createByteNames } from '../byte-names.ts'
import { trimmedEnd } from '../byte-numbers.ts'
import { kindOfFrame } from '../perf-script-frame.ts'
import { createSampleColumns, createSliceColumns } from '../stream-columns.ts'
import { createTextFormat, type TextFormat } from '../text-format.ts'
import type { TextContext, TextReader } from '../text-parser.ts'
import { createThreadCache } from '../thread-cache.ts'
import { emptyStraceBytes, readStraceBytes } from './strace-bytes.ts'
import { createStraceClock } from './strace-clock.ts'
import { type Result, readStraceFrame, readStraceLine, type StraceLine } from './strace-line.ts'

const EXPECTED = 'the output of strace (call(arguments) = result)'
/** with -s 65536 a line holds that much of a buffer, escaped */
const MAX_LINE = 1024 * 1024
const SECOND = 1e9
const decoder = new TextDecoder()

interface Call {
  time: number
  /** NaN when it was not measured */
  duration: number
  thread: number
  name: string
  result: number
}

interface Begun {
  readonly time: number
  readonly name: string
}

const createReader = ({ builder }: TextContext): TextReader => {
  const clock = createStraceClock()
  const head = { id: 0, event: 'strace', unit: 'ns', title: 'System calls' } as const
  const slices = createSliceColumns(head)
  const calls = createSampleColumns(head)
  const signals = createSampleColumns(head)
  const counts = createSampleColumns(head)
  const times = createSampleColumns(head)
  /** by pid: the call whose end has not come */
  const unfinished = new Map<number, Begun>()
  /** by pid: what it runs */
  const comms = new Map<number, string>()
  let onlyPid = -1
  /** the call that was read last, whose stack may follow, leaf first */
  const call: Call = { time: 0, duration: 0, thread: -1, name: '', result: 0 }
  let isPending = false
  const frames: number[] = []
  let inSummary = false

  const labelled = (name: string) => builder.stack(-1, builder.frame(builder.func(name, null, 'group'), 0, 0))

  const flush = () => {
    if (!isPending) return
    const { time, duration, thread, name, result } = call
    let stack = -1
    for (let depth = frames.length - 1; depth >= 0; depth--) stack = builder.stack(stack, frames[depth]!)
    if (Number.isNaN(duration)) calls.add(time, -1, thread, stack === -1 ? labelled(name) : stack, 1)
    else slices.add(time, duration, thread, builder.string(name), result, stack)
    isPending = false
    frames.length = 0
  }

  const setCall = (time: number, duration: number, thread: number, name: string, result: number) => {
    call.time = time
    call.duration = duration
    call.thread = thread
    call.name = name
    call.result = result
    isPending = true
  }

  const findThread = createThreadCache(builder)
  const threadOf = (pid: number, comm: string | null) =>
    findThread(pid, pid, comm ?? (comms.size === 0 ? '' : (comms.get(pid) ?? '')))

  const durationOf = ({ duration }: Result): number =>
    duration === null ? Number.NaN : duration.seconds * SECOND + duration.nanoseconds

  const resumed = (
    pid: number,
    now: number,
    thread: number,
    name: string,
    measured: number,
    result: number,
  ) => {
    const begun = unfinished.get(pid)
    unfinished.delete(pid)
    const isKnown = begun?.name === name
    const duration =
      Number.isNaN(measured) && isKnown && clock.isRunning ? Math.max(0, now - begun.time) : measured
    // of a call that began before the trace only the end is known
    const time = isKnown ? begun.time : Number.isNaN(duration) ? now : now - duration
    setCall(time, duration, thread, name, result)
  }

  const read = ({ pid: printed, comm, time, what }: StraceLine) => {
    flush()
    const pid = printed === -1 ? onlyPid : printed
    const now = clock.read(time)
    const thread = threadOf(pid, comm)
    if (what.kind === 'unfinished') unfinished.set(pid, { time: now, name: what.name })
    else if (what.kind === 'resumed') {
      resumed(pid, now, thread, what.name, durationOf(what.result), what.result.value)
    } else if (what.kind === 'call') {
      const { name, result, text } = what
      setCall(now, durationOf(result), thread, name, result.value)
      const program =
        name === 'execve' && result.value === 0 ? /^execve\("([^"]{1,4096})"/.exec(text)?.[1] : undefined
      // the kernel keeps 15 bytes of it
      if (program !== undefined) comms.set(pid, program.slice(program.lastIndexOf('/') + 1).slice(0, 15))
    } else signals.add(now, -1, thread, labelled(what.name), 1)
  }

  const parts = emptyStraceBytes()
  const nameOf = createByteNames((text) => text)

  /** `read` of the line in `parts`. False: nothing has happened. */
  const readParts = (bytes: Uint8Array): boolean => {
    const name = nameOf(bytes, parts.nameStart, parts.nameEnd)
    // names its thread anew
    if (name === 'execve') return false
    flush()
    const pid = parts.pid === -1 ? onlyPid : parts.pid
    const now = clock.readParts(parts.seconds, parts.nanoseconds)
    const thread = threadOf(pid, null)
    if (parts.kind === 'unfinished') unfinished.set(pid, { time: now, name })
    else if (parts.kind === 'resumed') resumed(pid, now, thread, name, parts.duration, parts.result)
    else setCall(now, parts.duration, thread, name, parts.result)
    return true
  }

  /** `76.05    1.947661       10144       192           clock_nanosleep` */
  const summaryLine = (line: string): boolean => {
    const row =
      /^\s{0,12}\d{1,9}\.\d\d\s{1,20}(\d{1,12}\.\d{1,9})\s{1,20}\d{1,15}\s{1,20}(\d{1,15})\s{1,30}(?:\d{1,15}\s{1,20})?(\w{1,64})$/.exec(
        line,
      )
    if (row === null) return /^[- ]{20,}$/.test(line)
    const [, seconds, count, name] = row
    if (name === 'total') {
      inSummary = false
      return true
    }
    const thread = threadOf(onlyPid, null)
    counts.add(0, -1, thread, labelled(name!), Number(count))
    const nanoseconds = Math.round(Number(seconds) * SECOND)
    if (nanoseconds > 0) times.add(0, -1, thread, labelled(name!), nanoseconds)
    return true
  }

  const chatter = (line: string): boolean => {
    const attached = /^(?:strace|\/\S*strace): Process (\d{1,10}) (attached|detached)/.exec(line)
    if (attached && attached[2] === 'attached' && onlyPid === -1) onlyPid = Number(attached[1]) | 0
    if (/^% time +seconds +usecs\/call +calls +errors +syscall/.test(line)) {
      flush()
      inSummary = true
      return true
    }
    return attached !== null
  }

  const streams = (origin: number): Stream[] => {
    const all: [Stream, Partial<Pick<Stream, 'unit' | 'title'>>][] = [
      [slices.finish(origin), {}],
      [calls.finish(origin), { unit: 'count', title: 'System calls, not timed' }],
      [signals.finish(origin), { unit: 'count', title: 'Signals, exits and calls without end' }],
      // a summary has no times
      [counts.finish(0), { unit: 'count', title: 'System calls: number' }],
      [times.finish(0), { title: 'System calls: time' }],
    ]
    return all.filter(([stream]) => stream.length > 0).map(([stream, own], id) => ({ ...stream, ...own, id }))
  }

  return {
    quick: (bytes, start, end) =>
      !inSummary && readStraceBytes(parts, bytes, start, trimmedEnd(bytes, start, end)) && readParts(bytes),
    line(bytes, start, end) {
      if (start === end) return true
      const line = decoder.decode(bytes.subarray(start, end)).trimEnd()
      const frame = !isPending ? null : readStraceFrame(line)
      if (frame !== null) {
        const { module, symbol, address } = frame
        const name = symbol ?? '[unknown]'
        const high = Number.parseInt(address.slice(0, -8) || '0', 16) | 0
        const func = builder.func(name, module, kindOfFrame(name, module, high))
        frames.push(builder.frame(func, high, Number.parseInt(address.slice(-8), 16) | 0))
        return true
      }
      if (inSummary) return summaryLine(line)
      const found = readStraceLine(line)
      if (found !== null) {
        read(found)
        return true
      }
      return chatter(line)
    },
    // with -T the line says where it ends
    isWhole: (bytes) => /<\d+\.\d{6}>$/.test(decoder.decode(bytes)),
    finish() {
      flush()
      for (const [pid, { time, name }] of unfinished) {
        signals.add(time, -1, threadOf(pid, null), labelled(`${name} (did not return)`), 1)
      }
      const first = Math.min(slices.firstStart(), calls.firstTime(), signals.firstTime())
      const origin = Number.isFinite(first) ? first : 0
      const all = streams(origin)
      if (all.length === 0) return null
      let duration = 0
      for (const stream of all) {
        if (stream.kind === 'slices') {
          stream.start.forEach((start, i) => {
            duration = Math.max(duration, start + stream.duration[i]!)
          })
        } else if (stream.kind === 'samples') duration = Math.max(duration, stream.time[stream.length - 1]!)
      }
      return { streams: all, clockOrigin: clock.absolute(origin), duration }
    },
  }
}

const sniff = (bytes: Uint8Array): number => {
  const lines = decoder.decode(bytes).split(/\r?\n/)
  if (lines.some((line) => line.startsWith('% time     seconds  usecs/call     calls'))) return 0.95
  // the last may be cut, and frames of -k stand between
  const candidates = lines.slice(0, -1).filter((line) => line !== '' && !line.startsWith(' > '))
  if (candidates.length === 0) return 0
  const fits = candidates.filter(
    (line) => readStraceLine(line) !== null || /^strace: Process \d+/.test(line),
  ).length
  return (0.95 * fits) / candidates.length
}

export const strace: TextFormat = createTextFormat({
  id: 'strace',
  title: 'strace',
  sniff,
  tool: 'strace',
  expected: EXPECTED,
  maxLineBytes: MAX_LINE,
  createReader,
})
