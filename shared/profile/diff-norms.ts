/** What makes two captures comparable, and when they differ. */
import type { DiffNorm } from '../contract/diff-view.ts'
import type { Range, Selection } from '../contract/selection.ts'
import type { Measure } from '../contract/views.ts'
import { SmokejumperError } from '../errors/errors.ts'
import type { SampleStream, SliceStream } from '../model/profile.ts'

/** What the sums of a side are of. */
export const measureOf = (norm: DiffNorm): Measure => (norm === 'samples' ? 'events' : 'weight')

type Stream = SampleStream | SliceStream

/** What tools ask of the sampling's precision (cycles:ppp, cycles:P) changes where an event falls, not what it is. */
const eventOf = ({ event }: Stream): string => event.replace(/:(p{1,3}|P)$/, '')

/** Throws query.unlike. */
export function refuseUnlike(a: Stream, b: Stream): void {
  if (eventOf(a) === eventOf(b) && a.unit === b.unit && a.kind === b.kind) return
  const say = ({ kind, event, unit }: Stream): string => `${kind} of ${event} in ${unit}`
  throw new SmokejumperError({
    code: 'query.unlike',
    message: `A has ${say(a)}, B has ${say(b)}: their difference would mean nothing.`,
    remedy: 'Choose a stream of the same event and unit on both sides, or look at the two side by side.',
    facts: {
      kindA: a.kind,
      eventA: a.event,
      unitA: a.unit,
      kindB: b.kind,
      eventB: b.event,
      unitB: b.unit,
    },
  })
}

const isCpuTime = ({ kind, event, unit }: Stream): boolean =>
  kind === 'samples' && unit === 'ns' && /^(cpu|task)-clock/.test(event)

/** What a unit of a normalised total is: 'share', 'CPUs', or 'bytes/s' and the like. */
export function unitOfNorm(norm: DiffNorm, stream: Stream): string {
  if (norm !== 'wall') return 'share'
  return isCpuTime(stream) ? 'CPUs' : `${stream.unit}/s`
}

/**
 * What a side's sums are divided by; 0 where nothing of it is selected. wall: the time that was looked at, which is the
 * part of `time` within the capture: in ns for CPU time (so that a unit is one busy CPU), in seconds for all else.
 *
 * Throws query.no-time, for wall, when there are events and no time that they are of, as in folded stacks.
 */
export function divisorOf(
  norm: DiffNorm,
  side: {
    readonly stream: Stream
    readonly selection: Selection
    /** of the capture, ns */
    readonly duration: number
  },
  selected: { readonly count: number; readonly weight: number },
): number {
  if (norm === 'samples') return selected.count
  if (norm === 'cpu') return selected.weight
  const looked = lengthWithin(side.duration, side.selection.time)
  if (looked > 0) return isCpuTime(side.stream) ? looked : looked / 1e9
  if (selected.count === 0) return 0
  throw new SmokejumperError({
    code: 'query.no-time',
    message: 'One of the two spans no time, so nothing of it can be said by the second.',
    remedy: 'Compare by share of samples or of weight, or choose a longer time range.',
    facts: { event: side.stream.event },
  })
}

const lengthWithin = (duration: number, time: Range | undefined): number =>
  time ? Math.min(time.to, duration) - Math.max(time.from, 0) : duration

/** A frame on one side: events, and the weight that is compared. */
export interface Observed {
  readonly count: number
  readonly weight: number
}

/**
 * Whether two frames may well be equally wide, and differ by chance: |z| < 3 for two Poisson counts. A count's exposure
 * is how many events of the frame's mean weight the side's divisor would hold; a frame that weighs nothing on one side
 * would weigh what it does on the other, in proportion to the sides' own mean weights (two sampling periods). A side of
 * which nothing is known is no evidence.
 */
export function createNoiseTest(
  a: { readonly all: Observed; readonly divisor: number },
  b: { readonly all: Observed; readonly divisor: number },
): (a: Observed, b: Observed) => boolean {
  const ratio = a.all.weight > 0 && b.all.weight > 0 ? meanOf(a.all) / meanOf(b.all) : 1
  return (inA, inB) => {
    const weightA = inA.weight > 0 ? meanOf(inA) : meanOf(inB) * ratio
    const weightB = inB.weight > 0 ? meanOf(inB) : weightA / ratio
    const exposureA = a.divisor / weightA
    const exposureB = b.divisor / weightB
    if (!(exposureA > 0 && exposureB > 0)) return true
    return Math.abs(zOfRates(inA.count, exposureA, inB.count, exposureB)) < 3
  }
}

/**
 * Gu, Ng, Tang and Schucany, "Testing the ratio of two Poisson rates" (Biometrical Journal 50, 2008): the score test
 * calls a single event on the side with the smaller exposure a difference, the one with stabilised variance eight
 * events against none; the nearer to zero of both does neither.
 */
function zOfRates(countA: number, exposureA: number, countB: number, exposureB: number): number {
  const difference = countA / exposureA - countB / exposureB
  if (difference === 0) return 0
  const pooled = (countA + countB) / (exposureA + exposureB)
  const score = difference / Math.sqrt(pooled * (1 / exposureA + 1 / exposureB))
  const ratio = exposureA / exposureB
  const stabilised =
    (2 * (Math.sqrt(countA + 3 / 8) - Math.sqrt(ratio * (countB + 3 / 8)))) / Math.sqrt(1 + ratio)
  return Math.abs(score) < Math.abs(stabilised) ? score : stabilised
}

const meanOf = ({ weight, count }: Observed): number => (count > 0 ? weight / count : 0)
