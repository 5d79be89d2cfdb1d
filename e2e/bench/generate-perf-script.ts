/**
 * perf script text of any size, made from a real one: its samples in random order, at a steady pace, so that stacks,
 * names and line lengths are those of the real capture. The same seed gives the same bytes.
 */
import { seededRandom } from '../../shared/profile/testing/seeded-random.ts'
import { collectChunks } from './collect-chunks.ts'

export interface GeneratedText {
  readonly bytes: number
  /** samples, slices or rows */
  readonly events: number
  /** In pieces of about 1 MiB, each an array of its own. */
  chunks(): Generator<Uint8Array<ArrayBuffer>>
}

const INTERVAL_NS = 20_000
const FIRST_NS = 1_000_000_000_000
/** seconds.nanoseconds: 4 and 9 digits */
const TIME_BYTES = 14

interface Block {
  readonly bytes: Uint8Array
  readonly timeAt: number
}

/** `text`: perf script output with times of nine decimals. */
export const generatePerfScript = (
  text: string,
  seed: number,
  limit: { readonly bytes?: number; readonly samples?: number },
): GeneratedText => {
  const blocks = readBlocks(text)
  const pick = function* (): Generator<Block> {
    const random = seededRandom(seed)
    let bytes = 0
    for (let sample = 0; sample < (limit.samples ?? Number.POSITIVE_INFINITY); sample++) {
      const block = random.pick(blocks)
      bytes += block.bytes.length
      if (bytes > (limit.bytes ?? Number.POSITIVE_INFINITY)) return
      yield block
    }
  }
  let bytes = 0
  let events = 0
  for (const block of pick()) {
    bytes += block.bytes.length
    events++
  }
  return {
    bytes,
    events,
    chunks: () =>
      collectChunks(pick(), ({ bytes: block, timeAt }, index, into, at) => {
        into.set(block, at)
        writeTime(FIRST_NS + index * INTERVAL_NS, into, at + timeAt)
        return block.length
      }),
  }
}

const readBlocks = (text: string): Block[] => {
  const encoder = new TextEncoder()
  const blocks = text.split('\n\n').flatMap((block): Block[] => {
    const time = /\s(\d+\.\d{9}):/.exec(block)
    if (!time?.[1] || block.startsWith('#')) return []
    const before = encoder.encode(block.slice(0, time.index + 1).trimStart())
    const after = encoder.encode(`${block.slice(time.index + 1 + time[1].length)}\n\n`)
    const bytes = new Uint8Array(before.length + TIME_BYTES + after.length)
    bytes.set(before)
    bytes.set(after, before.length + TIME_BYTES)
    return [{ bytes, timeAt: before.length }]
  })
  if (blocks.length === 0) throw new Error('The text has no samples with times of nine decimals.')
  return blocks
}

const ZERO = 48
const POINT = 46

const writeTime = (ns: number, into: Uint8Array, at: number): void => {
  let left = ns
  for (let place = at + TIME_BYTES - 1; place >= at; place--) {
    if (place === at + 4) into[place] = POINT
    else {
      into[place] = ZERO + (left % 10)
      left = Math.floor(left / 10)
    }
  }
}
