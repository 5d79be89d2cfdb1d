/** Points in time, in the person's own time zone. */
import type { EpochMilliseconds } from '../../shared/units/units.ts'

const two = (value: number) => String(value).padStart(2, '0')
const clock = (date: Date) => `${two(date.getHours())}:${two(date.getMinutes())}`
const day = (date: Date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`

/** 'today 14:02', 'yesterday 14:02', '2031-04-05 14:02' */
export function formatWhen(time: EpochMilliseconds, now: EpochMilliseconds = Date.now()): string {
  const date = new Date(time)
  const today = new Date(now)
  const yesterday = new Date(now)
  yesterday.setDate(today.getDate() - 1)
  if (day(date) === day(today)) return `today ${clock(date)}`
  if (day(date) === day(yesterday)) return `yesterday ${clock(date)}`
  return `${day(date)} ${clock(date)}`
}

/** '2031-04-05T14:02:03.004Z' */
export const formatExactWhen = (time: EpochMilliseconds): string => new Date(time).toISOString()

/** 'just now', '5 min ago', '3 h ago', '12 days ago' */
export function formatAge(time: EpochMilliseconds, now: EpochMilliseconds = Date.now()): string {
  const minutes = Math.floor((now - time) / 60_000)
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${minutes} min ago`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return `${hours} h ago`
  return `${Math.floor(hours / 24)} days ago`
}
