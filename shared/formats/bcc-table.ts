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
import type { Format } from './format.ts'
import { createSampleColumns } from './stream-columns.ts'
import { readTableHeader } from './tables/table-header.ts'
import { createTableReader } from './tables/table-reader.ts'
import { createTextParser, type TextContext, type TextReader } from './text-parser.ts'

const EXPECTED = 'a table of a bcc tool (TIME COMM PID LAT(us), FUNC COUNT), or its stacks'
/** no row is longer, but a path may be */
const MAX_LINE = 16 * 1024
/** the kernel keeps 127 frames of a stack */
const MOST_FRAMES = 1024
const decoder = new TextDecoder()

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

const isChatter = (line: string): boolean =>
  /^(\[?\d\d:\d\d:\d\d\]?|Detaching\.*|\^C|Sampling at .*)$/.test(line) || /^Tracing /.test(line)

const createReader = ({ builder }: TextContext): TextReader => {
  const table = createTableReader(builder, 'bcc')
  const head = { id: 0, event: 'bcc', unit: 'count', title: '' } as const
  const samples = createSampleColumns(head)
  let frames: string[] = []
  /** whose stack it is, once its last line but one was read */
  let owner: number | null = null
  let target: string | null = null
  let isSampled = false
  let hasHeader = false

  const endStack = (value: number) => {
    let stack = addStacks(builder, splitStacks(frames))
    if (stack === -1) {
      stack = builder.stack(-1, builder.frame(builder.func('[unknown]', null, 'unknown'), 0, 0))
    }
    samples.add(0, -1, owner!, stack, value)
    frames = []
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
      frames.push(`    waker: ${waker}`)
    } else if (!targetLine.test(line)) frames.push(line)
    return frames.length <= MOST_FRAMES
  }

  return {
    line(bytes, start, end) {
      const line = start === end ? '' : decoder.decode(bytes.subarray(start, end)).trimEnd()
      if (line === '') {
        frames = []
        return true
      }
      // right-aligned columns are indented too
      hasHeader ||= readTableHeader(line) !== null
      if (table.line(line)) return true
      if (/^(\t| {4})/.test(line)) return stackLine(line)
      // what a tool says in between, before a stack
      frames = []
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

export const bccTable: Format = {
  id: 'bcc-table',
  title: 'bcc: table or stacks',
  sniff,
  createParser: () =>
    createTextParser({ tool: 'the tool', expected: EXPECTED, maxLineBytes: MAX_LINE, createReader }),
}
