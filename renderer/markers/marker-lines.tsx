/** Where markers are, over a view whose axis is time: a line each, with a flag at its head where no row of flags is. */
import { type LinearScale, toPixel } from '../capture/timeline/time-range.ts'
import { describeMarker } from './marker-words.ts'
import type { PlacedMarker } from './step-markers.ts'
import './marker-lines.css'

export interface MarkerLinesProps {
  readonly markers: readonly PlacedMarker[]
  readonly scale: LinearScale
  readonly current: string | null
  readonly isHeadless?: boolean
}

export function MarkerLines({ markers, scale, current, isHeadless = false }: MarkerLinesProps) {
  if (scale.width === 0) return null
  return (
    <div className="marker-lines" aria-hidden="true">
      {markers.map((marker) => {
        const left = toPixel(scale, marker.time)
        return left < 0 || left > scale.width ? null : (
          <span
            key={marker.id}
            className="marker-line"
            data-current={marker.id === current}
            data-kind={marker.kind}
            style={{ left }}
          >
            {!isHeadless && <span className="marker-line-head" title={describeMarker(marker)} />}
          </span>
        )
      })}
    </div>
  )
}
