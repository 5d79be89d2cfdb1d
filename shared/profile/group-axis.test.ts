import { describe, expect, it } from 'vitest'
import { type Measured, placeOnGroupAxis, shiftBetween, spreadOf } from './group-axis.ts'

const ms = 1e6
const second = 1e9
/** epoch ns that doubles hold exactly */
const noon = 1_795_000_000 * second

const host = (change: {
  startedAt: number
  offset?: number
  error?: number
  monotonic?: number
  clockOrigin?: number | null
}): Measured => {
  const { startedAt, offset = 0, error = 0, monotonic = 50 * second, clockOrigin = null } = change
  const from = { wall: startedAt + offset, monotonic, error: 1 * ms }
  const to = { wall: from.wall + 10 * second, monotonic: monotonic + 10 * second, error: 1 * ms }
  return { anchors: [from, to], clock: { offset, error, at: 0 }, clockOrigin }
}

describe('captures of several hosts on one axis', () => {
  it('start where their clocks say, less what those are off', () => {
    const placed = placeOnGroupAxis([
      host({ startedAt: noon + 12 * ms, offset: 3600 * second, error: 4 * ms }),
      host({ startedAt: noon, offset: -90 * second, error: 2 * ms }),
      host({ startedAt: noon + 5 * ms }),
    ])
    expect(placed.map(({ start }) => start)).toEqual([
      { at: 12 * ms, error: 5 * ms },
      { at: 0, error: 3 * ms },
      { at: 5 * ms, error: 1 * ms },
    ])
    expect(placed[0]?.startedAt).toBe(noon + 12 * ms)
    expect(spreadOf(placed.map(({ start }) => start))).toEqual({ by: 12 * ms, error: 8 * ms })
  })

  it('have their time 0 at the first event, by the monotonic clock or the wall clock of the host', () => {
    const placed = placeOnGroupAxis([
      host({ startedAt: noon, monotonic: 7 * second, clockOrigin: 7 * second + 300 * ms }),
      host({ startedAt: noon + 20 * ms, offset: 40 * second, clockOrigin: noon + 40 * second + 60 * ms }),
      // perf stamps with a clock that is a little behind
      host({ startedAt: noon, monotonic: 7 * second, clockOrigin: 7 * second - 2 * ms }),
    ])
    expect(placed.map(({ shift }) => shift?.at)).toEqual([300 * ms, 60 * ms, -2 * ms])
    const [a, b] = placed.map(({ shift }) => shift)
    expect(a && b && shiftBetween(a, b)).toEqual({ by: -240 * ms, error: 2 * ms })
  })

  it('are not put where nothing is known of their clock', () => {
    const unlike = [
      // counts only
      host({ startedAt: noon, clockOrigin: 0 }),
      // another clock
      host({ startedAt: noon, monotonic: 7 * second, clockOrigin: 9000 * second }),
      host({ startedAt: noon, clockOrigin: null }),
    ]
    expect(placeOnGroupAxis(unlike).map(({ shift }) => shift)).toEqual([null, null, null])
    const unknown = placeOnGroupAxis([
      { anchors: [], clock: { offset: 0, error: 0, at: 0 }, clockOrigin: null },
      { ...host({ startedAt: noon }), clock: null },
      host({ startedAt: noon + 3 * ms }),
    ])
    expect(unknown.map(({ start }) => start)).toEqual([null, null, { at: 0, error: 1 * ms }])
    expect(spreadOf(unknown.map(({ start }) => start))).toBeNull()
  })

  it('while they run, when only the start is known', () => {
    const [from] = host({ startedAt: noon, monotonic: 7 * second }).anchors
    const running = {
      anchors: from ? [from] : [],
      clock: { offset: 0, error: 0, at: 0 },
      clockOrigin: 90 * second,
    }
    expect(placeOnGroupAxis([running])[0]?.shift).toEqual({ at: 83 * second, error: 1 * ms })
  })
})
