/** From marker to marker along the time axis. */
import type { Range } from '../../shared/contract/selection.ts'
import type { Marker } from '../../shared/model/marker.ts'

export type PlacedMarker = Marker & { readonly time: number }

/** Those that have a place, in the order of time. */
export const placedMarkers = (markers: readonly Marker[] = []): readonly PlacedMarker[] =>
  markers.filter((marker): marker is PlacedMarker => marker.time !== null).toSorted((a, b) => a.time - b.time)

/** The one behind or before the current one; from none, the first or the last. Null where there is no more. */
export const stepMarker = (
  markers: readonly PlacedMarker[],
  current: string | null,
  step: 1 | -1,
): PlacedMarker | null => {
  const at = markers.findIndex(({ id }) => id === current)
  if (at === -1) return (step === 1 ? markers[0] : markers.at(-1)) ?? null
  return markers[at + step] ?? null
}

/**
 * From the current marker to the next one, from the last but one where it is the last; whole nanoseconds within the
 * bounds. Null where nothing lies between two.
 */
export const betweenMarkers = (
  markers: readonly PlacedMarker[],
  current: string | null,
  bounds: Range,
): Range | null => {
  if (markers.length < 2) return null
  const at = Math.min(
    Math.max(
      markers.findIndex(({ id }) => id === current),
      0,
    ),
    markers.length - 2,
  )
  const [a, b] = [markers[at], markers[at + 1]]
  if (!a || !b) return null
  const from = Math.max(Math.floor(a.time), bounds.from)
  const to = Math.min(Math.ceil(b.time), bounds.to)
  return to > from ? { from, to } : null
}
