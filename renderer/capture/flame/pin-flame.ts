/** What a pin keeps of a flame graph. */
import { formatCount, formatShare } from '../../format/number.ts'
import type { Palette } from '../canvas/palette.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { describeFrame, type FlameTotals, sayAmount, sayBoth } from './flame-numbers.ts'
import { drawFlamePicture } from './flame-picture.ts'
import { type FlameNode, type FlameTree, isFunction } from './flame-tree.ts'
import { styleOfPicture } from './picture-style.ts'

const WIDTH = 1200

export function pinFlame(
  tree: FlameTree,
  totals: FlameTotals,
  { icicle, search, matched }: { icicle: boolean; search: string; matched: string },
  palette: Palette,
): PinnedPart {
  const heaviest = tree.nodes
    .filter(isFunction)
    .reduce<FlameNode | null>((most, node) => (most && most.self >= node.self ? most : node), null)
  const svg = drawFlamePicture(tree, {
    width: WIDTH,
    icicle,
    title: sayBoth(tree.root.count, tree.root.total, totals),
    describe: (node) => describeFrame(node, totals),
    style: styleOfPicture(palette),
  })
  return {
    numbers: [
      { label: `${totals.noun}s`, text: formatCount(tree.root.count), exact: tree.root.count },
      ...(totals.measure === 'events'
        ? []
        : [{ label: 'weight', text: sayAmount(tree.root.total, totals), exact: tree.root.total }]),
      {
        label: 'of all',
        text: formatShare(totals.all > 0 ? tree.root.total / totals.all : 0),
        exact: totals.all > 0 ? tree.root.total / totals.all : null,
      },
      ...(heaviest
        ? [
            {
              label: `${totals.measure === 'events' ? 'self' : 'self time'} of ${heaviest.name}`,
              text: formatShare(heaviest.self / totals.selected),
              exact: heaviest.self,
            },
          ]
        : []),
      ...(search ? [{ label: `matching ${search}`, text: matched, exact: null }] : []),
    ],
    picture: { mediaType: 'image/svg+xml', bytes: new TextEncoder().encode(svg) },
  }
}
