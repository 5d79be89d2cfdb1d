/** Markers of a capture that has no timeline yet. */
import { useCall } from '../engine-context.tsx'
import { MarkerList } from './marker-list.tsx'

export function RunningMarkers({ captureId }: { captureId: string }) {
  const { value } = useCall(
    'captures.get',
    { captureId },
    { refetchOn: { 'captures.changed': ({ captureIds }) => captureIds.includes(captureId) } },
  )
  const markers = value?.markers ?? []
  if (markers.length === 0) return null
  return (
    <section className="running-part">
      <h2>Markers</h2>
      <MarkerList markers={markers} />
    </section>
  )
}
