/**
 * The output of any bpftrace program, as text or with `-f json`: maps (map-gatherer.ts), tables of events that it
 * prints (tables/), `S` lines of slow calls as our own programs print them, stacks behind them, lost events. Other
 * printed lines are counted.
 */
import type { Stream } from '../../model/profile.ts'
import { messageType, readJsonString } from '../bpftrace-output.ts'
import type { Format } from '../format.ts'
import { createTableReader } from '../tables/table-reader.ts'
import { createTextParser, type TextContext, type TextReader } from '../text-parser.ts'
import { readJsonMaps } from './json-maps.ts'
import { createMapGatherer } from './map-gatherer.ts'
import { createPrintedSlices } from './printed-slices.ts'
import { addStacks } from './stack-text.ts'
import { createTextMaps } from './text-maps.ts'

const EXPECTED = 'the output of bpftrace (maps, histograms or printed events, as text or JSON)'
/** a JSON message is one line, whatever the map holds */
const MAX_LINE = 32 * 1024 * 1024
const OPEN_BRACE = 123
const NEWLINE = 10
const ZERO = 48
const NINE = 57

const decoder = new TextDecoder()

/** What bpftrace says of itself, and what its own tools say before their output. */
const isChatter = (text: string): boolean =>
  /^Attach(ing|ed) \d+ probe|^\d\d:\d\d:\d\d$|\b(Hit|hit) Ctrl-C\b|Ctrl-C to (end|quit|stop)/.test(text)

const isFrame = (text: string): boolean => /^(\t\s*[\da-f]{1,16}( |$)| {4}\S)/.test(text)

const createReader = ({ builder, losses, place }: TextContext): TextReader => {
  const maps = createMapGatherer(builder, losses.belowZero)
  const textMaps = createTextMaps(maps)
  const table = createTableReader(builder, 'bpftrace')
  const slices = createPrintedSlices(builder)
  /** of the event that was printed last, leaf first; null where no stack can follow */
  let frames: string[] | null = null
  let afterSlice = false
  /** of printf messages: what no newline has ended yet */
  let unfinished = ''
  let isKnown = false
  /** what a printf message holds, while its lines are read */
  const scratch = new Uint8Array(64 * 1024)

  const endFrames = () => {
    if (frames !== null && frames.length > 0) {
      const stack = addStacks(builder, [frames])
      if (afterSlice) slices.setStack(stack)
      else table.setStack(stack)
    }
    frames = null
  }

  /** A line that the program printed. */
  const printed = (text: string): boolean => {
    if (text === '') {
      endFrames()
      return true
    }
    if (frames !== null && isFrame(text)) {
      frames.push(text)
      return true
    }
    endFrames()
    afterSlice = slices.line(text)
    if (afterSlice || table.line(text)) {
      frames = []
      return true
    }
    const lost = /^Lost (\d{1,15}) events/.exec(text)
    if (lost) losses.lost(Number(lost[1]), place)
    isKnown ||= isChatter(text)
    return lost !== null || isChatter(text)
  }

  /** A row of a table that is read without making text of it. */
  const plainRow = (bytes: Uint8Array, start: number, end: number): boolean => {
    const first = bytes[start]!
    if (first < ZERO || first > NINE || !table.row(bytes, start, end)) return false
    frames = []
    afterSlice = false
    return true
  }

  const message = (bytes: Uint8Array, start: number, end: number): boolean => {
    const found = messageType(bytes, start, end)
    if (found === null) return false
    isKnown = true
    const { type, dataStart } = found
    if (type === 'map' || type === 'hist' || type === 'lhist' || type === 'stats') {
      return readJsonMaps(bytes, dataStart, end, maps)
    }
    if (type === 'printf') {
      const data = readJsonString(bytes, dataStart, end, scratch)
      if (data === null) return false
      const newline = unfinished === '' ? data.indexOf(NEWLINE) : -1
      if (newline !== -1 && newline === data.length - 1 && (frames === null || frames.length === 0)) {
        if (plainRow(data, 0, newline)) return true
      }
      const lines = (unfinished + decoder.decode(data)).split('\n')
      unfinished = lines.pop()!.slice(-MAX_PRINTED)
      let allKnown = true
      for (const line of lines) if (!printed(line)) allKnown = false
      return allKnown
    }
    if (type === 'lost_events') {
      const text = decoder.decode(bytes.subarray(dataStart, Math.min(end, dataStart + 100)))
      losses.lost(Number(/"events":\s*(\d{1,15})/.exec(text)?.[1] ?? 1), place)
      return true
    }
    return type === 'attached_probes' || type === 'time'
  }

  const line = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (bytes[start] === OPEN_BRACE && end - start > 1) return message(bytes, start, end)
    if ((frames === null || frames.length === 0) && !textMaps.isOpen && plainRow(bytes, start, end))
      return true
    const text = start === end ? '' : decoder.decode(bytes.subarray(start, end))
    if (frames !== null && frames.length === 0 && isFrame(text)) return printed(text)
    const mapped = frames !== null && isFrame(text) ? 'other' : textMaps.line(text)
    if (mapped === 'other') return printed(text)
    if (text === '') endFrames()
    return mapped === 'taken'
  }

  return {
    line,
    isWhole: (bytes) => {
      // of a map that is cut the entries before the cut are whole
      const type = messageType(bytes, 0, bytes.length)?.type
      if (type === undefined || type === 'printf') return false
      message(bytes, 0, bytes.length)
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
      streams.push(...maps.finish(streams.length))
      if (streams.length === 0 && !isKnown) return null
      return {
        streams,
        clockOrigin: own.streams.length > 0 ? own.clockOrigin : events.clockOrigin,
        duration: Math.max(own.duration, events.duration),
      }
    },
  }
}

const MAX_PRINTED = 1024 * 1024

/** Sure of messages and of maps; the first bytes of a long message are enough. */
const sniff = (bytes: Uint8Array): number => {
  const text = decoder.decode(bytes)
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

export const bpftrace: Format = {
  id: 'bpftrace',
  title: 'bpftrace',
  sniff,
  createParser: () =>
    createTextParser({ tool: 'bpftrace', expected: EXPECTED, maxLineBytes: MAX_LINE, createReader }),
}
