/** Cuts chunks of bytes into lines, whatever the chunks, in bounded memory. */

/** A longer line is none that most tools print. */
export const MAX_LINE_BYTES = 64 * 1024
/** of an oversized line, how much the handler is shown */
const SHOWN_BYTES = 256

const NEWLINE = 10
const RETURN = 13

export interface LineHandler {
  /** A line is bytes[start, end), without its `\n` or `\r\n`; valid only during the call. */
  line(bytes: Uint8Array, start: number, end: number): void
  /** A line that is too long, of which only the beginning is shown. */
  oversized(bytes: Uint8Array, start: number, end: number): void
  /**
   * Asked after each line: where the next line to be handled begins. Who passes lines over at once counts them with
   * `pass`; lines that end beyond the bytes cannot be passed over.
   */
  next?(bytes: Uint8Array, start: number): number
}

export interface LineReader {
  push(chunk: Uint8Array): void
  /** Counts lines that `next` passes over. */
  pass(lines: number, bytes: number): void
  /** The bytes after the last newline; empty when the input ended with one. */
  rest(): { readonly bytes: Uint8Array; readonly oversized: boolean }
  /** 1-based number of the line that is being handled; after the end, of the rest. */
  readonly lineNumber: number
  /** Where that line begins in the input, in bytes. */
  readonly offset: number
}

/** indexOf is fast along a line, and slow to begin: a file of empty lines would take four times as long. */
const findNewline = (bytes: Uint8Array, start: number): number =>
  bytes[start] === NEWLINE ? start : bytes.indexOf(NEWLINE, start)

export const createLineReader = (handler: LineHandler, maxLineBytes = MAX_LINE_BYTES): LineReader => {
  /** beginning of a line whose newline has not come yet; of a line that is too long only the beginning */
  let carried = new Uint8Array(Math.min(maxLineBytes, MAX_LINE_BYTES))
  let carriedLength = 0
  /** bytes of that line in all */
  let carriedTotal = 0

  const emit = (bytes: Uint8Array, start: number, end: number, total: number) => {
    if (total > maxLineBytes) handler.oversized(bytes, start, start + SHOWN_BYTES)
    else handler.line(bytes, start, end > start && bytes[end - 1] === RETURN ? end - 1 : end)
    reader.lineNumber++
    reader.offset += total + 1
  }

  const carry = (chunk: Uint8Array, start: number, end: number) => {
    const wanted = Math.min(carriedLength + end - start, maxLineBytes)
    if (wanted > carried.length) {
      const larger = new Uint8Array(Math.min(Math.max(wanted, carried.length * 2), maxLineBytes))
      larger.set(carried)
      carried = larger
    }
    const fits = wanted - carriedLength
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

  const next = handler.next ?? ((_: Uint8Array, start: number) => start)

  // these are no getters: see growable columns
  const reader: LineReader & { lineNumber: number; offset: number } = {
    lineNumber: 1,
    offset: 0,
    pass(lines, bytes) {
      reader.lineNumber += lines
      reader.offset += bytes
    },
    push(chunk) {
      let start = 0
      if (carriedTotal > 0) {
        const end = chunk.indexOf(NEWLINE)
        carry(chunk, 0, end === -1 ? chunk.length : end)
        if (end === -1) return
        emitCarried()
        start = next(chunk, end + 1)
      }
      for (let end = findNewline(chunk, start); end !== -1; end = findNewline(chunk, start)) {
        emit(chunk, start, end, end - start)
        start = next(chunk, end + 1)
      }
      if (start < chunk.length) carry(chunk, start, chunk.length)
    },
    rest: () => ({
      bytes: carried.subarray(0, carriedLength),
      oversized: carriedTotal > maxLineBytes,
    }),
  }
  return reader
}
