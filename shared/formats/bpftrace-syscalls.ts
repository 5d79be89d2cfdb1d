/**
 * What resources/recipes/syscall-latency.bt prints, with `bpftrace -f json` or without:
 *
 *     M\tbegin\t<ns>\t<threshold ns>\t<architecture>
 *     M\tattached\t<ns>   all probes are on; says when, nothing is read from it
 *     S\t<start ns>\t<duration ns>\t<pid>\t<tid>\t<call number>\t<return value>\t<comm>      each slow call
 *     M\tend\t<ns>
 *     @all: call number -> histogram of ns                                                   all calls
 *
 * Stream 0 is the slow calls, stream 1 the distribution of all calls. Times count from the begin mark.
 */
import {
  type Bucket,
  messageType,
  openOverflow,
  printfStart,
  readJsonHistograms,
  readJsonString,
  readTextBucket,
} from './bpftrace-output.ts'
import { createByteNames } from './byte-names.ts'
import { wordOf } from './byte-numbers.ts'
import { createHostClock } from './host-clock.ts'
import { emptySlowCall, readSlowCall } from './slow-call.ts'
import {
  createDistributionColumns,
  createSliceColumns,
  type DistributionColumns,
  type StreamHead,
} from './stream-columns.ts'
import { syscallName } from './syscalls/syscall-names.ts'
import { createTextFormat, type TextFormat } from './text-format.ts'
import type { TextContext, TextReader } from './text-parser.ts'
import { createThreadCache } from './thread-cache.ts'

const EXPECTED = 'the output of the syscall-latency program of bpftrace (M begin, S, M end, @all)'
/** all calls of an architecture, each with all its buckets, in one line */
const MAX_LINE = 16 * 1024 * 1024
const ALL_CALLS: StreamHead = { id: 1, event: 'raw_syscalls', unit: 'ns', title: 'all calls' }
const QUOTE = 34
const BACKSLASH = 92
const LOWER_N = 110
const LAST_PRINTABLE = 126
const OPEN_BRACE = 123
const NEWLINE = 10
const RETURN = 13

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

