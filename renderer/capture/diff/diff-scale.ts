/** How much a frame differs, as one of seven steps from less over neutral to more. */
import type { DiffNumbers } from './diff-tree.ts'

/** below 0: less in B; 0: neutral; above 0: more in B */
export type DiffStep = -3 | -2 | -1 | 0 | 1 | 2 | 3
export const diffSteps: readonly DiffStep[] = [-3, -2, -1, 0, 1, 2, 3]

export interface DiffScale {
  /** shares of the whole from which a difference has step 1, 2 and 3 */
  readonly from: readonly [number, number, number]
  /** what shares are of, in the norm's unit: the larger of both sides' whole */
  readonly whole: number
}

/** Where the strongest step may begin. Ten points are much in any program; below a thousandth all is even. */
const ends = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001] as const

/**
 * The strongest step is reached by the largest difference that is not noise, so that a zoomed view of small frames has
 * colours too; it never takes more than ten points.
 */
export function scaleDifferences(frames: Iterable<DiffNumbers>, whole: number): DiffScale {
  let largest = 0
  for (const numbers of frames) {
    if (!numbers.mayBeNoise) largest = Math.max(largest, Math.abs(shareOf(numbers, whole)))
  }
  const end = ends.find((candidate) => candidate <= largest * (1 + 1e-9)) ?? 0.001
  return { from: [end / 20, end / 5, end], whole }
}

/** Of the whole: 0.1 is ten points more in B. */
export const shareOf = ({ a, b }: DiffNumbers, whole: number): number => (whole > 0 ? (b - a) / whole : 0)

export function stepOf({ from, whole }: DiffScale, numbers: DiffNumbers): DiffStep {
  if (numbers.mayBeNoise) return 0
  const share = shareOf(numbers, whole)
  const size = Math.abs(share) * (1 + 1e-9)
  const step = size < from[0] ? 0 : size < from[1] ? 1 : size < from[2] ? 2 : 3
  return step === 0 ? 0 : share > 0 ? step : (-step as DiffStep)
}

/** 'less-3', 'none', 'more-1': as the tokens and the patterns are called. */
export const nameStep = (step: DiffStep): string =>
  step === 0 ? 'none' : `${step > 0 ? 'more' : 'less'}-${Math.abs(step)}`
