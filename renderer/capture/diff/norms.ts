/** What makes two sides comparable, in words. */
import { type DiffNorm, diffNorms } from '../../../shared/contract/diff-view.ts'

export interface NormWords {
  readonly norm: DiffNorm
  readonly title: string
  /** what a number on the screen means then */
  readonly meaning: string
}

export interface Measured {
  readonly kind: string
  readonly event: string
  readonly unit: string
}

export function describeNorms(measured: Measured): NormWords[] {
  const events = measured.kind === 'slices' ? 'calls' : 'samples'
  const weight = nameWeight(measured)
  const words: Record<DiffNorm, Omit<NormWords, 'norm'>> = {
    samples: {
      title: `By ${events}`,
      meaning: `The ${events} of each side are 100 %: a frame has a share of how many there are, however long each was recorded.`,
    },
    cpu: {
      title: `By ${weight}`,
      meaning: `The ${weight} of each side is 100 %: a frame has a share of it, however long each was recorded.`,
    },
    wall: {
      title: 'By wall time',
      meaning: `${capital(weight)} a second of the time looked at${weight === 'CPU time' ? ', so CPUs kept busy on average' : ''}: twice as much of everything shows.`,
    },
  }
  return diffNorms.map((norm) => ({ norm, ...words[norm] }))
}

/** 'CPU time', 'time in calls', 'cycles' */
export function nameWeight({ kind, event, unit }: Measured): string {
  if (unit !== 'ns') return unit === 'count' ? 'weight' : unit
  if (kind === 'slices') return 'time in calls'
  return /^(cpu|task)-clock/.test(event) ? 'CPU time' : 'time'
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
