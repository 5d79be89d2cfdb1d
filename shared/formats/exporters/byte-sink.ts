/** Gathers the bytes of a file that is written, so that it leaves in chunks and is never one string. */
export interface ByteSink {
  /** as UTF-8 */
  text(text: string): void
  /** in decimal; `null`, as JSON has it, for what is no finite number */
  number(value: number): void
  bytes(bytes: Uint8Array): void
  /** one byte: far cheaper than a text of one character */
  byte(byte: number): void
  /** a chunk's worth is there: `take` it */
  readonly isFull: boolean
  /** What was gathered since the last time. */
  take(): Uint8Array
}

const CHUNK = 128 * 1024
const ZERO = 48

export const COMMA = 44
export const BRACKET_OPEN = 91
export const BRACKET_CLOSE = 93

export const createByteSink = (): ByteSink => {
  const encoder = new TextEncoder()
  let buffer = new Uint8Array(2 * CHUNK)
  let used = 0

  const reserve = (length: number) => {
    if (used + length <= buffer.length) return
    const larger = new Uint8Array(Math.max(buffer.length * 2, used + length))
    larger.set(buffer.subarray(0, used))
    buffer = larger
  }

  const text = (value: string) => {
    // a UTF-16 code unit is at most three bytes
    reserve(value.length * 3)
    used += encoder.encodeInto(value, buffer.subarray(used)).written
  }

  return {
    text,
    number(value) {
      if (!Number.isFinite(value)) return text('null')
      if (value !== value >>> 0) return text(String(value))
      reserve(10)
      let digits = 1
      for (let power = 10; power <= value; power *= 10) digits++
      let rest = value
      for (let at = used + digits - 1; at >= used; at--) {
        const tenth = Math.floor(rest / 10)
        buffer[at] = ZERO + rest - tenth * 10
        rest = tenth
      }
      used += digits
    },
    bytes(bytes) {
      reserve(bytes.length)
      buffer.set(bytes, used)
      used += bytes.length
    },
    byte(byte) {
      if (used === buffer.length) reserve(1)
      buffer[used++] = byte
    },
    get isFull() {
      return used >= CHUNK
    },
    take() {
      const taken = buffer.slice(0, used)
      used = 0
      return taken
    },
  }
}
