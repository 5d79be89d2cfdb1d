/**
 * The output of any bpftrace program, as text or with `-f json`: maps (map-gatherer.ts), tables of events that it
 * prints (tables/), `S` lines of slow calls as our own programs print them, stacks behind them, lost events. Other
 * printed lines are counted.
 */
import type { Stream } from '../../model/profile.ts'
import type { StackIndex } from '../../units/units.ts'
import { messageType, printfStart, readJsonString, unescapeInto, unescapeLine } from '../bpftrace-output.ts'
import { createByteIndex } from '../byte-index.ts'
import { createStackBlock } from '../stack-block.ts'
import { createTableReader } from '../tables/table-reader.ts'
import { createTextFormat, type TextFormat } from '../text-format.ts'
import type { TextContext, TextReader } from '../text-parser.ts'
import { createJsonMaps } from './json-maps.ts'
import { createMapGatherer } from './map-gatherer.ts'
import { streamsOfMaps } from './map-streams.ts'
import { createPrintedSlices } from './printed-slices.ts'
import { addStacks } from './stack-text.ts'
import { createTextMaps } from './text-maps.ts'

const EXPECTED = 'the output of bpftrace (maps, histograms or printed events, as text or JSON)'
/** a JSON message is one line, whatever the map holds */
const MAX_LINE = 32 * 1024 * 1024
const OPEN_BRACE = 123
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const AT = 64
const LETTER_S = 83
const TAB = 9
/** of a printf without a newline, what is kept of what it prints, in characters */
const MAX_PRINTED = 1024 * 1024

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** What bpftrace says of itself, and what its own tools say before their output. */
const isChatter = (text: string): boolean =>
  /^Attach(ing|ed) \d+ probe|^\d\d:\d\d:\d\d$|\b(Hit|hit) Ctrl-C\b|Ctrl-C to (end|quit|stop)/.test(text)

const isFrame = (text: string): boolean => /^(\t\s*[\da-f]{1,16}( |$)| {4}\S)/.test(text)

/** isFrame of bytes: only of those that are plain. */
const isQuickFrame = (bytes: Uint8Array, start: number, end: number): boolean => {
  if (bytes[start] === SPACE) {
    for (let at = start; at < start + 4; at++) if (bytes[at] !== SPACE) return false
    return start + 4 < end && bytes[start + 4]! > SPACE && bytes[start + 4]! < 127
  }
  if (bytes[start] !== TAB) return false
  let at = start + 1
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++
  const from = at
  while (at < end && isHexDigit(bytes[at]!)) at++
  return at > from && at - from <= 16 && (at === end || bytes[at] === SPACE)
}

const isHexDigit = (byte: number): boolean => (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 102)

