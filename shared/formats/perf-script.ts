/**
 * The text of perf script, best as
 * `perf script --ns --show-lost-events -F comm,pid,tid,cpu,time,event,period,ip,sym,symoff,dso`.
 * An event is a header line (perf-script-header.ts), its call chain leaf first (perf-script-frame.ts), and an empty
 * line. Each event name becomes a stream of its own.
 */
import type { Profile } from '../model/profile.ts'
import { createByteIndex } from './byte-index.ts'
import { createChainIndex, NEW_CHAIN, NO_CHAIN } from './chain-index.ts'
import { growHead, unrecognised } from './excerpt.ts'
import type { Format, ProfileParser } from './format.ts'
import { createHabit } from './habit.ts'
import { createHostClock } from './host-clock.ts'
import { createLineReader, MAX_LINE_BYTES } from './line-reader.ts'
import { createLossCounter } from './loss-counter.ts'
import { titleOfEvent, unitOfEvent } from './perf-event.ts'
import { createCallChain } from './perf-script-chain.ts'
import { readFrame } from './perf-script-frame.ts'
import { emptyHeader, type PerfHeader, readHeader } from './perf-script-header.ts'
import { createKnownHeaders } from './perf-script-known-header.ts'
import { isSourceLine, readHeaderWithoutThread, readHeaderWithoutTime } from './perf-script-loose-header.ts'
import { createProfileBuilder } from './profile-builder.ts'
import { createSampleColumns, type SampleColumns } from './stream-columns.ts'

const EXPECTED = 'the text of perf script (comm pid/tid [cpu] seconds.nanoseconds: period event:)'
const TAB = 9
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const HASH = 35
/** in the cache of frame lines: a line that is none */
const NO_FRAME = -1

const decoder = new TextDecoder()
const decode = (bytes: Uint8Array, start: number, end: number) => decoder.decode(bytes.subarray(start, end))

const startsWith = (bytes: Uint8Array, start: number, end: number, text: string): boolean => {
  if (end - start < text.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text.charCodeAt(i)) return false
  return true
}

