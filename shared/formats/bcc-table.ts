/**
 * What the other bcc and libbpf-tools print: tables of events and counts (execsnoop, opensnoop, biosnoop, ext4slower,
 * runqslower, tcplife, syscount, funccount: tables/ says what becomes of them), and stacks with a time or a count
 * (offcputime, wakeuptime, profile without -f):
 *
 *         schedule
 *         do_nanosleep
 *         -                comm (pid)
 *             1234
 */
import { addStacks, isKernelEntry } from './bpftrace/stack-text.ts'
import { createByteNames } from './byte-names.ts'
import { readDigits, readInteger, skipSpaces, trimmedEnd } from './byte-numbers.ts'
import { createStackBlock } from './stack-block.ts'
import { createSampleColumns } from './stream-columns.ts'
import { MOST_PID } from './tables/quick-rows.ts'
import { readTableHeader } from './tables/table-header.ts'
import { createTableReader } from './tables/table-reader.ts'
import { createTextFormat, type TextFormat } from './text-format.ts'
import type { TextContext, TextReader } from './text-parser.ts'

const EXPECTED = 'a table of a bcc tool (TIME COMM PID LAT(us), FUNC COUNT), or its stacks'
/** no row is longer, but a path may be */
const MAX_LINE = 16 * 1024
/** the kernel keeps 127 frames of a stack */
const MOST_FRAMES = 1024
const decoder = new TextDecoder()

const TAB = 9
const SPACE = 32
const OPEN = 40
const CLOSE = 41
const MINUS = 45
const LOWER_A = 97
const LOWER_T = 116
const LOWER_W = 119
const LOWER_Z = 122

const ownerLine = /^\s{1,20}-\s{1,20}(.{0,64}?) \((-?\d{1,10})\)$/
const targetLine = /^\s{1,20}target:\s{1,20}(.{0,64})$/
const wakerLine = /^\s{1,20}waker:\s{1,20}(.{0,64})$/

/** Both stacks, kernel and user, leaf first: apart at the last place where the kernel is entered from. */
const splitStacks = (frames: readonly string[]): string[][] => {
  const delimiter = frames.findIndex((frame) => /^\s*--?$/.test(frame))
  if (delimiter !== -1) return [frames.slice(0, delimiter), frames.slice(delimiter + 1)]
  const entry = frames.findLastIndex((frame) => isKernelEntry(frame.trim().replace(/^[\da-f]{16} /, '')))
  return [frames.slice(0, entry + 1), frames.slice(entry + 1)]
}

/** As the lines of stacks are. */
const isIndented = (bytes: Uint8Array, start: number): boolean => {
  if (bytes[start] === TAB) return true
  for (let at = start; at < start + 4; at++) if (bytes[at] !== SPACE) return false
  return true
}

const isChatter = (line: string): boolean =>
  /^(\[?\d\d:\d\d:\d\d\]?|Detaching\.*|\^C|Sampling at .*)$/.test(line) || /^Tracing /.test(line)

