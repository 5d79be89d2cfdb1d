/** Cuts chunks of bytes into lines, whatever the chunks, in bounded memory. */

/** A longer line is none that a tool prints. */
export const MAX_LINE_BYTES = 64 * 1024
/** of an oversized line, how much the handler is shown */
const SHOWN_BYTES = 256

const NEWLINE = 10
const RETURN = 13

export interface LineHandler {
  /** A line is bytes[start, end), without its `\n` or `\r\n`; valid only during the call. */
  line(bytes: Uint8Array, start: number, end: number): void
  /** A line of more than MAX_LINE_BYTES, of which only the beginning is shown. */
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
  /** beginning of a line whose newline has not come yet; of a line that is too long only the beginning */
  const carried = new Uint8Array(MAX_LINE_BYTES)
  let carriedLength = 0
  /** bytes of that line in all */
  let carriedTotal = 0
  let lineNumber = 1
  let offset = 0

  const emit = (bytes: Uint8Array, start: number, end: number, total: number) => {
    if (total > MAX_LINE_BYTES) handler.oversized(bytes, start, start + SHOWN_BYTES)
    else handler.line(bytes, start, end > start && bytes[end - 1] === RETURN ? end - 1 : end)
    lineNumber++
    offset += total + 1
  }

  const carry = (chunk: Uint8Array, start: number, end: number) => {
    const fits = Math.min(end - start, carried.length - carriedLength)
    carried.set(chunk.subarray(start, start + fits), carriedLength)
    carriedLength += fits
    carriedTotal += end - start
  }

  const emitCarried = () => {
    const kept = carriedLength
    const total = carriedTotal
    carriedLength = 0
    carriedTotal = 0
    emit(carried, 0, kept, total)
  }

  return {
    push(chunk) {
      let start = 0
      if (carriedTotal > 0) {
        const end = chunk.indexOf(NEWLINE)
        carry(chunk, 0, end === -1 ? chunk.length : end)
        if (end === -1) return
        emitCarried()
        start = end + 1
      }
      for (let end = chunk.indexOf(NEWLINE, start); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
        emit(chunk, start, end, end - start)
        start = end + 1
      }
      if (start < chunk.length) carry(chunk, start, chunk.length)
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
