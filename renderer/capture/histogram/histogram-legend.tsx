/** What the two layers are. */
import type { HistogramLayer } from '../../../shared/contract/views.ts'
import { formatCount, formatExact } from '../../format/number.ts'

export function HistogramLegend({ layers }: { layers: readonly HistogramLayer[] }) {
  return (
    <ul className="histogram-legend">
      {layers.map((layer) => {
        const total = layer.count.reduce((sum, count) => sum + count, 0)
        return (
          <li key={`${layer.source} ${layer.streamId}`} title={`${layer.title}: ${formatExact(total)}`}>
            <span className={`histogram-swatch histogram-swatch-${layer.source}`} />
            {layer.source === 'events' ? 'slow' : 'all calls'}
            <span className="histogram-legend-count">{formatCount(total)}</span>
          </li>
        )
      })}
    </ul>
  )
}
