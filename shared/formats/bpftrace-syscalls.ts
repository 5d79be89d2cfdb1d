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
import type { Profile } from '../model/profile.ts'
import {
  type Bucket,
  messageType,
  openOverflow,
  readJsonHistograms,
  readJsonString,
  readTextBucket,
} from './bpftrace-output.ts'
import { growHead, unrecognised } from './excerpt.ts'
import type { Format, ProfileParser } from './format.ts'
import { createHostClock } from './host-clock.ts'
import { createLineReader } from './line-reader.ts'
import { createLossCounter } from './loss-counter.ts'
import { createProfileBuilder } from './profile-builder.ts'
import { createDistributionColumns, createSliceColumns } from './stream-columns.ts'
import { syscallName } from './syscalls/syscall-names.ts'

const EXPECTED = 'the output of the syscall-latency program of bpftrace (M begin, S, M end, @all)'
/** all calls of an architecture, each with all its buckets, in one line */
const MAX_LINE = 16 * 1024 * 1024
const OPEN_BRACE = 123

const decoder = new TextDecoder()

const createBpftraceSyscallsParser = (): ProfileParser => {
  const builder = createProfileBuilder()
  const losses = createLossCounter('bpftrace')
  const clock = createHostClock()
  const slices = createSliceColumns({ id: 0, event: 'raw_syscalls', unit: 'ns', title: 'slow calls' })
  const all = createDistributionColumns({ id: 1, event: 'raw_syscalls', unit: 'ns', title: 'all calls' })
  const histograms = new Map<number, readonly Bucket[]>()
  let head: Uint8Array = new Uint8Array(0)
  let architecture = ''
  let begin: number | null = null
  let end: number | null = null
  /** of the text form: the histogram whose lines come */
  let open: Bucket[] | null = null
  /** of the text form: another map, which nobody asked for */
  let inOtherMap = false

  const clockTime = (digits: string): number =>
    clock.relative(Number(digits.slice(0, -9)), Number(digits.slice(-9)))

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
      losses.lost(Number(/"events":\s*(\d+)/.exec(data())?.[1] ?? 1), lines)
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
      losses.lost(Number(lost[1]), lines)
      return true
    }
    if (text.startsWith('@')) inOtherMap = true
    return inOtherMap || /^Attach(ing|ed) \d+ probe/.test(text)
  }

  const line = (bytes: Uint8Array, start: number, stop: number) => {
    if (start === stop) {
      open = null
      inOtherMap = false
      return
    }
    if (bytes[start] === OPEN_BRACE) {
      if (!readMessage(bytes, start, stop)) losses.unparsed(bytes, start, stop, lines)
      return
    }
    const text = decoder.decode(bytes.subarray(start, stop))
    if (open !== null) {
      const bucket = readTextBucket(text)
      if (bucket !== null) {
        open.push(bucket)
        return
      }
      open = null
    }
    if (!readText(text)) losses.unparsed(bytes, start, stop, lines)
  }

  const lines = createLineReader(
    { line, oversized: (bytes, start, stop) => losses.unparsed(bytes, start, stop, lines) },
    MAX_LINE,
  )

  const finishRest = () => {
    const { bytes, oversized } = lines.rest()
    if (oversized) losses.unparsed(bytes, 0, bytes.length, lines)
    else if (bytes.length > 0) {
      // of a histogram that is cut the buckets before the cut are whole; a slow call that is cut is not
      if (messageType(bytes, 0, bytes.length)?.type === 'hist') readMessage(bytes, 0, bytes.length)
      losses.truncated('what stood there is left out', lines)
      return
    }
    if (begin !== null && end === null) {
      losses.truncated('the end mark is missing, so calls and the distribution may be too', lines)
    }
  }

  const finish = (): Profile => {
    finishRest()
    if (begin === null && end === null && slices.length === 0 && histograms.size === 0) {
      throw unrecognised(EXPECTED, head, lines.lineNumber)
    }
    const nameOf = (call: number) => builder.string(syscallName(architecture, call))
    for (const [call, buckets] of [...histograms].sort(([a], [b]) => a - b)) {
      for (const { low, high, count } of openOverflow(buckets))
        if (count > 0) all.add(nameOf(call), low, high, count)
    }
    const firstTime = Math.min(
      begin ?? Number.POSITIVE_INFINITY,
      slices.firstStart(),
      end ?? Number.POSITIVE_INFINITY,
    )
    const origin = Number.isFinite(firstTime) ? firstTime : 0
    const calls = slices.finish(origin)
    let last = end === null ? 0 : end - origin
    for (let i = 0; i < calls.length; i++) last = Math.max(last, calls.start[i]! + calls.duration[i]!)
    return builder.build({
      streams: [{ ...calls, name: calls.name.map(nameOf) }, all.finish()],
      losses: losses.losses(),
      clockOrigin: clock.absolute(origin),
      duration: last,
    })
  }

  return {
    push(chunk) {
      head = growHead(head, chunk)
      lines.push(chunk)
    },
    finish,
  }
}

/** Sure when the begin mark is there, which stands at the beginning; less so for single calls or probes alone. */
const sniff = (bytes: Uint8Array): number => {
  const text = decoder.decode(bytes)
  if (/^(\{"type":\s*"printf",\s*"data":\s*")?M(\t|\\t)begin(\t|\\t)\d/m.test(text)) return 1
  if (/^(\{"type":\s*"printf",\s*"data":\s*")?S(\t|\\t)\d+(\t|\\t)\d+(\t|\\t)/m.test(text)) return 0.8
  return /^\{"type":\s*"attached_probes"/m.test(text) ? 0.3 : 0
}

export const bpftraceSyscalls: Format = {
  id: 'bpftrace-syscalls',
  title: 'bpftrace: system calls',
  sniff,
  createParser: createBpftraceSyscallsParser,
}
