/** How a frame looks by how much it differs. */
import type { FramePaint } from '../flame/flame-chart.ts'
import type { FlameNode } from '../flame/flame-tree.ts'
import { type DiffTerms, sayDifference } from './diff-numbers.ts'
import { type DiffScale, nameStep, stepOf } from './diff-scale.ts'

/** What is no one frame has no one difference to show. */
export const isPlain = ({ kind }: FlameNode): boolean => kind === 'rest'

export function paintByDifference(scale: DiffScale, { unit, numbersOf }: DiffTerms): FramePaint {
  return {
    fillOf: (node) =>
      isPlain(node) ? 'url(#frame-rest)' : `url(#diff-${nameStep(stepOf(scale, numbersOf(node)))})`,
    nameOf: (node) => {
      const numbers = numbersOf(node)
      return isPlain(node) || stepOf(scale, numbers) === 0
        ? node.name
        : `${node.name}  ${sayDifference(numbers.b - numbers.a, unit)}`
    },
  }
}
