/** The times that strace prints: since the epoch (-ttt), of the day (-t, -tt), or since the line before (-r). */
import type { Nanoseconds } from '../../units/units.ts'
import { createHostClock } from '../host-clock.ts'

const SECOND = 1e9
const DAY = 86_400
/** seconds; an earlier moment than 1973 is no moment but the distance from the line before */
const LEAST_EPOCH = 1e8

export interface StraceClock {
  /** Nanoseconds since some second; 0 for null. */
  read(time: string | null): Nanoseconds
  /** The same of `1795401598.477934` in two parts. */
  readParts(seconds: number, nanoseconds: number): Nanoseconds
  absolute(relative: Nanoseconds): Nanoseconds
  /** some line had a time */
  readonly isRunning: boolean
}

export const createStraceClock = (): StraceClock => {
  const clock = createHostClock()
  let isRunning = false
  let elapsed = 0
  let day = 0
  let before = 0
  const readParts = (seconds: number, nanoseconds: number): Nanoseconds => {
    isRunning = true
    if (seconds >= LEAST_EPOCH) return clock.relative(seconds, nanoseconds)
    elapsed += seconds * SECOND + nanoseconds
    return elapsed
  }
  return {
    readParts,
    read(time) {
      if (time === null) return isRunning ? elapsed : 0
      const [whole = '', fraction = ''] = time.split('.')
      const nanoseconds = Number(fraction.padEnd(9, '0'))
      if (whole.includes(':')) {
        isRunning = true
        const seconds = whole.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)
        // midnight
        if (seconds + day < before - DAY / 2) day += DAY
        before = seconds + day
        return clock.relative(before, nanoseconds)
      }
      return readParts(Number(whole), nanoseconds)
    },
    absolute: clock.absolute,
    get isRunning() {
      return isRunning
    },
  }
}
