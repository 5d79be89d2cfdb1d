/** Captures that were started together, in words. */
import type { CaptureGroup, GroupMember, Place, Spread } from '../../shared/model/capture-group.ts'
import { formatDuration } from '../format/duration.ts'
import { formatAmount } from '../format/number.ts'

/** '12 ms ± 8 ms' */
export const withError = (by: number, error: number): string =>
  `${formatDuration(roundTo(by, error))} ± ${formatDuration(roundTo(error, error))}`

/** Digits below a hundredth of the error say nothing. */
const roundTo = (value: number, error: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(error, 1))) - 1)
  return Math.round(value / step) * step
}

export const describeSpread = (spread: Spread | null): string =>
  spread === null ? '' : `started within ${withError(spread.by, spread.error)}`

/** 'with 2 others, started within 12 ms ± 8 ms' */
export function describeTogether(group: CaptureGroup): string {
  const others = group.members.length - 1
  if (others === 0) return 'started with others, which are gone'
  const spread = describeSpread(group.spread)
  return `with ${formatAmount(others, 'other')}${spread === '' ? '' : `, ${spread}`}`
}

/** '+12 ms ± 4 ms' after the first */
export const describeStart = (start: Place | null): string =>
  start === null ? '' : `+${withError(start.at, start.error)}`

/** How far its clock is off ours, and how much that changed meanwhile. */
export function describeClock({ clock: { start, end } }: GroupMember): { text: string; hint: string } {
  if (start === null) return { text: '', hint: 'Its clock was not held against ours.' }
  const text = `${start.offset >= 0 ? '+' : ''}${withError(start.offset, start.error)}`
  if (end === null) return { text, hint: 'The clock of the host, less ours, before the start.' }
  const drift = end.offset - start.offset
  const error = start.error + end.error
  return {
    text,
    hint:
      Math.abs(drift) <= error
        ? `The clock of the host, less ours, before the start. At the end it was the same, to ${formatDuration(roundTo(error, error))}.`
        : `The clock of the host, less ours, before the start. Until the end it moved by ${withError(drift, error)}.`,
  }
}
