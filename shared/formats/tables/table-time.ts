/** The time column of a table, whatever it is, as nanoseconds since some second. */
import { readDecimal, readDigits, readFraction, skipDigits } from '../byte-numbers.ts'
import { createHostClock } from '../host-clock.ts'

const SECOND = 1e9
const DAY = 86_400 * SECOND
const POINT = 46
const COLON = 58
/** bytes of a text that is remembered: `23:59:59`, for longer ones differ from row to row */
const MOST_REMEMBERED = 8

export interface TimeReader {
  absolute(relative: number): number
  /** NaN when it is no time. scale: ns in one of its units, NaN where the header names none */
  read(text: string, scale: number): number
  /** The same of bytes; NaN also when they are to be read as text. */
  readBytes(bytes: Uint8Array, start: number, end: number, scale: number): number
}

export const createTimeReader = (): TimeReader => {
  const clock = createHostClock()
  /** the bytes that were read last, and their time: most tools print seconds only, so rows of one second have one text */
  const lastBytes = new Uint8Array(MOST_REMEMBERED)
  let lastLength = 0
  let lastScale = 0
  let lastTime = Number.NaN
  let day = 0
  let before = Number.NEGATIVE_INFINITY

  const ofDay = (hours: number, minutes: number, seconds: number, nanoseconds: number): number => {
    const within = (hours * 3600 + minutes * 60 + seconds) * SECOND
    // midnight
    if (within + day < before - DAY / 2) day += DAY
    before = within + day
    return clock.relative(before / SECOND, nanoseconds)
  }
  const ofUnits = (units: number, scale: number): number => {
    const time = Math.round(units * scale)
    return clock.relative(Math.floor(time / SECOND), time % SECOND)
  }

  /** `23:59:59` or `23:59:59.123456` */
  const readClock = (bytes: Uint8Array, start: number, end: number, colon: number): number => {
    const digits = colon - start
    if (digits < 1 || digits > 2 || bytes[colon + 3] !== COLON || end < colon + 6) return Number.NaN
    const point = colon + 6
    if (end !== point && bytes[point] !== POINT) return Number.NaN
    const hours = readDigits(bytes, start, colon)
    const minutes = readDigits(bytes, colon + 1, colon + 3)
    const seconds = readDigits(bytes, colon + 4, point)
    const nanoseconds = end === point ? 0 : readFraction(bytes, point + 1, end)
    if (Number.isNaN(hours + minutes + seconds + nanoseconds)) return Number.NaN
    return ofDay(hours, minutes, seconds, nanoseconds)
  }

  const readAnew = (bytes: Uint8Array, start: number, end: number, scale: number): number => {
    if (scale === 1 && end - start >= 10 && end - start <= 20) {
      const seconds = readDigits(bytes, start, end - 9)
      const nanoseconds = readDigits(bytes, end - 9, end)
      // the first that is read is the clock's origin, so it must be a time
      if (!Number.isNaN(seconds + nanoseconds)) return clock.relative(seconds, nanoseconds)
    }
    const stop = skipDigits(bytes, start, end)
    if (stop < end && bytes[stop] === COLON) return readClock(bytes, start, end, stop)
    if (scale === 1) return Number.NaN
    if (Number.isNaN(scale) || scale === SECOND) {
      const whole = readDigits(bytes, start, stop)
      const nanoseconds =
        stop === end ? 0 : bytes[stop] === POINT ? readFraction(bytes, stop + 1, end) : Number.NaN
      return Number.isNaN(whole + nanoseconds) || end - stop > 21
        ? Number.NaN
        : clock.relative(whole, nanoseconds)
    }
    const units = readDecimal(bytes, start, end)
    return Number.isNaN(units) ? Number.NaN : ofUnits(units, scale)
  }

  const isLast = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (end - start !== lastLength || lastLength === 0) return false
    // from the end, where they differ first
    for (let at = lastLength - 1; at >= 0; at--) if (bytes[start + at] !== lastBytes[at]) return false
    return true
  }

  return {
    absolute: clock.absolute,
    read(text, scale) {
      // it may be another day by now
      lastLength = 0
      const wall = /^(\d\d?):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(text)
      if (wall) {
        const fraction = (wall[4] ?? '').slice(0, 9).padEnd(9, '0')
        return ofDay(Number(wall[1]), Number(wall[2]), Number(wall[3]), Number(fraction))
      }
      const match = /^(\d{1,20})(?:\.(\d{1,20}))?$/.exec(text)
      if (match === null) return Number.NaN
      const [, whole, fraction = ''] = match
      if (scale === 1) return clock.relative(Number(whole!.slice(0, -9)), Number(whole!.slice(-9)))
      if (Number.isNaN(scale) || scale === SECOND) {
        return clock.relative(Number(whole), Number(fraction.slice(0, 9).padEnd(9, '0')))
      }
      return ofUnits(Number(text), scale)
    },
    readBytes(bytes, start, end, scale) {
      if (end - start > MOST_REMEMBERED) return readAnew(bytes, start, end, scale)
      if (isLast(bytes, start, end) && Object.is(scale, lastScale)) return lastTime
      const time = readAnew(bytes, start, end, scale)
      lastLength = end - start
      for (let at = 0; at < lastLength; at++) lastBytes[at] = bytes[start + at]!
      lastScale = scale
      lastTime = time
      return time
    },
  }
}
