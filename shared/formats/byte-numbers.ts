/**
 * Numbers read straight from bytes, as Number() would read their text. Each gives NaN for what is no such number, and
 * for more digits than a double holds: who needs those reads the text.
 */
const MINUS = 45
const POINT = 46
const ZERO = 48
/** digits whose number a double holds exactly, however it is added up */
export const MOST_DIGITS = 15
/** digits whose number an int32 holds: integers are added up several times as fast as doubles */
export const INTEGER_DIGITS = 9
/** of ten, exact */
export const powers = Array.from({ length: MOST_DIGITS + 1 }, (_, exponent) => 10 ** exponent)

/** bytes[start, end) are digits, one or more. */
export const readDigits = (bytes: Uint8Array, start: number, end: number): number => {
  const digits = end - start
  if (digits <= 0 || digits > MOST_DIGITS) return Number.NaN
  const middle = digits > INTEGER_DIGITS ? end - INTEGER_DIGITS : start
  let high = 0
  for (let at = start; at < middle; at++) {
    const digit = bytes[at]! - ZERO
    if (digit >>> 0 > 9) return Number.NaN
    high = (high * 10 + digit) | 0
  }
  let low = 0
  for (let at = middle; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit >>> 0 > 9) return Number.NaN
    low = (low * 10 + digit) | 0
  }
  return high === 0 ? low : high * 1e9 + low
}

/** Digits, perhaps with a minus before them. */
export const readInteger = (bytes: Uint8Array, start: number, end: number): number =>
  bytes[start] === MINUS ? -readDigits(bytes, start + 1, end) : readDigits(bytes, start, end)

/** Digits, perhaps with a point and more digits. */
export const readDecimal = (bytes: Uint8Array, start: number, end: number): number => {
  if (end <= start || end - start > MOST_DIGITS + 1) return Number.NaN
  let value = 0
  let decimals = -1
  for (let at = start; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit >= 0 && digit <= 9) {
      value = value * 10 + digit
      if (decimals >= 0) decimals++
    } else if (bytes[at] === POINT && decimals < 0 && at > start) decimals = 0
    else return Number.NaN
  }
  if (decimals === 0 || (decimals < 0 && end - start > MOST_DIGITS)) return Number.NaN
  // both are exact, so the quotient is the double next to the decimal number
  return decimals > 0 ? value / powers[decimals]! : value
}

/** The decimals of a second in nanoseconds; those after the ninth are cut off. */
export const readFraction = (bytes: Uint8Array, start: number, end: number): number => {
  const last = Math.min(end, start + 9)
  const value = readDigits(bytes, start, last)
  for (let at = last; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit < 0 || digit > 9) return Number.NaN
  }
  return value * powers[9 - (last - start)]!
}

/** Behind the digits that begin at `start`. */
export const skipDigits = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= 57) at++
  return at
}

/** Behind the spaces that begin at `start`. */
export const skipSpaces = (bytes: Uint8Array, start: number, end: number): number => {
  let at = start
  while (at < end && bytes[at] === 32) at++
  return at
}

/** Where bytes[start, end) end without the white space of ASCII at their end. */
export const trimmedEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let at = end
  while (at > start && (bytes[at - 1] === 32 || (bytes[at - 1]! >= 9 && bytes[at - 1]! <= 13))) at--
  return at
}

/** Whether `word` stands at `at`. */
export const hasWord = (bytes: Uint8Array, at: number, end: number, word: Uint8Array): boolean => {
  if (end - at < word.length) return false
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false
  return true
}

const encoder = new TextEncoder()
/** For `hasWord`. */
export const wordOf = (text: string): Uint8Array => encoder.encode(text)
