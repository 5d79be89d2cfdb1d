/** The marker that one is at: gone to by keys, palette, flag or list, with what can be done from there. */
import { useCallback, useMemo, useState } from 'react'
import type { Range } from '../../shared/contract/selection.ts'
import type { Marker } from '../../shared/model/marker.ts'
import { type Card, useInspect } from '../capture/inspector/inspect-store.ts'
import { span } from '../capture/timeline/time-range.ts'
import { useCommand } from '../commands/commands-context.tsx'
import { formatExactDuration } from '../format/duration.ts'
import { formatExactWhen } from '../format/time.ts'
import { sayError, sayTime, titleOf } from './marker-words.ts'
import { betweenMarkers, type PlacedMarker, placedMarkers, stepMarker } from './step-markers.ts'

export interface MarkerWalkOptions {
  readonly markers: readonly Marker[] | undefined
  /** of two timelines, the first has the commands */
  readonly isFirst: boolean
  readonly axis: Range
  readonly bounds: Range
  readonly onAxis: (axis: Range) => void
  readonly onBrush: (time: Range) => void
}

export interface MarkerWalk {
  readonly placed: readonly PlacedMarker[]
  readonly current: string | null
  readonly open: (marker: Marker) => void
}

export function useMarkerWalk(options: MarkerWalkOptions): MarkerWalk {
  const { markers, isFirst, axis, bounds, onAxis, onBrush } = options
  const placed = useMemo(() => placedMarkers(markers), [markers])
  const [current, setCurrent] = useState<string | null>(null)
  const inspect = useInspect()
  const selectFrom = useCallback(
    (id: string | null) => {
      const range = betweenMarkers(placed, id, bounds)
      if (range) onBrush(range)
    },
    [placed, bounds, onBrush],
  )
  const open = useCallback(
    (marker: Marker) => {
      setCurrent(marker.id)
      const { time } = marker
      if (time === null) return
      // one that is out of sight comes into the middle
      const isThere = time >= bounds.from && time <= bounds.to
      if (isThere && (time < axis.from || time > axis.to))
        onAxis({ from: time - span(axis) / 2, to: time + span(axis) / 2 })
      const hasPair = betweenMarkers(placed, marker.id, bounds) !== null
      inspect.keep(cardOf({ ...marker, time }, hasPair ? () => selectFrom(marker.id) : null))
    },
    [axis, bounds, placed, inspect, onAxis, selectFrom],
  )
  const step = (by: 1 | -1) => {
    const next = stepMarker(placed, current, by)
    if (next) open(next)
  }
  const group = 'Timeline'
  const some = isFirst && placed.length > 0
  useCommand(
    { id: 'marker.next', title: 'Go to the next marker', group, key: 'Alt+.', run: () => step(1) },
    some,
  )
  useCommand(
    { id: 'marker.previous', title: 'Go to the marker before', group, key: 'Alt+,', run: () => step(-1) },
    some,
  )
  useCommand(
    {
      id: 'marker.select-between',
      title: 'Select from this marker to the next',
      group,
      key: 'Alt+B',
      run: () => selectFrom(current),
    },
    isFirst && placed.length > 1,
  )
  return { placed, current, open }
}

const cardOf = (marker: PlacedMarker, select: (() => void) | null): Card => ({
  kind: marker.kind === 'mark' ? 'Marker' : 'Workload',
  title: titleOf(marker),
  facts: [
    { label: 'When', text: sayTime(marker), exact: formatExactDuration(marker.time) },
    {
      label: 'Within',
      text: sayError(marker) || 'not known',
      exact:
        'The clock of the host was held against that of this machine; this is how far off the time may be',
    },
    {
      label: 'Made',
      text: formatExactWhen(marker.madeAt).slice(11, 23),
      exact: formatExactWhen(marker.madeAt),
    },
  ],
  actions: select ? [{ title: 'Select up to the next marker', run: select }] : [],
})
