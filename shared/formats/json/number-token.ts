/** The number that a JSON token stands for, exact: RFC 8259, section 6. */
import type { LongNumber } from './json-value.ts'

const MINUS = 45
const POINT = 46
const ZERO = 48
/** what a double holds of any decimal number */
const EXACT_DIGITS = 15
const powers = Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent)
const ascii = new TextDecoder('latin1')

/** Null for what is no number. More than 15 digits are kept as they stand. */
export const readNumber = (bytes: Uint8Array, start: number, end: number): number | LongNumber | null => {
  const negative = bytes[start] === MINUS
  let at = negative ? start + 1 : start
  let mantissa = 0
  let decimals = -1
  let digits = 0
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit
      digits++
      if (decimals >= 0) decimals++
    } else if (bytes[at] === POINT && decimals < 0 && digits > 0) decimals = 0
    else break
  }
  if (at === end && digits > 0 && digits <= EXACT_DIGITS && decimals !== 0) {
    // both are exact, so the quotient is the double next to the decimal number
    const value = decimals > 0 ? mantissa / powers[decimals]! : mantissa
    return negative ? -value : value
  }
  // 16 digits hold the microseconds of an epoch
  if (at === end && decimals < 0 && digits > 0 && mantissa <= Number.MAX_SAFE_INTEGER) {
    return negative ? -mantissa : mantissa
  }
  const text = ascii.decode(bytes.subarray(start, end))
  if (!/^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) return null
  return at === end && digits > EXACT_DIGITS ? { digits: text } : Number(text)
}
