/**
 * Reads a slow call as our own bpftrace programs print it, from its bytes:
 *
 *     S\t<start ns>\t<duration ns>\t<pid>\t<tid>\t<call number>\t<return value>\t<comm>
 */
import { INTEGER_DIGITS, MOST_DIGITS, readDigits } from './byte-numbers.ts'

const LETTER = 83
const TAB = 9
const MINUS = 45
const BACKSLASH = 92
const LOWER_T = 116
const ZERO = 48
const FIELDS = 7
/** what a call number or a thread has at most */
const MOST_DIGITS_OF_ID = 9
const MOST_DIGITS_OF_TIME = 20

/** Written anew for each. */
export interface SlowCall {
  /** the start in two parts: nanoseconds of a clock have more digits than a double holds */
  seconds: number
  nanoseconds: number
  duration: number
  pid: number
  tid: number
  call: number
  result: number
  /** where the name of the thread begins; it ends with the line */
  commStart: number
}

export const emptySlowCall = (): SlowCall => ({
  seconds: 0,
  nanoseconds: 0,
  duration: 0,
  pid: 0,
  tid: 0,
  call: 0,
  result: 0,
  commStart: 0,
})

/**
 * Reads the one that begins at `start`. False when it is none, or one with numbers of so many digits that it is to be
 * read as text. There must be a newline somewhere behind `start`.
 * isEscaped: its tabs are those of JSON, `\\t`
 */
export const readSlowCall = (
  into: SlowCall,
  bytes: Uint8Array,
  start: number,
  isEscaped: boolean,
): boolean => {
  const separator = isEscaped ? BACKSLASH : TAB
  const width = isEscaped ? 2 : 1
  if (bytes[start] !== LETTER || bytes[start + 1] !== separator) return false
  if (isEscaped && bytes[start + 2] !== LOWER_T) return false
  let from = start + 1 + width
  for (let field = 1; field < FIELDS; field++) {
    const isNegative = field > 4 && bytes[from] === MINUS
    if (isNegative) from++
    let at = from
    let value = 0
    for (let digit = bytes[at]! - ZERO; digit >>> 0 <= 9; digit = bytes[++at]! - ZERO) {
      value = (value * 10 + digit) | 0
    }
    const digits = at - from
    if (bytes[at] !== separator || digits === 0 || (isEscaped && bytes[at + 1] !== LOWER_T)) return false
    if (field === 1) {
      if (digits < 10 || digits > MOST_DIGITS_OF_TIME) return false
      into.seconds = readDigits(bytes, from, at - 9)
      into.nanoseconds = readDigits(bytes, at - 9, at)
    } else if (field === 2 || field === 6) {
      if (digits > MOST_DIGITS) return false
      const whole = digits > INTEGER_DIGITS ? readDigits(bytes, from, at) : value
      if (field === 2) into.duration = whole
      else into.result = isNegative ? -whole : whole
    } else {
      if (digits + Number(isNegative) > MOST_DIGITS_OF_ID) return false
      if (field === 3) into.pid = value
      else if (field === 4) into.tid = value
      else into.call = isNegative ? -value : value
    }
    from = at + width
  }
  into.commStart = from
  return true
}
