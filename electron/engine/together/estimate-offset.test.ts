import { describe, expect, it } from 'vitest'
import { type Exchange, estimateOffset } from './estimate-offset.ts'

const ms = 1e6

/** A host whose clock is ahead of ours by `ahead`, with so long a way there and back. */
const ask = (ahead: number, sent: number, there: number, back: number): Exchange => ({
  sent,
  host: sent + there + ahead,
  received: sent + there + back,
})

describe('the offset of a clock', () => {
  it('is what the exchange with the shortest round trip says, to half of it', () => {
    const ahead = 7000 * ms
    const exchanges = [
      ask(ahead, 0, 40 * ms, 2 * ms),
      ask(ahead, 100 * ms, 1 * ms, 1 * ms),
      ask(ahead, 200 * ms, 3 * ms, 90 * ms),
    ]
    expect(estimateOffset(exchanges)).toEqual({ offset: ahead, error: 1 * ms })
  })

  it('is never further off than it says, whatever the ways take', () => {
    const ahead = -3 * ms
    for (let there = 0; there <= 20; there++) {
      for (let back = 0; back <= 20; back++) {
        const estimate = estimateOffset([ask(ahead, 5 * ms, there * ms, back * ms)])
        expect(Math.abs((estimate?.offset ?? Number.NaN) - ahead)).toBeLessThanOrEqual(estimate?.error ?? 0)
      }
    }
  })

  it('is not known without an answer, nor by an answer from before the question', () => {
    expect(estimateOffset([])).toBeNull()
    expect(estimateOffset([{ sent: 5, host: 5, received: 4 }])).toBeNull()
  })
})
