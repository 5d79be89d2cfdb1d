import type { TrendLine } from './trend.ts'
import './sparkline.css'

const WIDTH = 96
const HEIGHT = 20

/** The last minute, now at its right end; a dotted line for the limit. Its numbers stand beside it. */
export function Sparkline({ points, limit }: TrendLine) {
  const y = (share: number) => 1 + (HEIGHT - 2) * (1 - share)
  return (
    <svg className="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path className="sparkline-base" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      {limit !== null && <path className="sparkline-limit" d={`M0 ${y(limit)}H${WIDTH}`} />}
      {points.length > 1 && (
        <path
          className="sparkline-line"
          d={`M${points.map(([x, share]) => `${(x * WIDTH).toFixed(1)} ${y(share).toFixed(1)}`).join('L')}`}
        />
      )}
    </svg>
  )
}
