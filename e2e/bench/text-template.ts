/**
 * Text of any size made from records of a real file, in random order: each record keeps its bytes but for its times,
 * which go on at a steady pace, and the digits that are to differ. The same seed gives the same bytes.
 */
import { type Random, seededRandom } from '../../shared/profile/testing/seeded-random.ts'
import { collectChunks } from './collect-chunks.ts'
import type { GeneratedText } from './generate-perf-script.ts'

export interface TextTemplate {
  /** before the records */
  readonly lead?: string
  readonly records: readonly string[]
  readonly trail?: string
  /** One group: the time of a record, wherever it stands there. */
  readonly time?: RegExp
  readonly formatTime?: (ns: number) => string
  /** One group: digits of which all but the first are drawn anew. */
  readonly digits?: RegExp
}

type Part = string | { readonly digits: string } | 'time'

const INTERVAL_NS = 20_000
const FIRST_NS = 1_795_401_590_000_000_000n

/** `1795401590.000020000`, with so many decimals. */
export const secondsOf =
  (decimals: number) =>
  (ns: number): string => {
    const whole = FIRST_NS + BigInt(ns)
    const fraction = String(whole % 1_000_000_000n).padStart(9, '0')
    return `${whole / 1_000_000_000n}.${fraction.slice(0, decimals)}`
  }

export const nanosecondsOf = (ns: number): string => String(2_092_000_000_000 + ns)

export const clockOf = (ns: number): string => {
  const seconds = Math.floor(ns / 1e9) % 86_400
  const parts = [seconds / 3600, (seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(Math.floor(part)).padStart(2, '0')).join(':')
}

const splitAt = (text: string, pattern: RegExp | undefined, part: (found: string) => Part): Part[] => {
  if (pattern === undefined) return [text]
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(new RegExp(pattern.source, `${pattern.flags.replace('g', '')}gd`))) {
    const [start, end] = match.indices![1]!
    parts.push(text.slice(from, start), part(match[1]!))
    from = end
  }
  parts.push(text.slice(from))
  return parts
}

const drawDigits = (digits: string, random: Random): string => {
  let drawn = digits[0]!
  for (let at = 1; at < digits.length; at++)
    drawn += /\d/.test(digits[at]!) ? random.integer(0, 9) : digits[at]
  return drawn
}

export const generateFrom = (template: TextTemplate, seed: number, bytes: number): GeneratedText => {
  const { lead = '', records, trail = '', time, formatTime = nanosecondsOf, digits } = template
  const parts = records.map((record) =>
    splitAt(record, time, () => 'time').flatMap((part) =>
      part === 'time' || typeof part !== 'string'
        ? [part]
        : splitAt(part, digits, (found) => ({ digits: found })),
    ),
  )
  const encoder = new TextEncoder()
  const pieces = function* (): Generator<Uint8Array> {
    const random = seededRandom(seed)
    yield encoder.encode(lead)
    const end = encoder.encode(trail)
    let length = lead.length + end.length
    for (let record = 0; length < bytes; record++) {
      const now = formatTime(record * INTERVAL_NS)
      let text = ''
      for (const part of random.pick(parts)) {
        if (part === 'time') text += now
        else text += typeof part === 'string' ? part : drawDigits(part.digits, random)
      }
      const encoded = encoder.encode(text)
      length += encoded.length
      yield encoded
    }
    yield end
  }
  let total = 0
  let events = -2
  for (const piece of pieces()) {
    total += piece.length
    events++
  }
  return {
    bytes: total,
    events,
    chunks: () =>
      collectChunks(pieces(), (piece, _, into, at) => {
        into.set(piece, at)
        return piece.length
      }),
  }
}
