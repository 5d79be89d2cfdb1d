/** What a pin keeps of a sandwich: callers and callees in one picture, and the function's numbers. */
import { formatCount, formatShare } from '../../format/number.ts'
import type { Palette } from '../canvas/palette.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { sayAmount } from '../flame/flame-numbers.ts'
import { drawFlamePicture, type FlamePictureStyle, heightOfPicture } from '../flame/flame-picture.ts'
import type { FlameTree } from '../flame/flame-tree.ts'
import { styleOfPicture } from '../flame/picture-style.ts'
import { functionFacts, type SandwichTotals, sandwichWords } from './sandwich-words.ts'

const WIDTH = 1200
const sides = ['callers', 'callees'] as const

export interface PinnedSandwich {
  readonly callers: FlameTree
  readonly callees: FlameTree
  readonly totals: SandwichTotals
}

/** One SVG that holds two: callers above with the function at their foot, callees below from the function down. */
export function drawSandwichPicture({ totals, ...trees }: PinnedSandwich, style: FlamePictureStyle): string {
  const numbers = functionFacts(totals).map(({ label, text }) => `${label.toLowerCase()} ${text}`)
  const titles = {
    callers: `Callers of ${totals.function.name}: ${numbers.join(', ')}`,
    callees: `Callees of ${totals.function.name}`,
  }
  let top = 0
  const drawn = sides.map((side) => {
    const picture = drawFlamePicture(trees[side], {
      width: WIDTH,
      icicle: side === 'callees',
      title: titles[side],
      describe: sandwichWords(side, totals).describe,
      style,
    })
    const placed = `<g transform="translate(0,${top})">${picture}</g>`
    top += heightOfPicture(trees[side])
    return placed
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${top}" viewBox="0 0 ${WIDTH} ${top}">${drawn.join('')}</svg>`
}

export function pinSandwich(pinned: PinnedSandwich, palette: Palette): PinnedPart {
  const { totals } = pinned
  const { total, self, count, selected } = totals
  const ratio = selected > 0 ? total / selected : 0
  const svg = drawSandwichPicture(pinned, styleOfPicture(palette))
  return {
    numbers: [
      { label: `total of ${totals.function.name}`, text: sayAmount(total, totals), exact: total },
      { label: 'self', text: sayAmount(self, totals), exact: self },
      ...(totals.measure === 'events'
        ? []
        : [{ label: `${totals.noun}s`, text: formatCount(count), exact: count }]),
      { label: 'of selection', text: formatShare(ratio), exact: ratio },
    ],
    picture: { mediaType: 'image/svg+xml', bytes: new TextEncoder().encode(svg) },
  }
}
