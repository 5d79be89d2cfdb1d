/** Markers as a table: when, how exactly, what; each can be gone to, renamed and deleted. */
import { Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Marker } from '../../shared/model/marker.ts'
import { IconButton } from '../components/button.tsx'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import { formatExactDuration } from '../format/duration.ts'
import { formatExactWhen } from '../format/time.ts'
import { sayError, sayTime, titleOf } from './marker-words.ts'
import './marker-list.css'

export interface MarkerListProps {
  readonly markers: readonly Marker[]
  readonly current?: string | null
  /** absent: there is no timeline to go to */
  readonly onOpen?: (marker: Marker) => void
}

export function MarkerList({ markers, current = null, onOpen }: MarkerListProps) {
  const engine = useEngine()
  const fail = useFailureToast()
  const say = useToast()
  const [renamed, setRenamed] = useState<string | null>(null)
  const remove = (marker: Marker) => {
    const markerIds = [marker.id]
    const send = (restore: boolean) => engine.call('captures.removeMarkers', { markerIds, restore })
    send(false)
      .then(() =>
        say({
          text: `Deleted the marker ${titleOf(marker)}.`,
          action: { title: 'Undo', run: () => void send(true).catch(fail) },
        }),
      )
      .catch(fail)
  }
  const rename = (marker: Marker, text: string | null) => {
    setRenamed(null)
    if (text === null || text === marker.text) return
    engine.call('captures.renameMarkers', { markerIds: [marker.id], text }).catch(fail)
  }
  return (
    <div className="marker-list">
      <table aria-label="Markers">
        <thead>
          <tr>
            <th scope="col" className="marker-list-number">
              When
            </th>
            <th scope="col" className="marker-list-number">
              Within
            </th>
            <th scope="col">Marker</th>
            <th scope="col">
              <span className="visually-hidden">What to do</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {markers.map((marker) => (
            <tr key={marker.id} data-current={marker.id === current}>
              <td
                className="marker-list-number"
                title={marker.time === null ? undefined : formatExactDuration(marker.time)}
              >
                {marker.time === null ? 'not known yet' : sayTime(marker)}
              </td>
              <td
                className="marker-list-number"
                title="How far off it may be: the host's clock was held against that of this machine"
              >
                {sayError(marker)}
              </td>
              <td className="marker-list-text" title={`made ${formatExactWhen(marker.madeAt)}`}>
                {renamed === marker.id ? (
                  <MarkerText text={marker.text} onDone={(text) => rename(marker, text)} />
                ) : onOpen && marker.time !== null ? (
                  <button type="button" onClick={() => onOpen(marker)} title="Show it on the timeline">
                    {titleOf(marker)}
                  </button>
                ) : (
                  titleOf(marker)
                )}
              </td>
              <td className="marker-list-tools">
                <IconButton
                  small
                  icon={Pencil}
                  label={`Rename ${titleOf(marker)}`}
                  onClick={() => setRenamed(marker.id)}
                />
                <IconButton
                  small
                  icon={Trash2}
                  label={`Delete ${titleOf(marker)}`}
                  onClick={() => remove(marker)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function MarkerText({ text, onDone }: { text: string; onDone: (text: string | null) => void }) {
  const [now, setNow] = useState(text)
  return (
    <input
      className="input"
      aria-label="Text of the marker"
      maxLength={200}
      // biome-ignore lint/a11y/noAutofocus: the person asked to edit it
      autoFocus
      value={now}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setNow(event.target.value)}
      onBlur={() => onDone(now.trim())}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter') onDone(now.trim())
        if (event.key === 'Escape') onDone(null)
      }}
    />
  )
}
