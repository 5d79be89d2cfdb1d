/** A frame's difference in words: the same in tooltip, inspector, table, picture and pin. */
import { formatCount, formatExact, formatShare, formatSignificant } from '../../format/number.ts'
import { formatExactQuantity, formatQuantity } from '../../format/quantity.ts'
import type { FlameWords } from '../flame/flame-numbers.ts'
import type { FlameNode } from '../flame/flame-tree.ts'
import type { DiffNumbers } from './diff-tree.ts'

export interface DiffTerms {
  /** of the norm: 'share', or 'CPUs' */
  readonly unit: string
  /** 'sample' or 'call' */
  readonly noun: string
  readonly numbersOf: (node: FlameNode) => DiffNumbers
}

export const sayValue = (value: number, unit: string): string =>
  unit === 'share' ? formatShare(value) : formatQuantity(value, unit)

const sayExactly = (value: number, unit: string): string =>
  unit === 'share' ? `${formatExact(value * 100)} %` : formatExactQuantity(value, unit)

const signed = (difference: number, size: string): string =>
  difference === 0 ? '0' : `${difference > 0 ? '+' : '−'}${size}`

/** '+3.1 pp', '−0.21 CPUs': shares differ by percentage points, which are no percentages of A. */
export function sayDifference(difference: number, unit: string): string {
  const size = Math.abs(difference)
  return signed(
    difference,
    unit === 'share' ? formatShare(size).replace('%', 'pp') : formatQuantity(size, unit),
  )
}

/** Of A: '+98 %', '−100 %', '12 times A'. '' where A has nothing. */
export function sayRelative({ a, b }: DiffNumbers): string {
  if (!(a > 0)) return ''
  const ratio = b / a
  return ratio >= 10 ? `${formatSignificant(ratio)} times A` : signed(b - a, formatShare(Math.abs(ratio - 1)))
}

/** the fact that says it in words */
export const VERDICT = 'Verdict'

/** In two words what happened. */
export function sayDirection({ a, b, mayBeNoise }: DiffNumbers): string {
  if (mayBeNoise) return 'may be noise'
  if (a === b) return 'the same'
  if (a === 0) return 'only in B'
  if (b === 0) return 'only in A'
  return b > a ? 'more in B' : 'less in B'
}

export const diffWords = ({ unit, noun, numbersOf }: DiffTerms): FlameWords => ({
  facts: (node) => {
    const numbers = numbersOf(node)
    const { a, b, selfA, selfB, countA, countB } = numbers
    const relative = sayRelative(numbers)
    return [
      { label: 'A', text: sayValue(a, unit), exact: sayExactly(a, unit) },
      { label: 'B', text: sayValue(b, unit), exact: sayExactly(b, unit) },
      {
        label: 'B − A',
        text: sayDifference(b - a, unit),
        exact: unit === 'share' ? `${formatExact((b - a) * 100)} percentage points` : sayExactly(b - a, unit),
      },
      { label: 'Of A', text: relative || 'not in A' },
      { label: VERDICT, text: sayDirection(numbers) },
      { label: 'Self B − A', text: sayDifference(selfB - selfA, unit) },
      {
        label: `${noun === 'call' ? 'Calls' : 'Samples'} A, B`,
        text: `${formatCount(countA)}, ${formatCount(countB)}`,
        exact: `${formatExact(countA)}, ${formatExact(countB)}`,
      },
    ]
  },
  describe: (node) => {
    const numbers = numbersOf(node)
    const module = node.module ? ` (${node.module})` : ''
    return `${node.name}${module}, A ${sayValue(numbers.a, unit)}, B ${sayValue(numbers.b, unit)}, difference ${sayDifference(numbers.b - numbers.a, unit)}, ${sayDirection(numbers)}`
  },
})