/** The frame that stands behind the event of a sample without call chain, not any trace text. */
const looksLikeFrame = (bytes: Uint8Array, start: number, end: number): boolean => {
  const frame = readFrame(bytes, start, end)
  return frame?.module !== null && /^[/[]/.test(frame?.module ?? '')
}

const createPerfScriptParser = (): ProfileParser => {
  const builder = createProfileBuilder()
  const losses = createLossCounter('perf')
  const clock = createHostClock()
  const header = emptyHeader()
  const probe = emptyHeader()
  const streams: SampleColumns[] = []
  const streamIndex = new Map<string, number>()
  const knownFrames = createByteIndex()
  const knownThreads = createByteIndex()
  const knownWithPeriod = createByteIndex()
  const knownWithout = createByteIndex()
  /** stacks by the bytes of their chains */
  const knownChains = createChainIndex()
  const chainHabit = createHabit()
  const knownHeaders = createKnownHeaders()
  /** of the sample that is being read */
  const chain = createCallChain(builder)

  let head: Uint8Array = new Uint8Array(0)
  let recognised = false
  let inSample = false
  /** lines of a PERF_RECORD_ follow, which are no call chain */
  let inRecord = false
  let blankEndsSamples = false
  /** the sample has a call chain on lines of its own, which an empty line must end */
  let hasChainLines = false
  /** the next line may begin a chain that is known as a whole */
  let chainMayBegin = false
  /** of the chain that was passed over: its lines, and where the empty line behind it is */
  let chainLines = 0
  let chainEnd = 0
  /** the last newline of the chunk that three more bytes follow */
  let lastNewline = -1
  let time = 0
  let thread = -1
  let stream = -1

  const threadOf = (bytes: Uint8Array, start: number): number => {
    const known = knownThreads.get(bytes, start, header.threadEnd)
    if (known !== undefined) return known
    const comm = decode(bytes, header.commStart, header.commEnd)
    const added = builder.thread(header.pid, header.tid, comm)
    knownThreads.add(bytes, start, header.threadEnd, added)
    return added
  }

  const streamOf = (
    bytes: Uint8Array,
    { period, eventStart, eventEnd }: Pick<PerfHeader, 'period' | 'eventStart' | 'eventEnd'>,
  ): number => {
    const hasPeriod = period !== -1
    const knownEvents = hasPeriod ? knownWithPeriod : knownWithout
    const known = knownEvents.get(bytes, eventStart, eventEnd)
    if (known !== undefined) return known
    const event = decode(bytes, eventStart, eventEnd) || 'samples'
    // weights with and without period are unlike, and never added up
    const key = `${hasPeriod ? 'p' : ''}:${event}`
    let index = streamIndex.get(key)
    if (index === undefined) {
      index = streams.length
      streamIndex.set(key, index)
      const unit = unitOfEvent(event, hasPeriod)
      streams.push(createSampleColumns({ id: index, event, unit, title: titleOfEvent(event, unit) }))
    }
    knownEvents.add(bytes, eventStart, eventEnd, index)
    return index
  }

  const newFrame = (bytes: Uint8Array, start: number, end: number): number => {
    const read = readFrame(bytes, start, end)
    const frame =
      read === null
        ? NO_FRAME
        : builder.frame(builder.func(read.name, read.module, read.kind), read.addressHigh, read.addressLow)
    knownFrames.add(bytes, start, end, frame)
    return frame
  }

  const frameOf = (bytes: Uint8Array, start: number, end: number): number =>
    knownFrames.get(bytes, start, end) ?? newFrame(bytes, start, end)

  const endSample = () => {
    if (!inSample) return
    inSample = false
    addSample(chain.toStack(), header)
  }

  const addSample = (stack: number, { cpu, period }: Pick<PerfHeader, 'cpu' | 'period'>) =>
    streams[stream]!.add(time, cpu, thread, stack, period === -1 ? 1 : period)

  /** Lines of frames and nothing else, each ended by a newline alone, up to an empty line, which chainEnd then is. */
  const readChain = (bytes: Uint8Array, start: number): boolean => {
    chain.clear()
    let at = start
    for (; at <= lastNewline && bytes[at] === TAB; at = knownFrames.lineEnd + 1) {
      const known = knownFrames.getLine(bytes, at)
      const lineEnd = knownFrames.lineEnd
      if (lineEnd - at > MAX_LINE_BYTES || (known === undefined && bytes[lineEnd - 1] === RETURN))
        return false
      const frame = known ?? newFrame(bytes, at, lineEnd)
      if (frame === NO_FRAME) return false
      chain.push(frame)
    }
    chainEnd = at
    return at > start && at <= lastNewline && bytes[at] === NEWLINE
  }

  /** The stack of the chain that lies at `start` up to chainEnd; NO_CHAIN when it must be read line by line. */
  const stackAt = (bytes: Uint8Array, start: number): number => {
    const looksUp = chainHabit.looksUp()
    const key = looksUp ? knownChains.find(start) : NEW_CHAIN
    if (key === NO_CHAIN) return NO_CHAIN
    if (key !== NEW_CHAIN) {
      chainHabit.met()
      chainLines = knownChains.linesOf(key)
      chainEnd = knownChains.end
      return knownChains.valueOf(key)
    }
    if (!readChain(bytes, start)) {
      if (looksUp) knownChains.refuse()
      return NO_CHAIN
    }
    const stack = chain.toStack()
    chainLines = chain.length
    if (looksUp) knownChains.add(stack, chainLines)
    return stack
  }

  /** Passes over a chain below a line that has begun a sample. */
  const passChain = (bytes: Uint8Array, start: number): number => {
    chainMayBegin = false
    const stack = stackAt(bytes, start)
    if (stack === NO_CHAIN) {
      chain.clear()
      return start
    }
    inSample = false
    blankEndsSamples = true
    addSample(stack, header)
    lines.pass(chainLines, chainEnd - start)
    return chainEnd
  }

  /** Passes over samples in a row that have nothing unusual about them, up to the line that must be looked at. */
  const passSamples = (bytes: Uint8Array, start: number): number => {
    const known = knownHeaders.header
    for (let at = start; ; ) {
      if (!knownHeaders.read(bytes, at)) return at
      const hasChain = bytes[known.next] !== NEWLINE
      const stack = hasChain ? stackAt(bytes, known.next) : -1
      if (stack === NO_CHAIN) return at
      const next = (hasChain ? chainEnd : known.next) + 1
      inRecord = false
      blankEndsSamples = true
      time = clock.relative(known.seconds, known.nanoseconds)
      thread = known.thread
      stream = streamOf(bytes, known)
      addSample(stack, known)
      lines.pass(hasChain ? chainLines + 2 : 2, next - at)
      at = next
    }
  }

  const pass = (bytes: Uint8Array, start: number): number => {
    if (chainMayBegin) return passChain(bytes, start)
    return inSample ? start : passSamples(bytes, start)
  }

  const readRecord = (bytes: Uint8Array, end: number) => {
    inRecord = true
    const from = header.restStart
    if (startsWith(bytes, from, end, 'PERF_RECORD_LOST')) {
      const count = /lost (\d+)/.exec(decode(bytes, from, end))?.[1]
      losses.lost(count === undefined ? 1 : Number(count), lines)
    } else if (startsWith(bytes, from, end, 'PERF_RECORD_THROTTLE')) losses.throttled(lines)
  }

  const startEvent = (bytes: Uint8Array, start: number, end: number) => {
    recognised = true
    inRecord = false
    if (startsWith(bytes, header.restStart, end, 'PERF_RECORD_')) return readRecord(bytes, end)
    inSample = true
    hasChainLines = false
    chain.clear()
    // an event without a time stays where the one before was
    if (!Number.isNaN(header.seconds)) time = clock.relative(header.seconds, header.nanoseconds)
    thread = threadOf(bytes, start)
    stream = streamOf(bytes, header)
    if (header.restStart < end && looksLikeFrame(bytes, header.restStart, end)) {
      chain.push(frameOf(bytes, header.restStart, end))
    }
    chainMayBegin = chain.length === 0
  }

  const isBlank = (bytes: Uint8Array, start: number, end: number): boolean => {
    for (let at = start; at < end; at++) if (bytes[at] !== SPACE && bytes[at] !== TAB) return false
    return true
  }

  /** A header is read into the same record that the sample before still needs: that one is ended first. */
  const headerLine = (bytes: Uint8Array, start: number, end: number): boolean => {
    endSample()
    if (!readHeader(header, bytes, start, end)) return false
    startEvent(bytes, start, end)
    if (inSample) knownHeaders.learn(bytes, start, end, header, thread)
    return true
  }

  /** What -F has left without thread or time. */
  const looseHeaderLine = (bytes: Uint8Array, start: number, end: number): boolean => {
    const isChain = inSample
    if (readHeaderWithoutThread(probe, bytes, start, end)) {
      endSample()
      readHeaderWithoutThread(header, bytes, start, end)
    } else if (isChain || inRecord || !readHeaderWithoutTime(header, bytes, start, end)) return false
    startEvent(bytes, start, end)
    return true
  }

  const frameLine = (bytes: Uint8Array, start: number, end: number) => {
    if (inRecord && !inSample) return
    const frame = inSample ? frameOf(bytes, start, end) : NO_FRAME
    if (frame === NO_FRAME) losses.unparsed(bytes, start, end, lines)
    else {
      chain.push(frame)
      hasChainLines = true
    }
  }

  /** Some tools pad comm on the left, and some editors turn tabs into spaces: then the line decides. */
  const spacedLine = (bytes: Uint8Array, start: number, end: number) => {
    if (isBlank(bytes, start, end)) blankLine()
    else if (readHeader(probe, bytes, start, end)) headerLine(bytes, start, end)
    else if (inSample && frameOf(bytes, start, end) !== NO_FRAME) frameLine(bytes, start, end)
    else if (inSample && isSourceLine(bytes, start, end)) return
    else if (!looseHeaderLine(bytes, start, end)) frameLine(bytes, start, end)
  }

  const blankLine = () => {
    blankEndsSamples ||= inSample
    inRecord = false
    endSample()
  }

  const line = (bytes: Uint8Array, start: number, end: number) => {
    chainMayBegin = false
    const first = bytes[start]
    if (start === end) blankLine()
    else if (first === TAB) frameLine(bytes, start, end)
    else if (first === SPACE) spacedLine(bytes, start, end)
    else if (first === HASH) recognised ||= startsWith(bytes, start, end, '# captured on')
    else if (!headerLine(bytes, start, end) && !looseHeaderLine(bytes, start, end)) {
      losses.unparsed(bytes, start, end, lines)
    }
  }

  const lines = createLineReader({
    line,
    oversized: (bytes, start, end) => losses.unparsed(bytes, start, end, lines),
    next: pass,
  })

  /** The bytes after the last newline: used as far as they are surely whole. */
  const finishRest = () => {
    const { bytes, oversized } = lines.rest()
    if (oversized) {
      losses.unparsed(bytes, 0, bytes.length, lines)
      return
    }
    if (bytes.length === 0) {
      if (inSample && (hasChainLines || blankEndsSamples)) {
        losses.truncated('the call chain of the last sample may be cut', lines)
      }
      return
    }
    const frame = inSample ? readFrame(bytes, 0, bytes.length) : null
    if (frame !== null && (frame.kind === 'inlined' || /^[/[]/.test(frame.module ?? ''))) {
      line(bytes, 0, bytes.length)
    }
    losses.truncated(
      inSample
        ? 'the call chain of the last sample is cut, the sample is kept'
        : 'what stood there is left out',
      lines,
    )
  }

  const finish = (): Profile => {
    finishRest()
    endSample()
    if (!recognised) throw unrecognised(EXPECTED, head, lines.lineNumber)
    const first = Math.min(...streams.map((columns) => columns.firstTime()))
    const origin = Number.isFinite(first) ? first : 0
    const finished = streams.map((columns) => columns.finish(origin))
    const ends = finished.map(({ time: times, length }) => times[length - 1] ?? 0)
    return builder.build({
      streams: finished,
      losses: losses.losses(),
      clockOrigin: clock.absolute(origin),
      duration: Math.max(0, ...ends),
    })
  }

  return {
    push(chunk) {
      head = growHead(head, chunk)
      knownChains.begin(chunk)
      lastNewline = chunk.length < 4 ? -1 : chunk.lastIndexOf(NEWLINE, chunk.length - 4)
      lines.push(chunk)
    },
    finish,
    since(cursor, most) {
      // the last one may be that of a sample that is not whole yet
      const begun = streams.filter(({ length }) => length > 0)
      if (begun.length === 0) return null
      return builder.since(cursor, {
        streams: begun.map((columns, place) => columns.since(cursor.rows[place] ?? 0, most)),
        losses: losses.losses(),
        ...{ start: null, end: null, clock: clock.absolute(0) },
      })
    },
  }
}

/**
 * Share of the header lines among the lines that could be one. One that is left without thread or time looks like
 * much else, so it counts only with a call chain below it.
 */
const sniff = (bytes: Uint8Array): number => {
  const header = emptyHeader()
  let candidates = 0
  let headers = 0
  let start = 0
  for (let end = bytes.indexOf(10, start); end !== -1; start = end + 1, end = bytes.indexOf(10, start)) {
    const first = bytes[start]
    if (start === end || first === TAB || first === HASH) continue
    const isHeader =
      readHeader(header, bytes, start, end) ||
      (bytes[end + 1] === TAB &&
        (readHeaderWithoutThread(header, bytes, start, end) ||
          readHeaderWithoutTime(header, bytes, start, end)))
    if (isHeader) headers++
    // a line that is indented may be a frame
    if (isHeader || first !== SPACE) candidates++
  }
  return candidates === 0 ? 0 : headers / candidates
}

export const perfScript: Format = {
  id: 'perf-script',
  title: 'perf script',
  sniff,
  createParser: createPerfScriptParser,
}
