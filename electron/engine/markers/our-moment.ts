/** An instant by both of our clocks: the steady one is the same for every process of this machine. */
import type { EpochMilliseconds, Nanoseconds } from '../../../shared/units/units.ts'

export interface OurMoment {
  /** since this machine was started, without the time that it slept */
  readonly monotonic: Nanoseconds
  readonly wall: EpochMilliseconds
}

/** `agoMs` before now. */
export const ourMoment = (agoMs = 0): OurMoment => ({
  monotonic: Number(process.hrtime.bigint()) - agoMs * 1e6,
  wall: Date.now() - agoMs,
})
