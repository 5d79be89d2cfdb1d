/** Spans of time. */
import type { Nanoseconds, Seconds } from '../../shared/units/units.ts'
import { formatExact, formatInSteps, formatSignificant } from './number.ts'

const steps = [
  { size: 1, unit: 'ns' },
  { size: 1e3, unit: 'µs' },
  { size: 1e6, unit: 'ms' },
  { size: 1e9, unit: 's' },
]
const MINUTE = 60e9
const HOUR = 3600e9
const DAY = 86400e9

/** 12 400 000 -> '12.4 ms'; from two minutes on '2 min 5 s', '3 h 20 min', '4 d 2 h'. */
export function formatDuration(duration: Nanoseconds): string {
  if (duration === 0) return '0 s'
  if (Math.abs(duration) < 2 * MINUTE) return formatInSteps(duration, steps)
  const sign = duration < 0 ? '-' : ''
  const size = Math.abs(duration)
  if (size < HOUR) return sign + formatPair(Math.round(size / 1e9), 60, 'min', 's')
  if (size < DAY) return sign + formatPair(Math.round(size / MINUTE), 60, 'h', 'min')
  return sign + formatPair(Math.round(size / HOUR), 24, 'd', 'h')
}

const formatPair = (small: number, ratio: number, bigUnit: string, smallUnit: string): string => {
  const rest = small % ratio
  return `${Math.floor(small / ratio)} ${bigUnit}${rest === 0 ? '' : ` ${rest} ${smallUnit}`}`
}

/** '12,400,000 ns' */
export const formatExactDuration = (duration: Nanoseconds): string => `${formatExact(duration)} ns`

export const formatSeconds = (seconds: Seconds): string => formatDuration(Math.round(seconds * 1e9))

/**
 * A moment on an axis, in the unit of the axis' step, so that neighbours can be told apart: 2.1034 s at a step
 * of 0.1 ms is '2.1034 s', not '2.1 s'.
 * @param step the distance to the next tick
 */
export function formatMoment(time: Nanoseconds, step: Nanoseconds): string {
  const unit = time === 0 ? largestBelow(step) : largestBelow(Math.max(Math.abs(time), step))
  const decimals = Math.min(Math.max(0, Math.ceil(Math.log10(unit.size / Math.max(step, 1)))), 9)
  return `${Number((time / unit.size).toFixed(decimals))} ${unit.unit}`
}

const largestBelow = (size: number) => steps.findLast((step) => step.size <= size) ?? steps[0]!

/** 3.2 -> '3.2 s', 15 -> '15 s': seconds of a progress, without flicker. */
export const formatElapsed = (seconds: Seconds): string =>
  seconds < 120
    ? `${seconds < 10 ? formatSignificant(Math.floor(seconds * 10) / 10) : Math.floor(seconds)} s`
    : formatSeconds(Math.floor(seconds))
