/** A row of flags above the lanes, each with its words as far as there is room for them. */
import { useRef } from 'react'
import type { Range } from '../../shared/contract/selection.ts'
import { useSize } from '../capture/canvas/use-canvas.ts'
import { type LinearScale, toPixel } from '../capture/timeline/time-range.ts'
import { formatAmount } from '../format/number.ts'
import { describeMarker, titleOf } from './marker-words.ts'
import type { PlacedMarker } from './step-markers.ts'
import './marker-strip.css'

export interface MarkerStripProps {
  readonly markers: readonly PlacedMarker[]
  /** that the lanes show */
  readonly axis: Range
  /** that there is to be shown */
  readonly bounds: Range
  readonly current: string | null
  readonly onOpen: (marker: PlacedMarker) => void
}

/** Less than this of a word says nothing. */
const LEAST = 24

export function MarkerStrip({ markers, axis, bounds, current, onOpen }: MarkerStripProps) {
  const surface = useRef<HTMLDivElement>(null)
  const { width } = useSize(surface)
  const scale: LinearScale = { range: axis, width }
  const places = markers.map((marker) => toPixel(scale, marker.time))
  return (
    <div className="marker-strip">
      <div className="timeline-corner">{sayCount(markers, bounds)}</div>
      <div ref={surface} className="marker-strip-surface">
        {markers.map((marker, index) => {
          const left = places[index] ?? 0
          if (scale.width === 0 || left < 0 || left > scale.width) return null
          const room = Math.min(places[index + 1] ?? scale.width, scale.width) - left - 4
          return (
            <button
              key={marker.id}
              type="button"
              // the table of markers and the keys that go from one to the next are for the keyboard
              tabIndex={-1}
              className="marker-flag"
              data-current={marker.id === current}
              title={describeMarker(marker)}
              style={{ left, maxWidth: Math.max(room, 9) }}
              onClick={() => onOpen(marker)}
            >
              <span className="marker-flag-head" aria-hidden="true" />
              <span className="marker-flag-text" hidden={room < LEAST}>
                {titleOf(marker)}
              </span>
            </button>
          )
        })}
      </div>
    </div>
  )
}

/** '4 markers, 2 before', of those that lie outside of what was recorded. */
const sayCount = (markers: readonly PlacedMarker[], { from, to }: Range): string =>
  [
    formatAmount(markers.length, 'marker'),
    ...[
      { count: markers.filter(({ time }) => time < from).length, where: 'before' },
      { count: markers.filter(({ time }) => time > to).length, where: 'behind' },
    ].flatMap(({ count, where }) => (count > 0 ? [`${count} ${where}`] : [])),
  ].join(', ')
