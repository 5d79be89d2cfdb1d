/** The last steps before a start together: clocks held against ours, one moment for all, and what came of it. */
import { setTimeout as delay } from 'node:timers/promises'
import { isExpected, SmokejumperError } from '../../../shared/errors/errors.ts'
import type { ClockReading } from '../../../shared/model/capture-group.ts'
import type { EpochMilliseconds, Nanoseconds } from '../../../shared/units/units.ts'
import { pollSpool, removeSpool, tellStart } from '../capture/spool.ts'
import type { Prepared } from '../capture/start-gate.ts'
import type { Library } from '../library/library.ts'
import { createSlots } from '../transport/slots.ts'
import { measureClock } from './measure-clock.ts'
import { type OurClock, toEpoch } from './our-clock.ts'
import { createRendezvous } from './rendezvous.ts'

/** Clocks that are held against ours at once: what we do meanwhile makes answers late. */
const measuringAtOnce = 2
/** What all hosts need to hear of the moment, on the fastest network: a supervisor looks five times in a second. */
const leastLeadMs = 1800
const mostLeadMs = 20_000
/** A run takes a few times as long as an answer of one that runs: a channel, a shell, a script. */
const runsPerAnswer = 20
/** After the moment, for the tools to have been started. */
const confirmMs = 15_000

export interface ReleaseOptions {
  readonly library: Pick<Library, 'updateCapture'>
  readonly clock: OurClock
  readonly count: number
  readonly pollMs: number
  /** the moment is known; stored before anybody is told */
  readonly onPlan: (plannedAt: EpochMilliseconds) => Promise<void>
}

export interface Releasing extends Prepared {
  readonly onWaiting: () => void
}

export interface Release {
  /** Resolves when the host has started its tool. */
  start(who: number, releasing: Releasing): Promise<void>
  /** It is not waited for. */
  leave(who: number): void
}

export const createRelease = ({ library, clock, count, pollMs, onPlan }: ReleaseOptions): Release => {
  const prepared = createRendezvous(count)
  const measuring = createSlots(measuringAtOnce)
  let slowestMs = 0
  let planned: Promise<Nanoseconds> | null = null

  /** Once for all, when the last of them is there. */
  const plan = (): Promise<Nanoseconds> => {
    const leadMs = Math.min(leastLeadMs + runsPerAnswer * slowestMs, mostLeadMs)
    const at = clock.now() + leadMs * 1e6
    planned ??= onPlan(toEpoch(clock, at)).then(() => at)
    return planned
  }

  const measure = async ({ captureId, reach, spool, signal }: Prepared): Promise<ClockReading> => {
    using _place = await measuring.take(signal)
    const measured = await measureClock(reach.transport, clock, signal)
    if (!measured) {
      await removeSpool(reach, spool)
      throw clockUnreadable()
    }
    slowestMs = Math.max(slowestMs, measured.slowestMs)
    await library.updateCapture(captureId, { clock: { start: measured.reading } })
    return measured.reading
  }

  return {
    async start(who, releasing) {
      const { captureId, reach, spool, signal, onStep } = releasing
      onStep('comparing its clock with ours')
      const { offset } = await measure(releasing)
      releasing.onWaiting()
      await prepared.arrive(who, signal)
      const at = await plan()
      onStep('telling it when to start')
      await releasing.onTold()
      await tellStart(reach, spool, toHostTime(clock, at, offset))
      onStep('waiting for the moment')
      await delay(Math.max(0, (at - clock.now()) / 1e6), undefined, { signal })
      onStep('starting the tool')
      await confirm()

      async function confirm(): Promise<void> {
        for (const until = performance.now() + confirmMs; performance.now() < until; ) {
          await delay(Math.min(pollMs, 200), undefined, { signal })
          try {
            const poll = await pollSpool(reach, spool, 0)
            if (poll.gone) throw goneBefore()
            const { anchors = [] } = poll.status ?? {}
            if (anchors.length === 0) continue
            const [{ wall } = { wall: 0 }] = anchors
            await library.updateCapture(captureId, { anchors, startedAt: Math.round(wall / 1e6) })
            return
          } catch (error) {
            // it was told: whoever follows it comes back to it
            if (isExpected(error) && error.code.startsWith('ssh.')) return
            throw error
          }
        }
      }
    },
    leave: (who) => prepared.leave(who),
  }
}

/** Epoch ns of the host's clock. */
const toHostTime = ({ since }: OurClock, at: Nanoseconds, offset: Nanoseconds): bigint =>
  BigInt(since) * 1_000_000n + BigInt(Math.round(at + offset))

const clockUnreadable = () =>
  new SmokejumperError({
    code: 'capture.spool',
    message: 'The host does not tell its time, so it cannot be told when to start.',
    remedy: 'Look whether `date` works there in a POSIX shell, or capture on this host alone.',
  })

const goneBefore = () =>
  new SmokejumperError({
    code: 'capture.spool',
    message: 'The host threw its spool away before the start: it was stopped there.',
    remedy: 'Start again.',
  })
