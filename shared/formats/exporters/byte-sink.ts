/** Gathers the bytes of a file that is written, so that it leaves in chunks and is never one string. */
export interface ByteSink {
  /** as UTF-8 */
  text(text: string): void
  /** in decimal; `null`, as JSON has it, for what is no finite number */
  number(value: number): void
  /** value / 10 ** places, every digit of it; places: at most 9 */
  scaled(value: number, places: number): void
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
const POINT = 46
const BILLION = 1e9
/** The calls into TextEncoder and into `set` cost more than to copy so many bytes one by one. */
const SHORT = 48

export const COMMA = 44
export const BRACKET_OPEN = 91
export const BRACKET_CLOSE = 93
export const BRACE_CLOSE = 125

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
    if (value.length <= SHORT) {
      let at = 0
      for (; at < value.length; at++) {
        const code = value.charCodeAt(at)
        if (code >= 0x80) break
        buffer[used + at] = code
      }
      if (at === value.length) {
        used += at
        return
      }
    }
    used += encoder.encodeInto(value, buffer.subarray(used)).written
  }

  /** The last `digits` digits of a number below 2 ** 31. */
  const writeDigits = (value: number, digits: number) => {
    let rest = value
    for (let at = used + digits - 1; at >= used; at--) {
      const tenth = (rest / 10) | 0
      buffer[at] = ZERO + rest - tenth * 10
      rest = tenth
    }
    used += digits
  }

  /** Below 2 ** 31. */
  const writeSmall = (value: number) => {
    let digits = 1
    for (let power = 10; power <= value; power *= 10) digits++
    writeDigits(value, digits)
  }

  const number = (value: number) => {
    reserve(20)
    if (value === (value | 0) && value >= 0) return writeSmall(value)
    // times in nanoseconds: exact up to the largest whole number that is
    if (value > 0 && Number.isSafeInteger(value)) {
      const high = Math.floor(value / BILLION)
      writeSmall(high)
      writeDigits(value - high * BILLION, 9)
      return
    }
    text(Number.isFinite(value) ? String(value) : 'null')
  }

  return {
    text,
    number,
    scaled(value, places) {
      const unit = 10 ** places
      if (!Number.isSafeInteger(value) || value < 0) return number(value / unit)
      const whole = Math.floor(value / unit)
      number(whole)
      const rest = value - whole * unit
      if (rest === 0) return
      reserve(10)
      buffer[used++] = POINT
      writeDigits(rest, places)
      while (buffer[used - 1] === ZERO) used--
    },
    bytes(bytes) {
      reserve(bytes.length)
      if (bytes.length <= SHORT) {
        for (let at = 0; at < bytes.length; at++) buffer[used + at] = bytes[at]!
      } else buffer.set(bytes, used)
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
