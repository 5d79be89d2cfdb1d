/** A capture with data that did not end well: what happened to it, above its views. */
import { TriangleAlert } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { Remedy } from '../../components/remedy.tsx'
import { Collect } from './capture-without-data.tsx'

export function InterruptedNote({ detail: { id, state, error } }: { detail: CaptureDetail }) {
  if (state !== 'failed' && state !== 'interrupted') return null
  return (
    <div className="capture-note" role="note">
      <TriangleAlert size={16} aria-hidden />
      <div className="capture-note-text">
        <p>{error?.message ?? 'The capture was interrupted: this is what had arrived.'}</p>
        {error && (
          <div className="capture-note-remedy">
            <Remedy text={error.remedy} />
          </div>
        )}
      </div>
      {state === 'interrupted' && <Collect captureId={id} />}
    </div>
  )
}
