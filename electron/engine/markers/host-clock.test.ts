import { describe, expect, it } from 'vitest'
import { type ClockBounds, type ClockExchange, errorOf, narrowBounds, placeOnHost } from './host-clock.ts'

const ms = 1e6
/** A small generator of its own, so that a failure can be seen again. */
const randomFrom = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return seed / 2 ** 31
}

const at = (monotonic: number, wallOffset = 0) => ({ monotonic, wall: monotonic / ms + wallOffset })

describe('a host’s clock held against ours', () => {
  it('lies between what one question and answer allow, give or take half of the way', () => {
    const exchange = { sent: at(100 * ms), received: at(120 * ms), host: { low: 5110 * ms, high: 5110 * ms } }
    const bounds = narrowBounds(null, exchange)
    expect([bounds.low, bounds.high, errorOf(bounds)]).toEqual([
      4990 * ms - 2000,
      5010 * ms + 2000,
      10 * ms + 2000,
    ])
    expect(placeOnHost(bounds, at(120 * ms))).toEqual({ at: 5120 * ms, error: 10 * ms + 2000 })
  })

  it('is where the marker says, however long the ways were, whatever clock ticks how coarsely, and though both drift', () => {
    const random = randomFrom(7)
    for (let round = 0; round < 300; round++) {
      const offset = (random() - 0.5) * 1e15
      const rate = 1 + (random() - 0.5) * 1.8e-4
      const coarse = random() < 0.5 ? 0 : 10 * ms
      const hostAt = (ours: number) => offset + ours * rate
      let ours = 1e12
      let bounds: ClockBounds | null = null
      for (let look = 0; look < 30; look++) {
        const sent = ours
        const asked = sent + random() ** 4 * 400 * ms
        const received = asked + random() ** 4 * 400 * ms
        const read = hostAt(asked)
        const low = coarse === 0 ? read : Math.floor(read / coarse) * coarse
        const exchange: ClockExchange = {
          sent: at(sent),
          received: at(received),
          host: { low, high: low + coarse },
        }
        bounds = narrowBounds(bounds, exchange)
        // before, at and behind what is known
        for (const moment of [sent - 3e9 * random(), received, received + 20e9 * random()]) {
          const placed = placeOnHost(bounds, at(moment))
          // the rounding of numbers of this size
          expect(Math.abs(placed.at - hostAt(moment))).toBeLessThanOrEqual(placed.error + 100)
        }
        ours = received + 1e9
      }
      expect(errorOf(bounds!)).toBeLessThan(200 * ms)
    }
  })

  it('is held against anew when it contradicts what is known: one of both stood still', () => {
    const first = narrowBounds(null, { sent: at(0), received: at(ms), host: { low: 1e12, high: 1e12 } })
    const second = narrowBounds(first, {
      sent: at(1e9),
      received: at(1e9 + ms),
      host: { low: 5e12, high: 5e12 },
    })
    expect(second.low).toBe(5e12 - 1e9 - ms - 100)
  })

  it('is told by the wall clock for a moment before which this machine slept, with a second more of error', () => {
    const bounds = narrowBounds(null, { sent: at(0), received: at(ms), host: { low: 1e12, high: 1e12 } })
    const slept = { monotonic: 2e9, wall: 3_602_000 }
    const placed = placeOnHost(bounds, slept)
    expect(placed.at / 1e9).toBeCloseTo(1000 + 3602, 1)
    expect(placed.error).toBeGreaterThan(1e9)
  })

  it('counts what the wall clock disagrees by: somebody may have set it, or we slept for less than a second', () => {
    const bounds = narrowBounds(null, { sent: at(0), received: at(0), host: { low: 1e12, high: 1e12 } })
    expect(placeOnHost(bounds, at(0, 500)).error).toBeGreaterThanOrEqual(500 * ms)
  })
})
