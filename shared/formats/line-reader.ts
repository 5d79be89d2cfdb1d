/** Cuts chunks of bytes into lines, whatever the chunks, in bounded memory. */
import { FNV_OFFSET, FNV_PRIME } from './byte-index.ts'

/** A longer line is none that a tool prints. */
export const MAX_LINE_BYTES = 64 * 1024

const NEWLINE = 10
const RETURN = 13

export interface LineHandler {
  /**
   * A line is bytes[start, end), without its `\n` or `\r\n`; valid only during the call.
   * `hash` is FNV-1a of the line with its `\r`: the same for the same line.
   */
  line(bytes: Uint8Array, start: number, end: number, hash: number): void
  /** A line of more than MAX_LINE_BYTES, of which only the beginning is kept. */
  oversized(bytes: Uint8Array, start: number, end: number): void
}

export interface LineReader {
  push(chunk: Uint8Array): void
  /** The bytes after the last newline; empty when the input ended with one. */
  rest(): { readonly bytes: Uint8Array; readonly oversized: boolean }
  /** 1-based number of the line that is being handled; after the end, of the rest. */
  readonly lineNumber: number
  /** Where that line begins in the input, in bytes. */
  readonly offset: number
}

export const createLineReader = (handler: LineHandler): LineReader => {
  /** beginning of a line whose newline has not come yet */
  const carried = new Uint8Array(MAX_LINE_BYTES + 1)
  let carriedLength = 0
  let carriedTotal = 0
  let hash = FNV_OFFSET
  let lineNumber = 1
  let offset = 0

  const emit = (bytes: Uint8Array, start: number, end: number, lineHash: number, total: number) => {
    if (total > MAX_LINE_BYTES) handler.oversized(bytes, start, start + Math.min(end - start, 256))
    else handler.line(bytes, start, end > start && bytes[end - 1] === RETURN ? end - 1 : end, lineHash)
    lineNumber++
    offset += total + 1
  }

  const carry = (chunk: Uint8Array, start: number, end: number) => {
    const fits = Math.min(end - start, carried.length - carriedLength)
    carried.set(chunk.subarray(start, start + fits), carriedLength)
    carriedLength += fits
    carriedTotal += end - start
  }

  return {
    push(chunk) {
      const length = chunk.length
      let start = 0
      let lineHash = hash
      for (let at = 0; at < length; at++) {
        const byte = chunk[at]!
        if (byte !== NEWLINE) {
          lineHash = Math.imul(lineHash ^ byte, FNV_PRIME)
          continue
        }
        if (carriedTotal === 0) emit(chunk, start, at, lineHash, at - start)
        else {
          carry(chunk, start, at)
          const total = carriedTotal
          const kept = carriedLength
          carriedLength = 0
          carriedTotal = 0
          emit(carried, 0, kept, lineHash, total)
        }
        start = at + 1
        lineHash = FNV_OFFSET
      }
      hash = lineHash
      if (start < length) carry(chunk, start, length)
    },
    rest: () => ({
      bytes: carried.subarray(0, carriedLength),
      oversized: carriedTotal > MAX_LINE_BYTES,
    }),
    get lineNumber() {
      return lineNumber
    },
    get offset() {
      return offset
    },
  }
}
