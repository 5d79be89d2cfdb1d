/** The mark of a step besides its colour: triangles at a frame's foot, upward for more, downward for less, one to three. */
import { CELL } from '../flame/flame-chart.ts'
import type { DiffStep } from './diff-scale.ts'

/** px after which the marks repeat */
export const TILE = 36
const WIDE = 6
const HIGH = 4

/** SVG paths within a tile of `height`; none for neutral. */
export function marksOf(step: DiffStep, height = CELL): string[] {
  const foot = height - 1.5
  return Array.from({ length: Math.abs(step) }, (_, index) => {
    const left = 2 + index * (WIDE + 2)
    const [from, to] = step > 0 ? [foot, foot - HIGH] : [foot - HIGH, foot]
    return `M${left} ${from}h${WIDE}L${left + WIDE / 2} ${to}z`
  })
}
