/** Numbers, spans and moments as a report says them. */
import type { Bytes, EpochMilliseconds, Nanoseconds } from '../../../shared/units/units.ts'

const significant = (value: number): string => {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)))
  return Number(value.toFixed(Math.min(digits, 6))).toString()
}

const inSteps = (value: number, ratio: number, units: readonly string[]): string => {
  let step = 0
  let size = value
  while (Math.abs(size) >= ratio && step < units.length - 1) {
    size /= ratio
    step++
  }
  return `${significant(size)} ${units[step]}`
}

export const sayDuration = (duration: Nanoseconds): string =>
  duration === 0 ? '0 s' : inSteps(duration, 1000, ['ns', 'µs', 'ms', 's'])

export const sayBytes = (bytes: Bytes): string => inSteps(bytes, 1024, ['B', 'KiB', 'MiB', 'GiB'])

export const sayPercent = (percent: number): string => `${significant(percent)} %`

/** 1312400 -> '1,312,400' */
export const sayCount = (count: number): string => new Intl.NumberFormat('en-US').format(count)

/** '1 sample', '3 samples' */
export const sayAmount = (count: number, one: string): string =>
  `${sayCount(count)} ${one}${count === 1 ? '' : 's'}`

/** '2026-11-23 02:19:47 UTC' */
export const sayMoment = (moment: EpochMilliseconds): string => {
  const date = new Date(moment)
  return Number.isNaN(date.getTime()) ? 'unknown' : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** With all its digits: 11204081632 -> '11,204,081,632' */
export const sayExact = (value: number): string =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: 20 }).format(value)
