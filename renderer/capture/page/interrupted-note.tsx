/** A capture with data that did not end well: what happened to it, above its views. */
import { TriangleAlert } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { Collect } from './capture-without-data.tsx'

export function InterruptedNote({ detail: { id, state, error } }: { detail: CaptureDetail }) {
  if (state !== 'failed' && state !== 'interrupted') return null
  return (
    <div className="capture-note" role="note">
      <TriangleAlert size={16} aria-hidden />
      <p>
        {error?.message ?? 'The capture was interrupted: this is what had arrived.'}{' '}
        <span className="capture-note-remedy">{error?.remedy}</span>
      </p>
      {state === 'interrupted' && <Collect captureId={id} />}
    </div>
  )
}
