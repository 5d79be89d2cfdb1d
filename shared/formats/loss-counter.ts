/** Counts what is missing or unreadable while a parser reads, and says it in sentences at the end. */
import type { Loss } from '../model/profile.ts'
import { excerpt } from './excerpt.ts'

export interface Place {
  /** 1-based */
  readonly lineNumber: number
  /** of the line's first byte */
  readonly offset: number
}

export interface LossCounter {
  lost(count: number, at: Place): void
  throttled(at: Place): void
  unparsed(bytes: Uint8Array, start: number, end: number, at: Place): void
  /** Values that are negative where only sizes and times can be shown. */
  belowZero(count: number): void
  /** The input ended early; `what` says what is incomplete because of that. */
  truncated(what: string, at: Place): void
  losses(): readonly Loss[]
}

const place = ({ lineNumber, offset }: Place) => `line ${lineNumber} (byte ${offset})`

/** tool: as it stands in the sentences, 'perf' */
export const createLossCounter = (tool: string): LossCounter => {
  let lost = 0
  let firstLost = ''
  let throttled = 0
  let firstThrottled = ''
  let unparsed = 0
  let firstUnparsed = ''
  let belowZero = 0
  let truncated = ''
  return {
    lost(count, at) {
      if (lost === 0) firstLost = place(at)
      lost += count
    },
    throttled(at) {
      if (throttled === 0) firstThrottled = place(at)
      throttled++
    },
    unparsed(bytes, start, end, at) {
      if (unparsed === 0) firstUnparsed = `${place(at)}: ${excerpt(bytes, start, end)}`
      unparsed++
    },
    belowZero(count) {
      belowZero += count
    },
    truncated(what, at) {
      truncated = `The input ends in the middle of a record, at ${place(at)}: ${what}.`
    },
    losses() {
      const found: Loss[] = []
      if (lost > 0) {
        const detail = `${tool} dropped events because its buffer was full; it first says so at ${firstLost}.`
        found.push({ kind: 'lost', count: lost, detail })
      }
      if (throttled > 0) {
        const detail = `The kernel throttled sampling because it took too long; first at ${firstThrottled}.`
        found.push({ kind: 'throttled', count: throttled, detail })
      }
      if (unparsed > 0) {
        const detail = `Lines that could not be read and were left out, the first at ${firstUnparsed}`
        found.push({ kind: 'unparsed', count: unparsed, detail })
      }
      if (belowZero > 0) {
        const detail = 'Values below zero are in the raw output; distributions show those from zero on.'
        found.push({ kind: 'unparsed', count: belowZero, detail })
      }
      if (truncated !== '') found.push({ kind: 'truncated', count: 1, detail: truncated })
      return found
    },
  }
}
