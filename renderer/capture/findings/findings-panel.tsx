/** What a person says about a capture: notes, and pins with their evidence. */
import { Pin } from 'lucide-react'
import type { Pin as PinType } from '../../../shared/model/finding.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx'
import { useCall } from '../../engine-context.tsx'
import { NoteEditor } from './note-editor.tsx'
import { NoteItem } from './note-item.tsx'
import { PinItem } from './pin-item.tsx'
import './findings-panel.css'

export interface FindingsPanelProps {
  readonly captureId: string
  readonly onOpenPin: (pin: PinType) => void
}

export function FindingsPanel({ captureId, onOpenPin }: FindingsPanelProps) {
  const refetchOn = {
    'findings.changed': ({ captureId: changed }: { captureId: string }) => changed === captureId,
  }
  const notes = useCall('notes.list', { captureId }, { refetchOn })
  const pins = useCall('pins.list', { captureId }, { refetchOn })
  const shownNotes = notes.value ?? notes.previous
  const shownPins = pins.value ?? pins.previous
  return (
    <div className="findings">
      <section aria-label="Pins">
        <h3>Pins</h3>
        {pins.error !== undefined && <ErrorState inline error={pins.error} onRetry={pins.reload} />}
        {shownPins === undefined ? (
          <LoadingState step="Reading pins" shown={pins.slow} />
        ) : shownPins.length === 0 ? (
          <EmptyState icon={Pin} title="No pin yet">
            The pin on a view keeps it as it is now: its selection, numbers and picture, with a sentence of
            yours.
          </EmptyState>
        ) : (
          <ul>
            {shownPins.map((pin) => (
              <PinItem key={pin.id} pin={pin} onOpen={() => onOpenPin(pin)} />
            ))}
          </ul>
        )}
      </section>
      <section aria-label="Notes">
        <h3>Notes</h3>
        {notes.error !== undefined && <ErrorState inline error={notes.error} onRetry={notes.reload} />}
        <ul>
          {shownNotes?.map((note) => (
            <NoteItem key={note.id} note={note} />
          ))}
        </ul>
        <NoteEditor captureId={captureId} />
      </section>
    </div>
  )
}