const createReader = ({ builder }: TextContext): TextReader => {
  const table = createTableReader(builder, 'bcc')
  const head = { id: 0, event: 'bcc', unit: 'count', title: '' } as const
  const samples = createSampleColumns(head)
  const frames = createStackBlock((lines) => addStacks(builder, splitStacks(lines)))
  const commOf = createByteNames((text) => text)
  /** whose stack it is, once its last line but one was read */
  let owner: number | null = null
  let target: string | null = null
  let isSampled = false
  let hasHeader = false

  const endStack = (value: number) => {
    let stack = frames.take()
    if (stack === -1) {
      stack = builder.stack(-1, builder.frame(builder.func('[unknown]', null, 'unknown'), 0, 0))
    }
    samples.add(0, -1, owner!, stack, value)
    owner = null
    target = null
  }

  /** A line that is indented. */
  const stackLine = (line: string): boolean => {
    const value = /^\s+(\d{1,18})$/.exec(line)
    if (value && owner !== null) {
      endStack(Number(value[1]))
      return true
    }
    const found = ownerLine.exec(line)
    if (found) {
      owner = builder.thread(Number(found[2]) | 0, Number(found[2]) | 0, found[1]!)
      return true
    }
    target = targetLine.exec(line)?.[1]?.trim() ?? target
    const waker = wakerLine.exec(line)?.[1]?.trim()
    if (waker !== undefined) {
      owner = builder.thread(-1, -1, target ?? '')
      return frames.addText(`    waker: ${waker}`)
    }
    return targetLine.test(line) || (frames.lines < MOST_FRAMES && frames.addText(line))
  }

  /** A frame, the most common line of a stack: indented, then a small letter, and nothing that could be another line. */
  const quickFrame = (bytes: Uint8Array, start: number, end: number): boolean => {
    let at = start
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++
    const first = bytes[at]!
    // `target:` and `waker:`
    if (first < LOWER_A || first > LOWER_Z || first === LOWER_T || first === LOWER_W) return false
    return frames.lines < MOST_FRAMES && frames.add(bytes, start, end)
  }

  /** The value of a stack, whose owner is known. */
  const quickValue = (bytes: Uint8Array, start: number, end: number): boolean => {
    let at = start
    while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++
    const value = readDigits(bytes, at, end)
    if (Number.isNaN(value)) return false
    endStack(value)
    return true
  }

  /** `    -                comm (pid)` */
  const quickOwner = (bytes: Uint8Array, start: number, end: number): boolean => {
    const dash = skipSpaces(bytes, start, end)
    const from = skipSpaces(bytes, dash + 1, end)
    if (bytes[dash] !== MINUS || dash === start || dash - start > 20 || from - dash < 2 || from - dash > 21)
      return false
    let open = end - 1
    while (open > from && bytes[open] !== OPEN) open--
    const pid = readInteger(bytes, open + 1, end - 1)
    if (bytes[end - 1] !== CLOSE || bytes[open - 1] !== SPACE || open - 1 - from > 64) return false
    if (end - open > 12 || !(Math.abs(pid) <= MOST_PID)) return false
    owner = builder.thread(pid, pid, commOf(bytes, from, open - 1))
    return true
  }

  const reader: TextReader & { runLines: number } = {
    runLines: 0,
    run(bytes, start, stop) {
      let at = start
      reader.runLines = 0
      while (at < stop) {
        const end = table.read(bytes, at)
        if (end === -1) return at
        table.take()
        reader.runLines++
        at = end + 1
      }
      return at
    },
    quick(bytes, start, end) {
      const last = trimmedEnd(bytes, start, end)
      if (last === start) {
        frames.clear()
        return true
      }
      if (hasHeader) return false
      if (!isIndented(bytes, start)) return false
      if (owner !== null) return quickValue(bytes, start, last)
      return quickFrame(bytes, start, last) || quickOwner(bytes, start, last)
    },
    line(bytes, start, end) {
      const line = decoder.decode(bytes.subarray(start, end)).trimEnd()
      if (line === '') {
        frames.clear()
        return true
      }
      // right-aligned columns are indented too
      hasHeader ||= readTableHeader(line) !== null
      if (table.line(line)) return true
      if (/^(\t| {4})/.test(line)) return stackLine(line)
      // what a tool says in between, before a stack
      frames.clear()
      isSampled ||= line.startsWith('Sampling at')
      return isChatter(line)
    },
    finish() {
      const read = table.finish(samples.length > 0 ? 1 : 0)
      const { streams, clockOrigin, duration } = read
      // a table without rows says that nothing happened
      if (samples.length === 0) return streams.length === 0 && !hasHeader ? null : read
      const own = samples.finish(0)
      // these tools add up microseconds, only profile counts
      if (isSampled) return { streams: [{ ...own, title: 'Samples' }, ...streams], clockOrigin, duration }
      const weight = own.weight.map((microseconds) => microseconds * 1000)
      const blocked = { ...own, weight, unit: 'ns', title: 'Blocked time' } as const
      return { streams: [blocked, ...streams], clockOrigin, duration }
    },
  }
  return reader
}

const sniff = (bytes: Uint8Array): number => {
  const lines = decoder.decode(bytes).split(/\r?\n/)
  const at = lines.findIndex((line) => !line.startsWith('#') && readTableHeader(line) !== null)
  if (at !== -1) {
    // bpftrace has tools that print the same tables
    if (lines.some((line) => /^Attach(ing|ed) \d+ probes?/.test(line))) return 0.4
    const row = readTableHeader(lines[at]!)!.row
    const below = lines.slice(at + 1, at + 21).filter((line) => line !== '')
    const fits = below.filter((line) => line.length < MAX_LINE && row.test(line)).length
    return below.length === 0 ? 0.4 : 0.3 + (0.55 * fits) / below.length
  }
  return lines.some((line) => line.length < 200 && (ownerLine.test(line) || targetLine.test(line))) ? 0.8 : 0
}

export const bccTable: TextFormat = createTextFormat({
  id: 'bcc-table',
  title: 'bcc: table or stacks',
  sniff,
  tool: 'the tool',
  expected: EXPECTED,
  maxLineBytes: MAX_LINE,
  createReader,
})
