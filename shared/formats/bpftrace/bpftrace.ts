/**
 * The output of any bpftrace program, as text or with `-f json`: maps (map-gatherer.ts), tables of events that it
 * prints (tables/), `S` lines of slow calls as our own programs print them, stacks behind them, lost events. Other
 * printed lines are counted.
 */
import type { Stream } from '../../model/profile.ts'
import { messageType, printfStart, readJsonString, unescapeInto } from '../bpftrace-output.ts'
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
const SPACE = 32
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
  /** a stack may follow */
  let mayFollow = false
  let afterSlice = false
  /** of printf messages: what no newline has ended yet */
  let unfinished = ''
  let isKnown = false
  /** what a printf message holds, while its lines are read */
  const scratch = new Uint8Array(64 * 1024)

  const endFrames = () => {
    if (frames.lines > 0) {
      const stack = frames.take()
      if (afterSlice) slices.setStack(stack)
      else table.setStack(stack)
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
    if (slices.quick(bytes, start, end)) {
      endFrames()
      slices.take(bytes, end)
      afterSlice = true
    } else if (table.quick(bytes, start, end)) {
      endFrames()
      table.take()
      afterSlice = false
    } else return false
    mayFollow = true
    return true
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

  /** A message of whole lines; what is not plain among them is read as text. Null: all of it is to be. */
  const quickMessage = (bytes: Uint8Array, start: number, end: number): boolean | null => {
    const length = unfinished === '' ? unescapeInto(scratch, bytes, start, end) : -1
    if (length <= 0 || scratch[length - 1] !== NEWLINE) return null
    isKnown = true
    let allKnown = true
    for (let from = 0; from < length; ) {
      let stop = from
      while (scratch[stop] !== NEWLINE) stop++
      if (!quickPrinted(scratch, from, stop) && !printed(decoder.decode(scratch.subarray(from, stop)))) {
        allKnown = false
      }
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

  return {
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
