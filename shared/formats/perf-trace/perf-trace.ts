/**
 * The output of perf trace: calls become slices with their call chains; tracepoints and page faults samples, a stream
 * for each event; calls whose begin or end is not in the trace samples of a stream of their own; the summary of -s
 * counts and times by thread and call.
 */
import type { Stream } from '../../model/profile.ts'
import { createByteNames } from '../byte-names.ts'
import { trimmedEnd } from '../byte-numbers.ts'
import { createHostClock } from '../host-clock.ts'
import { kindOfFrame } from '../perf-script-frame.ts'
import { createSampleColumns, createSliceColumns, type SampleColumns } from '../stream-columns.ts'
import { createTextFormat, type TextFormat } from '../text-format.ts'
import type { TextContext, TextReader } from '../text-parser.ts'
import { createThreadCache } from '../thread-cache.ts'
import { emptyPerfTraceBytes, readPerfTraceBytes } from './perf-trace-bytes.ts'
import { type PerfTraceLine, readPerfTraceLine, readSummaryRow } from './perf-trace-line.ts'

const EXPECTED = 'the output of perf trace (time (duration ms): comm/tid call(arguments) = result)'
/** more different events no trace asks for */
const MOST_EVENTS = 256
const SPACE = 32
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const createReader = ({ builder, losses, place }: TextContext): TextReader => {
  const clock = createHostClock()
  const head = { id: 0, event: 'perf trace', unit: 'count', title: '' } as const
  const slices = createSliceColumns(head)
  const halves = createSampleColumns(head)
  const counts = createSampleColumns(head)
  const times = createSampleColumns(head)
  const events = new Map<string, SampleColumns>()
  /** by tid: the call that is to be continued */
  const begun = new Map<number, { time: number; name: string; thread: number }>()
  /** NaN before the first line with a time */
  let now = Number.NaN
  /** samples from before it */
  const early: { thread: number; stack: number }[] = []
  /** adds what was read last, with its call chain */
  let pending: ((stack: number) => void) | null = null
  /** what was read last was this call, which is most of what there is */
  const call = { time: 0, duration: 0, thread: -1, name: -1, result: 0 }
  let isCallPending = false
  /** leaf first */
  const frames: number[] = []
  let summarised = -1

  const threadOf = createThreadCache(builder)
  const frameOf = (name: string, module: string | null, kind: Parameters<typeof builder.func>[2]) =>
    builder.frame(builder.func(name, module, kind), 0, 0)
  const labelled = (name: string) => builder.stack(-1, frameOf(name, null, 'group'))

  const flush = () => {
    if (pending === null && !isCallPending) return
    let stack = -1
    for (let depth = frames.length - 1; depth >= 0; depth--) stack = builder.stack(stack, frames[depth]!)
    if (isCallPending) slices.add(call.time, call.duration, call.thread, call.name, call.result, stack)
    else pending?.(stack)
    pending = null
    isCallPending = false
    frames.length = 0
  }

  const setCall = (time: number, duration: number, thread: number, name: number, result: number) => {
    call.time = time
    call.duration = duration
    call.thread = thread
    call.name = name
    call.result = result
    isCallPending = true
  }

  const columnsOf = (event: string): SampleColumns | null => {
    const known = events.get(event)
    if (known) return known
    if (events.size === MOST_EVENTS) return null
    const columns = createSampleColumns({ ...head, event, title: event })
    events.set(event, columns)
    return columns
  }

  /** False when there are too many different events. */
  const read = ({ time, duration, comm, tid, kind, name, result, place: code }: PerfTraceLine): boolean => {
    flush()
    if (time !== null) now = clock.relative(time.seconds, time.nanoseconds)
    const at = now
    if (Number.isNaN(at) && kind !== 'continued') return false
    const thread = threadOf(tid, tid, comm)
    if (kind === 'event' || kind === 'fault') {
      const columns = columnsOf(name)
      const symbol = code.replace(/\+0x[\da-f]+$/, '')
      if (kind === 'fault') frames.push(frameOf(symbol || '[unknown]', null, 'unknown'))
      pending = (stack) => columns?.add(at, -1, thread, stack, 1)
      return columns !== null
    }
    if (kind === 'begun') {
      begun.set(tid, { time: at, name, thread })
      return true
    }
    if (kind === 'continued') begun.delete(tid)
    if (Number.isNaN(duration) || time === null) {
      pending = (stack) => {
        const own = stack === -1 ? labelled(`${name} (begin unknown)`) : stack
        if (Number.isNaN(at)) early.push({ thread, stack: own })
        else halves.add(at, -1, thread, own, 1)
      }
    } else {
      setCall(at, duration, thread, builder.string(name), result)
    }
    return true
  }

  const parts = emptyPerfTraceBytes()
  const commOf = createByteNames((text) => text)
  const nameOf = createByteNames(builder.string)

  /** `read` of the call in `parts`. */
  const readParts = (bytes: Uint8Array) => {
    flush()
    now = clock.relative(parts.seconds, parts.nanoseconds)
    const thread = threadOf(parts.tid, parts.tid, commOf(bytes, parts.commStart, parts.commEnd))
    setCall(now, parts.duration, thread, nameOf(bytes, parts.nameStart, parts.nameEnd), parts.result)
  }

  /** `                    __open64_nocancel (/usr/lib/libc.so.6)`; -1 when it is none. */
  const readFrame = (line: string): number => {
    const frame = /^\s{20,60}(\S.{0,4000}?) \((\S.*)\)$/s.exec(line)
    if (frame === null) return -1
    const isAddress = /^\[(?:0x)?[\da-f]+\]$/.test(frame[1]!)
    const name = isAddress ? '[unknown]' : frame[1]!
    const module = frame[2] === '[unknown]' ? null : frame[2]!
    return frameOf(name, module, kindOfFrame(name, module, 0))
  }

  const addFrame = (frame: number): boolean => {
    if (frame === -1 || (pending === null && !isCallPending)) return false
    frames.push(frame)
    return true
  }
  /** of lines that are nothing else */
  const quickFrame = createByteNames((line) =>
    readPerfTraceLine(line) !== null || /^\s*LOST /.test(line) ? -1 : readFrame(line),
  )

  const summaryLine = (line: string): boolean => {
    const of = /^ (.{0,64}) \((\d{1,10})\), \d{1,15} events, \d{1,3}\.\d%/.exec(line)
    if (of) {
      summarised = builder.thread(Number(of[2]) | 0, Number(of[2]) | 0, of[1]!)
      return true
    }
    const row = summarised === -1 ? null : readSummaryRow(line)
    if (row === null) {
      return /^ Summary of events:|^\s+syscall\s+calls|^\s+\(msec\)\s+\(msec\)|^\s+-{5,}[- ]+$/.test(line)
    }
    counts.add(0, -1, summarised, labelled(row.name), row.calls)
    if (row.total > 0) times.add(0, -1, summarised, labelled(row.name), row.total)
    return true
  }

  const streams = (origin: number): Stream[] => {
    const all: Stream[] = [
      { ...slices.finish(origin), unit: 'ns', title: 'System calls' },
      { ...halves.finish(origin), title: 'System calls without begin or end' },
      ...[...events.values()].map((columns) => columns.finish(origin)),
      // a summary has no times
      { ...counts.finish(0), title: 'System calls: number' },
      { ...times.finish(0), unit: 'ns', title: 'System calls: time' },
    ]
    return all.filter(({ length }) => length > 0).map((stream, id) => ({ ...stream, id }))
  }

  return {
    quick(bytes, start, end) {
      const last = trimmedEnd(bytes, start, end)
      if (readPerfTraceBytes(parts, bytes, start, last)) {
        readParts(bytes)
        return true
      }
      // a frame is indented by more than the distance of a time
      if (last - start < 20 || bytes[start] !== SPACE || bytes[start + 19] !== SPACE) return false
      return addFrame(quickFrame(bytes, start, last))
    },
    line(bytes, start, end) {
      if (start === end) return true
      const line = decoder.decode(bytes.subarray(start, end)).trimEnd()
      const found = readPerfTraceLine(line)
      if (found !== null) return read(found)
      const lost = /^\s*LOST (\d{1,15}) events!/.exec(line)
      if (lost) losses.lost(Number(lost[1]), place)
      return lost !== null || line === '' || addFrame(readFrame(line)) || summaryLine(line)
    },
    finish() {
      flush()
      for (const { time, name, thread } of begun.values()) {
        halves.add(time, -1, thread, labelled(`${name} (did not return)`), 1)
      }
      const first = Math.min(
        slices.firstStart(),
        halves.firstTime(),
        ...[...events.values()].map((columns) => columns.firstTime()),
      )
      const origin = Number.isFinite(first) ? first : 0
      for (const { thread, stack } of early) halves.add(origin, -1, thread, stack, 1)
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
  const lines = decoder
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line !== '')
  if (/^ Summary of events:$/m.test(lines.slice(0, 20).join('\n'))) return 0.95
  const fits = lines.filter((line) => readPerfTraceLine(line) !== null).length
  const chains = lines.filter((line) => /^\s{20,}\S.* \(.*\)$/.test(line)).length
  return fits === 0 ? 0 : (0.95 * (fits + chains)) / lines.length
}

export const perfTrace: TextFormat = createTextFormat({
  id: 'perf-trace',
  title: 'perf trace',
  sniff,
  tool: 'perf',
  expected: EXPECTED,
  createReader,
})
