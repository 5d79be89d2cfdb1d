/** Markers in words. */
import type { Marker } from '../../shared/model/marker.ts'
import { formatDuration } from '../format/duration.ts'

export const titleOf = ({ text }: Pick<Marker, 'text'>): string => (text === '' ? 'Marker' : text)

/** '2.103 s', '0.3 s before the start'; '' where it is not known. */
export const sayTime = ({ time }: Pick<Marker, 'time'>): string => {
  if (time === null) return ''
  const seconds = `${(Math.abs(time) / 1e9).toFixed(3)} s`
  return time < 0 ? `${seconds} before the start` : seconds
}

/** '± 12 ms' */
export const sayError = ({ error }: Pick<Marker, 'error'>): string =>
  error === null ? '' : `± ${formatDuration(error)}`

/** 'deployed, at 2.103 s ± 12 ms' */
export const describeMarker = (marker: Marker): string =>
  marker.time === null
    ? `${titleOf(marker)}, when is not known yet`
    : `${titleOf(marker)}, at ${sayTime(marker)} ${sayError(marker)}`.trimEnd()
