/** What a pin keeps of a graph of differences: its picture with the scale, and the numbers that moved most. */
import { formatCount } from '../../format/number.ts'
import type { Palette } from '../canvas/palette.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { drawFlamePicture, type FlamePicturePaint } from '../flame/flame-picture.ts'
import { type FlameNode, isFunction } from '../flame/flame-tree.ts'
import { styleOfPicture } from '../flame/picture-style.ts'
import { marksOf, TILE } from './diff-marks.ts'
import { type DiffTerms, diffWords, sayDifference, sayValue } from './diff-numbers.ts'
import { isPlain } from './diff-paint.ts'
import { type DiffScale, type DiffStep, diffSteps, nameStep, stepOf } from './diff-scale.ts'
import type { DiffNumbers, DiffTree } from './diff-tree.ts'

const WIDTH = 1200
/** of a row of the picture */
const ROW = 16

export interface PinnedDiff {
  readonly grown: DiffTree
  readonly scale: DiffScale
  readonly terms: DiffTerms
  readonly icicle: boolean
  /** 'Before and after, by CPU time, width of both' */
  readonly title: string
}

export function drawDiffPicture(
  { grown, scale, terms, icicle, title }: PinnedDiff,
  palette: Palette,
): string {
  return drawFlamePicture(grown.tree, {
    width: WIDTH,
    icicle,
    title,
    describe: diffWords(terms).describe,
    style: styleOfPicture(palette),
    paint: paintOf(scale, terms, palette),
  })
}

export function pinDiff(pinned: PinnedDiff, palette: Palette): PinnedPart {
  const { grown, terms } = pinned
  const root = grown.numbersOf(grown.tree.zoomed)
  const moved = grown.tree.nodes
    .filter((node) => isFunction(node) && !node.isAncestor && !grown.numbersOf(node).mayBeNoise)
    .map((node): readonly [FlameNode, DiffNumbers] => [node, grown.numbersOf(node)])
    .sort(([, x], [, y]) => Math.abs(y.selfB - y.selfA) - Math.abs(x.selfB - x.selfA))
    .slice(0, 3)
  const count = terms.noun === 'call' ? 'calls' : 'samples'
  return {
    numbers: [
      { label: `${count} A`, text: formatCount(root.countA), exact: root.countA },
      { label: `${count} B`, text: formatCount(root.countB), exact: root.countB },
      { label: 'A', text: sayValue(root.a, terms.unit), exact: root.a },
      { label: 'B', text: sayValue(root.b, terms.unit), exact: root.b },
      ...moved.map(([{ name }, { selfA, selfB }]) => ({
        label: `self of ${name}, B − A`,
        text: sayDifference(selfB - selfA, terms.unit),
        exact: selfB - selfA,
      })),
    ],
    picture: {
      mediaType: 'image/svg+xml',
      bytes: new TextEncoder().encode(drawDiffPicture(pinned, palette)),
    },
  }
}

function paintOf(scale: DiffScale, { unit, numbersOf }: DiffTerms, palette: Palette): FlamePicturePaint {
  const refer = (step: DiffStep) => `url(#diff-${nameStep(step)})`
  const rest = palette.token('--frame-rest')
  return {
    defs: diffSteps.map((step) => patternOf(step, palette)).join(''),
    fillOf: (node) => (isPlain(node) ? rest : refer(stepOf(scale, numbersOf(node)))),
    legend: diffSteps.map((step) => ({ fill: refer(step), title: titleOf(step, scale, unit) })),
  }
}

function patternOf(step: DiffStep, palette: Palette): string {
  const marks = marksOf(step, ROW).map(
    (path) => `<path d="${path}" fill="${palette.token('--frame-mark')}"/>`,
  )
  return `<pattern id="diff-${nameStep(step)}" width="${TILE}" height="17" patternUnits="userSpaceOnUse"><rect width="${TILE}" height="17" fill="${palette.token(`--diff-${nameStep(step)}`)}"/>${marks.join('')}</pattern>`
}

function titleOf(step: DiffStep, { from, whole }: DiffScale, unit: string): string {
  if (step === 0) return 'less than that, or noise'
  return sayDifference(Math.sign(step) * (from[Math.abs(step) - 1] ?? 0) * whole, unit)
}
