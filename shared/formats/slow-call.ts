/**
 * Reads a slow call as our own bpftrace programs print it, from its bytes:
 *
 *     S\t<start ns>\t<duration ns>\t<pid>\t<tid>\t<call number>\t<return value>\t<comm>
 */
import { readDigits, readInteger } from './byte-numbers.ts'

const LETTER = 83
const TAB = 9
const FIELDS = 7
/** what a call number or a thread has at most */
const MOST_DIGITS = 9

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

/** False when it is none, or one with numbers of so many digits that it is to be read as text. */
export const readSlowCall = (into: SlowCall, bytes: Uint8Array, start: number, end: number): boolean => {
  if (bytes[start] !== LETTER || bytes[start + 1] !== TAB) return false
  let from = start + 2
  for (let field = 1; field < FIELDS; field++) {
    let at = from
    while (at < end && bytes[at] !== TAB) at++
    if (at === end || at === from) return false
    const digits = at - from
    if (field === 1) {
      if (digits < 10 || digits > 20) return false
      into.seconds = readDigits(bytes, from, at - 9)
      into.nanoseconds = readDigits(bytes, at - 9, at)
    } else if (field === 2) into.duration = readDigits(bytes, from, at)
    else if (field === 6) into.result = readInteger(bytes, from, at)
    else {
      if (digits > MOST_DIGITS) return false
      if (field === 3) into.pid = readDigits(bytes, from, at)
      else if (field === 4) into.tid = readDigits(bytes, from, at)
      else into.call = readInteger(bytes, from, at)
    }
    from = at + 1
  }
  into.commStart = from
  const { seconds, nanoseconds, duration, pid, tid, call, result } = into
  return !Number.isNaN(seconds + nanoseconds + duration + pid + tid + call + result)
}
