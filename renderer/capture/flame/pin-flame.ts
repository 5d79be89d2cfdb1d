/** What a pin keeps of a flame graph. */
import { formatCount, formatShare } from '../../format/number.ts'
import { formatQuantity } from '../../format/quantity.ts'
import type { Palette } from '../canvas/palette.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { describeFrame, type FlameTotals } from './flame-numbers.ts'
import { drawFlamePicture } from './flame-picture.ts'
import { type FlameNode, type FlameTree, isFunction } from './flame-tree.ts'

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
    title: `${formatCount(tree.root.count)} ${totals.noun}s, ${formatQuantity(tree.root.total, totals.unit)}`,
    describe: (node) => describeFrame(node, totals),
    style: {
      fill: {
        unknown: palette.token('--frame-unknown'),
        kernel: palette.token('--frame-kernel'),
        user: palette.token('--frame-user'),
        jit: palette.token('--frame-jit'),
        inlined: palette.token('--frame-inlined'),
        group: palette.token('--frame-group'),
        root: palette.token('--frame-group'),
        rest: palette.token('--frame-rest'),
      },
      label: palette.token('--frame-text'),
      text: palette.text,
      muted: palette.muted,
      background: palette.surface,
      match: palette.token('--match'),
    },
  })
  return {
    numbers: [
      { label: `${totals.noun}s`, text: formatCount(tree.root.count), exact: tree.root.count },
      { label: 'weight', text: formatQuantity(tree.root.total, totals.unit), exact: tree.root.total },
      {
        label: 'of all',
        text: formatShare(totals.all > 0 ? tree.root.total / totals.all : 0),
        exact: totals.all > 0 ? tree.root.total / totals.all : null,
      },
      ...(heaviest
        ? [
            {
              label: `self time of ${heaviest.name}`,
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
