/**
 * perf script text of any size, made from a real one: its samples in random order, at a steady pace, so that stacks,
 * names and line lengths are those of the real capture. The same seed gives the same bytes.
 */
import { seededRandom } from '../../shared/profile/testing/seeded-random.ts'

export interface GeneratedText {
  readonly bytes: number
  readonly samples: number
  /** In pieces of about 1 MiB. */
  chunks(): Generator<Uint8Array>
}

interface Block {
  readonly before: string
  readonly after: string
}

const INTERVAL_NS = 20_000

/** `text`: perf script output with times of nine decimals. */
export const generatePerfScript = (
  text: string,
  seed: number,
  limit: { bytes?: number; samples?: number },
): GeneratedText => {
  const blocks = text.split('\n\n').flatMap((block): Block[] => {
    const time = /\s(\d+\.\d{9}):/.exec(block)
    if (!time?.[1] || block.startsWith('#')) return []
    const at = time.index + 1
    return [{ before: block.slice(0, at).trimStart(), after: `${block.slice(at + time[1].length)}\n\n` }]
  })
  if (blocks.length === 0) throw new Error('The text has no samples with times of nine decimals.')
  const pieces = function* (): Generator<string> {
    const random = seededRandom(seed)
    let bytes = 0
    for (let sample = 0; sample < (limit.samples ?? Number.POSITIVE_INFINITY); sample++) {
      const { before, after } = random.pick(blocks)
      const ns = 1_000_000_000_000 + sample * INTERVAL_NS
      const time = `${Math.floor(ns / 1e9)}.${String(ns % 1e9).padStart(9, '0')}`
      const piece = before + time + after
      bytes += piece.length
      if (bytes > (limit.bytes ?? Number.POSITIVE_INFINITY)) return
      yield piece
    }
  }
  const encoder = new TextEncoder()
  const chunks = function* (): Generator<Uint8Array> {
    let held = ''
    for (const piece of pieces()) {
      held += piece
      if (held.length < 1 << 20) continue
      yield encoder.encode(held)
      held = ''
    }
    if (held !== '') yield encoder.encode(held)
  }
  let bytes = 0
  let samples = 0
  for (const piece of pieces()) {
    bytes += piece.length
    samples++
  }
  return { bytes, samples, chunks }
}