const createReader = ({ builder, losses, place }: TextContext): TextReader => {
  const clock = createHostClock()
  const slices = createSliceColumns({ id: 0, event: 'raw_syscalls', unit: 'ns', title: 'slow calls' })
  const all = createDistributionColumns(ALL_CALLS)
  const histograms = new Map<number, readonly Bucket[]>()
  const threadOf = createThreadCache(builder)
  const commOf = createByteNames((text) => text)
  const escapedCommOf = createByteNames((text) => {
    const quoted = wordOf(`"${text}"`)
    const comm = readJsonString(quoted, 0, quoted.length)
    return comm === null ? null : decoder.decode(comm)
  })
  const call = emptySlowCall()
  let architecture = ''
  let begin: number | null = null
  let end: number | null = null
  /** of the text form: the histogram whose lines come */
  let open: Bucket[] | null = null
  /** of the text form: another map, which nobody asked for */
  let inOtherMap = false
  /** the input ends within a line */
  let isCut = false

  const clockTime = (digits: string): number =>
    clock.relative(Number(digits.slice(0, -9)), Number(digits.slice(-9)))

  /** Takes the call whose numbers were read. */
  const addCall = (comm: string) => {
    slices.add(
      clock.relative(call.seconds, call.nanoseconds),
      call.duration,
      threadOf(call.pid, call.tid, comm),
      call.call,
      call.result,
    )
  }

  /** Takes the call that begins at `start`, and gives where its newline is; -1 when nothing has happened. */
  const quickCall = (bytes: Uint8Array, start: number): number => {
    if (!readSlowCall(call, bytes, start, false)) return -1
    let end = call.commStart
    while (bytes[end] !== NEWLINE) end++
    const commEnd = end > call.commStart && bytes[end - 1] === RETURN ? end - 1 : end
    addCall(commOf(bytes, call.commStart, commEnd))
    return end
  }

  /** The same of a message, whose string begins with its quote at `start` and ends with the next that is not escaped. */
  const quickMessage = (bytes: Uint8Array, start: number, stop: number): boolean => {
    if (bytes[start] !== QUOTE || !readSlowCall(call, bytes, start + 1, true)) return false
    let at = call.commStart
    let lastEscape = -1
    while (at < stop && bytes[at] !== QUOTE) {
      if (bytes[at]! > LAST_PRINTABLE) return false
      if (bytes[at] === BACKSLASH) lastEscape = at++
      at++
    }
    if (at >= stop) return false
    const hasNewline = lastEscape !== -1 && lastEscape === at - 2 && bytes[at - 1] === LOWER_N
    const comm = escapedCommOf(bytes, call.commStart, hasNewline ? at - 2 : at)
    if (comm === null) return false
    addCall(comm)
    return true
  }

  /** S and M lines. False when the text is neither. */
  const readPrinted = (text: string): boolean => {
    const slow =
      /^S\t(\d{1,20})\t(\d{1,20})\t(\d{1,10})\t(\d{1,10})\t(-?\d{1,10})\t(-?\d{1,20})\t(.*)$/s.exec(text)
    if (slow) {
      const [, start, duration, pid, tid, call, result, comm] = slow
      const thread = builder.thread(Number(pid), Number(tid), comm!)
      // the call's number until the architecture is known: lines of several CPUs come in any order
      slices.add(clockTime(start!), Number(duration), thread, Number(call), Number(result))
      return true
    }
    const mark = /^M\t(begin|attached|end)\t(\d{1,20})(?:\t(\d+)\t(\w+))?/.exec(text)
    if (mark === null) return false
    if (mark[1] === 'end') end = clockTime(mark[2]!)
    else if (mark[1] === 'begin') {
      begin = clockTime(mark[2]!)
      architecture = mark[4] ?? ''
    }
    return true
  }

  const readMessage = (bytes: Uint8Array, start: number, stop: number): boolean => {
    const message = messageType(bytes, start, stop)
    if (message === null) return false
    const { type, dataStart } = message
    if (type === 'printf') {
      const data = readJsonString(bytes, dataStart, stop)
      return data !== null && readPrinted(decoder.decode(data).replace(/\n$/, ''))
    }
    const data = () => decoder.decode(bytes.subarray(dataStart, stop))
    if (type === 'lost_events') {
      losses.lost(Number(/"events":\s*(\d+)/.exec(data())?.[1] ?? 1), place)
    } else if (type === 'hist' && /^\{"@all":/.test(data())) {
      // a map that is printed again holds what it held before
      histograms.clear()
      for (const [call, buckets] of readJsonHistograms(data())) histograms.set(call, buckets)
    }
    return true
  }

  const readText = (text: string): boolean => {
    if (readPrinted(text)) return true
    const histogram = /^@all\[(-?\d+)\]:\s*$/.exec(text)
    if (histogram) {
      open = []
      histograms.set(Number(histogram[1]), open)
      return true
    }
    const lost = /^Lost (\d+) events/.exec(text)
    if (lost) {
      losses.lost(Number(lost[1]), place)
      return true
    }
    if (text.startsWith('@')) inOtherMap = true
    return inOtherMap || /^Attach(ing|ed) \d+ probe/.test(text)
  }

  const line = (bytes: Uint8Array, start: number, stop: number): boolean => {
    if (start === stop) {
      open = null
      inOtherMap = false
      return true
    }
    if (bytes[start] === OPEN_BRACE) return readMessage(bytes, start, stop)
    const text = decoder.decode(bytes.subarray(start, stop))
    if (open !== null) {
      const bucket = readTextBucket(text)
      if (bucket !== null) {
        if (bucket.low >= 0) open.push(bucket)
        return true
      }
      open = null
    }
    return readText(text)
  }

  const quick = (bytes: Uint8Array, start: number, stop: number): boolean => {
    if (bytes[start] === OPEN_BRACE) {
      const data = printfStart(bytes, start, stop)
      if (data === -1) return false
      return quickMessage(bytes, data, stop)
    }
    return false
  }

  const addHistograms = (to: DistributionColumns, nameOf: (call: number) => number) => {
    for (const [call, buckets] of [...histograms].sort(([a], [b]) => a - b)) {
      for (const { low, high, count } of openOverflow(buckets))
        if (count > 0) to.add(nameOf(call), low, high, count)
    }
  }

  /** Calls have their names from the architecture, which the begin mark says. */
  const since: TextReader['since'] = (cursor, most) => {
    if (begin === null) return null
    const calls = slices.since(cursor.rows[0] ?? 0, most)
    const counted = createDistributionColumns(ALL_CALLS)
    addHistograms(counted, (call) => call)
    const { id: _, ...distribution } = counted.finish()
    const names = new Map<number, string>()
    for (const column of [calls.name, distribution.name])
      for (let row = 0; row < column.length; row++) {
        const call = column[row]!
        if (!names.has(call)) names.set(call, syscallName(architecture, call))
      }
    return {
      streams: [
        { ...calls, names },
        { ...distribution, names },
      ],
      ...{ start: begin, end, clock: clock.absolute(0) },
    }
  }

  const finish = (): ReturnType<TextReader['finish']> => {
    if (!isCut && begin !== null && end === null) {
      losses.truncated('the end mark is missing, so calls and the distribution may be too', place)
    }
    if (begin === null && end === null && slices.length === 0 && histograms.size === 0) return null
    const names = new Map<number, number>()
    const nameOf = (number: number) => {
      const known = names.get(number)
      if (known !== undefined) return known
      const name = builder.string(syscallName(architecture, number))
      names.set(number, name)
      return name
    }
    addHistograms(all, nameOf)
    const firstTime = Math.min(
      begin ?? Number.POSITIVE_INFINITY,
      slices.firstStart(),
      end ?? Number.POSITIVE_INFINITY,
    )
    const origin = Number.isFinite(firstTime) ? firstTime : 0
    const calls = slices.finish(origin)
    let last = end === null ? 0 : end - origin
    for (let i = 0; i < calls.length; i++) last = Math.max(last, calls.start[i]! + calls.duration[i]!)
    return {
      streams: [{ ...calls, name: calls.name.map(nameOf) }, all.finish()],
      clockOrigin: clock.absolute(origin),
      duration: last,
    }
  }

  const reader: TextReader & { runLines: number } = {
    runLines: 0,
    run(bytes, start, stop) {
      reader.runLines = 0
      let at = start
      while (at < stop) {
        const end = quickCall(bytes, at)
        if (end === -1) return at
        open = null
        reader.runLines++
        at = end + 1
      }
      return at
    },
    line,
    quick,
    isWhole(bytes) {
      isCut = true
      // of a histogram that is cut the buckets before the cut are whole; a slow call that is cut is not
      if (messageType(bytes, 0, bytes.length)?.type === 'hist') readMessage(bytes, 0, bytes.length)
      return false
    },
    finish,
    since,
  }
  return reader
}

/** Sure when the begin mark is there, which stands at the beginning; less so for single calls or probes alone. */
const sniff = (bytes: Uint8Array): number => {
  const text = new TextDecoder().decode(bytes)
  if (/^(\{"type":\s*"printf",\s*"data":\s*")?M(\t|\\t)begin(\t|\\t)\d/m.test(text)) return 1
  if (/^(\{"type":\s*"printf",\s*"data":\s*")?S(\t|\\t)\d+(\t|\\t)\d+(\t|\\t)/m.test(text)) return 0.8
  return /^\{"type":\s*"attached_probes"/m.test(text) ? 0.3 : 0
}

export const bpftraceSyscalls: TextFormat = createTextFormat({
  id: 'bpftrace-syscalls',
  title: 'bpftrace: system calls',
  sniff,
  tool: 'bpftrace',
  expected: EXPECTED,
  maxLineBytes: MAX_LINE,
  createReader,
})
