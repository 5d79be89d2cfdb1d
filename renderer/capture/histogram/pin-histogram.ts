/** What a pin keeps of a histogram. */
import type { Range } from '../../../shared/contract/selection.ts'
import type { BucketScale, HistogramLayer, HistogramResult } from '../../../shared/contract/views.ts'
import { formatCount } from '../../format/number.ts'
import { formatQuantity } from '../../format/quantity.ts'
import type { Palette } from '../canvas/palette.ts'
import { durationLabel } from '../canvas/ticks.ts'
import { paintPng, type Size } from '../canvas/use-canvas.ts'
import type { PinnedPart } from '../findings/make-pin.ts'
import { drawHistogram, margins } from './draw-histogram.ts'
import { latencyScale } from './latency-scale.ts'

export interface PinnedHistogram {
  readonly result: HistogramResult
  readonly domain: Range
  readonly buckets: BucketScale
  readonly layers: readonly HistogramLayer[]
  readonly counts: 'linear' | 'log'
  readonly most: number
  readonly selected: Range | undefined
  readonly size: Size
}

export async function pinHistogram(
  { result, domain, buckets, layers, counts, most, selected, size }: PinnedHistogram,
  palette: Palette,
): Promise<PinnedPart> {
  const width = Math.max(size.width, 480)
  const height = Math.max(size.height, 220)
  const unit = layers.find(({ source }) => source === 'events')?.unit ?? layers[0]?.unit ?? 'ns'
  const quantiles = result.selected ?? layers.find(({ quantiles: known }) => known)?.quantiles ?? null
  const bytes = await paintPng({ width, height }, (context) => {
    context.fillStyle = palette.surface
    context.fillRect(0, 0, width, height)
    drawHistogram(
      context,
      {
        layers,
        scale: latencyScale(domain, width - margins.left - margins.right, buckets),
        colours: domain,
        height,
        counts,
        most,
        selected,
        brush: null,
        quantiles,
        hovered: null,
        unit,
        label: durationLabel,
      },
      palette,
    )
  })
  const value = (label: string, exact: number, bounded = false) => ({
    label,
    text: `${bounded ? 'at most ' : ''}${formatQuantity(exact, unit)}`,
    exact,
  })
  return {
    numbers: quantiles
      ? [
          {
            label: result.selected ? 'slow calls recorded' : 'calls',
            text: formatCount(quantiles.count),
            exact: quantiles.count,
          },
          value('p50', quantiles.p50, !quantiles.exact),
          value('p90', quantiles.p90, !quantiles.exact),
          value('p99', quantiles.p99, !quantiles.exact),
          value('max', quantiles.max, !quantiles.exact),
        ]
      : [],
    picture: { mediaType: 'image/png', bytes },
  }
}
