/** The words of a time axis. */
import type { Tick } from '../canvas/ticks.ts'
import { type LinearScale, toPixel } from './time-range.ts'
import './axis-ticks.css'

export function AxisTicks({ ticks, scale }: { ticks: readonly Tick[]; scale: LinearScale }) {
  return (
    <div className="axis-ticks">
      {ticks.map(({ value, label }) => (
        <span key={value} style={{ left: toPixel(scale, value) }}>
          {label}
        </span>
      ))}
    </div>
  )
}
