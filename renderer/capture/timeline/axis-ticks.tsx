/** The words of a time axis. */
import type { Tick } from '../canvas/ticks.ts'
import { type LinearScale, toPixel } from './time-range.ts'
import './axis-ticks.css'

/** px of a character */
const WIDEST = 7

export function AxisTicks({ ticks, scale }: { ticks: readonly Tick[]; scale: LinearScale }) {
  return (
    <div className="axis-ticks">
      {ticks.map(({ value, label }) => {
        const left = toPixel(scale, value)
        // half a word says less than none
        return (
          <span key={value} style={{ left }}>
            {left + label.length * WIDEST < scale.width ? label : ''}
          </span>
        )
      })}
    </div>
  )
}