const createReader = ({ builder, losses, place }: TextContext): TextReader => {
  const maps = createMapGatherer()
  const textMaps = createTextMaps(maps)
  const jsonMaps = createJsonMaps(maps)
  const table = createTableReader(builder, 'bpftrace')
  const slices = createPrintedSlices(builder)
  /** of the event that was printed last, leaf first */
  const frames = createStackBlock((lines) => addStacks(builder, [lines]))
  let lastStack = -1
  /**
   * Of messages that hold an event and its stack, the stack by all that stands behind the event: an empty line is its end, so
   * that the next message has no part in it.
   */
  const stacksBehind = createByteIndex()
  /** a stack may follow */
  let mayFollow = false
  let afterSlice = false
  /** of printf messages: what no newline has ended yet */
  let unfinished = ''
  let isKnown = false
  /** what a printf message holds, while its lines are read */
  const scratch = new Uint8Array(64 * 1024)

  const setStack = (stack: StackIndex) => {
    if (afterSlice) slices.setStack(stack)
    else table.setStack(stack)
    mayFollow = false
  }

  const endFrames = () => {
    if (frames.lines > 0) {
      lastStack = frames.take()
      setStack(lastStack)
    }
    mayFollow = false
  }

  /** A line that the program printed. */
  const printed = (text: string): boolean => {
    if (text === '') {
      endFrames()
      return true
    }
    if (mayFollow && isFrame(text)) return frames.addText(text)
    endFrames()
    afterSlice = slices.line(text)
    if (afterSlice || table.line(text)) {
      mayFollow = true
      return true
    }
    const lost = /^Lost (\d{1,15}) events/.exec(text)
    if (lost) losses.lost(Number(lost[1]), place)
    isKnown ||= isChatter(text)
    return lost !== null || isChatter(text)
  }

  /** Takes the event that begins at `start`, and gives where its newline is; -1 when nothing has happened. */
  const readEvent = (bytes: Uint8Array, start: number): number => {
    const isSlice = bytes[start] === LETTER_S && bytes[start + 1] === TAB
    const newline = isSlice ? slices.read(bytes, start) : -1
    const end = newline === -1 ? table.read(bytes, start) : newline
    if (end === -1) return -1
    endFrames()
    afterSlice = newline !== -1
    if (afterSlice) slices.take()
    else table.take()
    mayFollow = true
    return end
  }

  /** The same of bytes: a frame, an event, or the empty line behind a stack. False: nothing has happened. */
  const quickPrinted = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (start === end) {
      endFrames()
      return true
    }
    const first = bytes[start]!
    if (first === SPACE || first === TAB) {
      // rows may begin with spaces too, but not those behind a row
      return mayFollow && isQuickFrame(bytes, start, end) && frames.add(bytes, start, end)
    }
    // a line that was carried over from one chunk to the next has no end here
    const newline = bytes[end] === RETURN ? end + 1 : end
    return bytes[newline] === NEWLINE && readEvent(bytes, start) === newline
  }

  const printedMessage = (bytes: Uint8Array, start: number, end: number): boolean => {
    const data = readJsonString(bytes, start, end, scratch)
    if (data === null) return false
    const lines = (unfinished + decoder.decode(data)).split('\n')
    unfinished = lines.pop()!.slice(-MAX_PRINTED)
    let allKnown = true
    for (const line of lines) if (!printed(line)) allKnown = false
    return allKnown
  }

  /** An event with a stack that is known. False: nothing has happened. */
  const knownMessage = (bytes: Uint8Array, behind: number, end: number): boolean => {
    const stack = stacksBehind.get(bytes, behind, end)
    if (stack === undefined || readEvent(scratch, 0) === -1) return false
    setStack(stack)
    isKnown = true
    return true
  }

  /** A message of whole lines; what is not plain among them is read as text. Null: all of it is to be. */
  const quickMessage = (bytes: Uint8Array, start: number, end: number): boolean | null => {
    const behind = unfinished === '' ? unescapeLine(scratch, bytes, start, end) : -1
    if (behind !== -1 && knownMessage(bytes, behind, end)) return true
    const length = unfinished === '' ? unescapeInto(scratch, bytes, start, end) : -1
    if (length <= 0 || scratch[length - 1] !== NEWLINE) return null
    isKnown = true
    let allKnown = true
    let isEvent = false
    for (let from = 0, line = 0; from < length; line++) {
      let stop = from
      while (scratch[stop] !== NEWLINE) stop++
      if (behind !== -1 && isEvent && line > 1 && frames.lines === line - 1 && from === length - 1) {
        endFrames()
        stacksBehind.add(bytes, behind, end, lastStack)
        return allKnown
      }
      const isPlain = stop === from || scratch[stop - 1] !== RETURN
      if (isPlain && quickPrinted(scratch, from, stop)) {
        if (line === 0) isEvent = mayFollow && frames.lines === 0
      } else if (!printed(decoder.decode(scratch.subarray(from, stop)))) allKnown = false
      from = stop + 1
    }
    return allKnown
  }

  const message = (bytes: Uint8Array, start: number, end: number, isQuick: boolean): boolean => {
    const found = messageType(bytes, start, end)
    if (found === null) return false
    isKnown = true
    const { type, dataStart } = found
    if (type === 'map' || type === 'hist' || type === 'lhist' || type === 'stats') {
      return jsonMaps.read(type, bytes, dataStart, end, isQuick)
    }
    if (type === 'printf') return printedMessage(bytes, dataStart, end)
    if (type === 'lost_events') {
      const text = decoder.decode(bytes.subarray(dataStart, Math.min(end, dataStart + 100)))
      losses.lost(Number(/"events":\s*(\d{1,15})/.exec(text)?.[1] ?? 1), place)
      return true
    }
    return type === 'attached_probes' || type === 'time'
  }

  /** Whether a message was read, and could be; null when it is to be read in the general way. */
  const readMessage = (bytes: Uint8Array, start: number, end: number): boolean | null => {
    const data = printfStart(bytes, start, end)
    if (data !== -1) return quickMessage(bytes, data, end)
    return message(bytes, start, end, true)
  }

  const reader: TextReader & { runLines: number } = {
    runLines: 0,
    run(bytes, start, stop) {
      reader.runLines = 0
      if (textMaps.isOpen) return start
      let at = start
      while (at < stop) {
        const first = bytes[at]!
        // what begins with a blank may be a frame, and what begins with these is something else
        if (first <= SPACE || first === OPEN_BRACE || first === AT) return at
        const end = readEvent(bytes, at)
        if (end === -1) return at
        reader.runLines++
        at = end + 1
      }
      return at
    },
    quick(bytes, start, end) {
      if (bytes[start] === OPEN_BRACE && end - start > 1) {
        const read = readMessage(bytes, start, end)
        if (read === false) losses.unparsed(bytes, start, end, place)
        return read !== null
      }
      if (mayFollow && isQuickFrame(bytes, start, end)) return frames.add(bytes, start, end)
      if (textMaps.quick(bytes, start, end)) {
        if (start === end) endFrames()
        return true
      }
      return !textMaps.isOpen && quickPrinted(bytes, start, end)
    },
    line(bytes, start, end) {
      if (bytes[start] === OPEN_BRACE && end - start > 1) return message(bytes, start, end, false)
      const text = decoder.decode(bytes.subarray(start, end))
      const mapped = mayFollow && isFrame(text) ? 'other' : textMaps.line(text)
      if (mapped === 'other') return printed(text)
      if (text === '') endFrames()
      return mapped === 'taken'
    },
    isWhole(bytes) {
      // of a map that is cut the entries before the cut are whole
      const type = messageType(bytes, 0, bytes.length)?.type
      if (type !== undefined && type !== 'printf') message(bytes, 0, bytes.length, false)
      return false
    },
    finish() {
      if (unfinished !== '') printed(unfinished)
      endFrames()
      if (!textMaps.finish()) losses.truncated('the key of a map has no end', place)
      const own = slices.finish(0)
      const streams: Stream[] = [...own.streams]
      const events = table.finish(streams.length)
      streams.push(...events.streams)
      streams.push(...streamsOfMaps(builder, maps.finish(), streams.length, losses.belowZero))
      if (streams.length === 0 && !isKnown) return null
      return {
        streams,
        clockOrigin: own.streams.length > 0 ? own.clockOrigin : events.clockOrigin,
        duration: Math.max(own.duration, events.duration),
      }
    },
  }
  return reader
}

/** Sure of messages and of maps; the first bytes of a long message are enough. */
const sniff = (bytes: Uint8Array): number => {
  const text = new TextDecoder().decode(bytes)
  if (
    /^\{"type":\s*"(attached_probes|printf|map|hist|lhist|stats|lost_events|time)",\s*"data":/m.test(text)
  ) {
    return 0.9
  }
  if (/^@\w*(\[.*)?:? ?(-?\d+|count \d+, average .*)?$/m.test(text) && /^@/m.test(text)) return 0.85
  if (!/^Attach(ing|ed) \d+ probes?/m.test(text)) return 0
  // a table of a program of ours, or of one like them
  return /^#\w+\t\w+/m.test(text) ? 0.9 : 0.6
}

export const bpftrace: TextFormat = createTextFormat({
  id: 'bpftrace',
  title: 'bpftrace',
  sniff,
  tool: 'bpftrace',
  expected: EXPECTED,
  maxLineBytes: MAX_LINE,
  createReader,
})
