/** The scale of a heatmap: how many events a colour stands for. */
import { formatCount } from '../../format/number.ts'
import { countOfShare } from './heat-grid.ts'

export interface HeatLegendProps {
  /** of the hottest cell */
  readonly most: number
  /** 'samples' */
  readonly events: string
}

export function HeatLegend({ most, events }: HeatLegendProps) {
  const middle = formatCount(Math.round(countOfShare(0.5, most)))
  return (
    <div
      className="heat-legend"
      role="img"
      aria-label={`Colours: from 1 to ${most} ${events} in a cell`}
      title={`${events} in a cell: 1 at the left, ${middle} in the middle, ${most} at the right. Nothing is drawn where there are none.`}
    >
      1
      <span className="heat-legend-ramp" />
      {formatCount(most)} {events} a cell
    </div>
  )
}
