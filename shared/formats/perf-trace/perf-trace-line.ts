/**
 * A line of perf trace: `2234664.415 ( 5.079 ms): comm/tid call(arguments) = result`, where the process is missing
 * with -p of one thread. Source: tools/perf/builtin-trace.c, trace__fprintf_entry_head() and trace__sys_exit().
 */
import type { Nanoseconds } from '../../units/units.ts'

export interface PerfTraceLine {
  /** since some second; null for `?`: it began before the trace */
  readonly time: { readonly seconds: number; readonly nanoseconds: number } | null
  /** NaN where there is none */
  readonly duration: Nanoseconds
  readonly comm: string
  /** -1 where the line has none */
  readonly tid: number
  /**
   * call: with its result; begun: it goes on in a later line; continued: such a line; event: a tracepoint;
   * fault: a page fault, whose `place` is the code
   */
  readonly kind: 'call' | 'begun' | 'continued' | 'event' | 'fault'
  readonly name: string
  /** NaN where there is none */
  readonly result: number
  /** symbol of a fault, else '' */
  readonly place: string
}

/** `5.079` ms in ns. */
const fromMilliseconds = (whole: string, fraction: string): Nanoseconds =>
  Number(whole) * 1e6 + Number(fraction) * 1e3

/** perf prints an end before its begin as a distance of nearly 2^64 ns: that is none. */
const readDuration = (whole: string | undefined, fraction: string | undefined): Nanoseconds => {
  const duration = whole === undefined ? Number.NaN : fromMilliseconds(whole, fraction!)
  return duration < 2 ** 63 ? duration : Number.NaN
}

const readResult = (text: string): number => {
  const match = /\)\s{1,200}= (?:(0x[\da-f]{1,16})|(-?\d{1,20})|\?)/.exec(text)
  return Number(match?.[1] ?? match?.[2] ?? Number.NaN)
}

const readWhat = (text: string): Pick<PerfTraceLine, 'kind' | 'name' | 'result' | 'place'> | null => {
  const continued = /^\s?\.\.\. \[continued\]: (\w{1,64})\(\)\)(.*)$/.exec(text)
  if (continued) {
    return { kind: 'continued', name: continued[1]!, result: readResult(`)${continued[2]}`), place: '' }
  }
  const fault = /^(majfault|minfault) \[(.{0,1000}?)\] => /.exec(text)
  if (fault) return { kind: 'fault', name: fault[1]!, result: Number.NaN, place: fault[2]! }
  const event = /^([\w-]{1,64}:[\w-]{1,100})\(/.exec(text)
  if (event) return { kind: 'event', name: event[1]!, result: Number.NaN, place: '' }
  const call = /^(\w{1,64})\(/.exec(text)
  if (call === null) return null
  if (/\)\s{1,200}\.\.\.$/.test(text)) return { kind: 'begun', name: call[1]!, result: Number.NaN, place: '' }
  // the result stands behind the last parenthesis that an equals sign follows
  const at = text.lastIndexOf(') ')
  const result = text.slice(Math.max(0, /= /.test(text.slice(at)) ? at : text.lastIndexOf(') ', at - 1)))
  return /\)\s+= /.test(result)
    ? { kind: 'call', name: call[1]!, result: readResult(result), place: '' }
    : null
}

/** Null when the line is none. */
export const readPerfTraceLine = (line: string): PerfTraceLine | null => {
  const head = /^\s{0,20}(?:\?|(\d{1,13})\.(\d{3})) \(\s{0,9}(?:(\d{1,20})\.(\d{3}) ms)?\s{0,9}\): /.exec(
    line,
  )
  if (head === null) return null
  const [, whole, fraction, durationWhole, durationFraction] = head
  const rest = line.slice(head[0].length)
  let what = readWhat(rest)
  let comm = ''
  let tid = -1
  if (what === null) {
    const process = /^(.{0,64}?)\/(\d{1,10}) (.*)$/.exec(rest)
    if (process === null) return null
    comm = process[1]!
    tid = Number(process[2]) | 0
    what = readWhat(process[3]!)
    if (what === null) return null
  }
  return {
    time:
      whole === undefined
        ? null
        : {
            seconds: Math.floor(Number(whole) / 1000),
            nanoseconds: fromMilliseconds(String(Number(whole) % 1000), fraction!),
          },
    duration: readDuration(durationWhole, durationFraction),
    comm,
    tid,
    ...what,
  }
}

export interface SummaryRow {
  readonly name: string
  readonly calls: number
  readonly total: Nanoseconds
}

/** `   read    206      0    31.154     0.017     0.151     8.026     32.65%`, the errors not in older perf. */
export const readSummaryRow = (line: string): SummaryRow | null => {
  const row =
    /^\s{1,8}(\w{1,64})\s{1,40}(\d{1,15})\s{1,20}(?:\d{1,15}\s{1,20})?(\d{1,12}\.\d{3})\s{1,20}\d+\.\d{3}\s{1,20}\d+\.\d{3}\s{1,20}\d+\.\d{3}\s{1,20}\d+\.\d+%\s*$/.exec(
      line,
    )
  if (row === null) return null
  return { name: row[1]!, calls: Number(row[2]), total: Math.round(Number(row[3]) * 1e6) }
}
