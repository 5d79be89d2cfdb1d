/**
 * Histograms of bcc and libbpf-tools (biolatency, runqlat, funclatency, cpudist, bitesize, ...), one or one for each
 * key, once or at intervals; intervals add up:
 *
 *     flags = ReadAhead-Read
 *          usecs               : count    distribution
 *             64 -> 127        : 3        |****************************************|
 *
 * Bounds are inclusive, in the unit above them. Source: bcc libbpf-tools/trace_helpers.c, print_log2_hist() and
 * print_linear_hist().
 */
import type { Unit } from '../model/profile.ts'
import type { Format } from './format.ts'
import { createDistributionColumns } from './stream-columns.ts'
import { createTextParser, type TextContext, type TextReader } from './text-parser.ts'

const EXPECTED = 'a histogram of a bcc tool (usecs : count distribution)'
const decoder = new TextDecoder()

const headerLine = /^\s{0,40}(\S.{0,80}?)\s{0,40}: count\s{1,20}distribution\s*$/
const bucketLine = /^\s{0,40}(\d{1,20})(?:\s{1,20}->\s{1,20}(\d{1,20}))?\s{1,40}: (\d{1,20})\s/

const readUnit = (label: string): { unit: Unit; scale: number } => {
  const time = /^(n|u|m|)s(?:ecs?)?$/.exec(label)
  if (time) return { unit: 'ns', scale: { n: 1, u: 1e3, m: 1e6, '': 1e9 }[time[1]!]! }
  const size = /^(k|m|)b(?:ytes)?$/i.exec(label)
  if (size) return { unit: 'bytes', scale: { k: 1024, m: 1024 ** 2, '': 1 }[size[1]!.toLowerCase()]! }
  return { unit: 'count', scale: 1 }
}

/** `pid = 9 kworker/0:0`, `operation = 'read'`, `flags = Sync-Write`: whose histogram it is. */
const readKey = (line: string): string | null => {
  const match = /^\s{0,20}([A-Za-z][\w ]{0,40}?) = (.{1,300})$/.exec(line)
  if (match === null) return null
  const [, label, value] = match
  const thread = /^(\d+) (.*)$/.exec(value!)
  if (thread && /^[pt]id$/i.test(label!)) return `${thread[2]} (${thread[1]})`
  return value!.trim().replace(/^b?(['"])(.*)\1$/, '$2')
}

const isChatter = (line: string): boolean =>
  /^(\^C$|Exiting trace of|Detaching|\s*avg = |\d\d:\d\d:\d\d$|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$)/.test(line)

interface Histograms {
  readonly label: string
  /** by key: by its bounds in the tool's unit, the count */
  readonly keys: Map<string, Map<string, number>>
}

const createReader = ({ builder }: TextContext): TextReader => {
  const units = new Map<string, Histograms>()
  let traced = ''
  let key = ''
  let current: Map<string, number> | null = null

  const open = (label: string) => {
    const of = units.get(label) ?? { label, keys: new Map() }
    units.set(label, of)
    const name = key || traced || 'all'
    const buckets = of.keys.get(name) ?? new Map<string, number>()
    of.keys.set(name, buckets)
    current = buckets
    key = ''
  }

  return {
    line(bytes, start, end) {
      if (start === end) return true
      const line = decoder.decode(bytes.subarray(start, end)).trimEnd()
      const bucket = current === null ? null : bucketLine.exec(line)
      if (bucket) {
        const [, low, high = low, count] = bucket
        const bounds = `${low} ${high}`
        current!.set(bounds, (current!.get(bounds) ?? 0) + Number(count))
        return Number(low) < Number(high) + 1
      }
      const header = headerLine.exec(line)
      if (header) {
        open(header[1]!)
        return true
      }
      const announced = /^Tracing (.{1,200}?)\.{0,3}(?: +(?:Hit|Output|Ctrl|printing).*)?$/.exec(line)
      if (announced) {
        traced = announced[1]!
        return true
      }
      if (line === '' || isChatter(line)) return true
      const found = readKey(line)
      if (found !== null) key = found
      return found !== null
    },
    finish() {
      if (units.size === 0) return null
      const streams = [...units.values()].map(({ label, keys }, id) => {
        const { unit, scale } = readUnit(label)
        const title = traced === '' ? label : `${traced} (${label})`
        const columns = createDistributionColumns({ id, event: label, unit, title })
        for (const [name, buckets] of keys) {
          const sorted = [...buckets]
            .map(([bounds, count]) => ({ bounds: bounds.split(' ').map(Number), count }))
            .sort((a, b) => a.bounds[0]! - b.bounds[0]!)
          for (const { bounds, count } of sorted) {
            const [low = 0, high = 0] = bounds
            // of numbers that are too large for a double the bounds may be one
            if (count > 0 && low < high + 1) {
              columns.add(builder.string(name), low * scale, (high + 1) * scale, count)
            }
          }
        }
        return columns.finish()
      })
      return { streams, clockOrigin: 0, duration: 0 }
    },
  }
}

export const bccHistogram: Format = {
  id: 'bcc-histogram',
  title: 'bcc: histogram',
  sniff: (bytes) =>
    decoder
      .decode(bytes)
      .split('\n')
      .some((line) => line.length < 300 && headerLine.test(line))
      ? 0.95
      : 0,
  createParser: () => createTextParser({ tool: 'the tool', expected: EXPECTED, createReader }),
}
