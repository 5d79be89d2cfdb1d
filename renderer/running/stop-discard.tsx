/** The two ends of a capture, never one: Stop keeps, Discard throws away and asks once. */
import { Square, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CaptureState } from '../../shared/model/capture.ts'
import { Button } from '../components/button.tsx'
import { useFailureToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import './stop-discard.css'

export interface StopDiscardProps {
  readonly captureId: string
  readonly state: CaptureState
  readonly small?: boolean
}

export function StopDiscard({ captureId, state, small = false }: StopDiscardProps) {
  const engine = useEngine()
  const fail = useFailureToast()
  const [asking, setAsking] = useState(false)
  const [sent, setSent] = useState<'stop' | 'discard' | null>(null)
  const stoppable = state === 'draft' || state === 'preflight' || state === 'running'

  const send = (what: 'stop' | 'discard') => {
    setSent(what)
    setAsking(false)
    engine
      .call(what === 'stop' ? 'captures.stop' : 'captures.discard', { captureId })
      .catch((error: unknown) => {
        setSent(null)
        fail(error)
      })
  }

  if (asking) {
    return (
      <fieldset className="stop-discard" onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}>
        <span className="stop-discard-question">Throw away what was recorded?</span>
        <Button small={small} look="danger" icon={Trash2} onClick={() => send('discard')}>
          Discard
        </Button>
        {/* the question is answered by keyboard too, and the harmless answer is the one at hand */}
        <Button small={small} autoFocus onClick={() => setAsking(false)}>
          Keep
        </Button>
      </fieldset>
    )
  }
  return (
    <span className="stop-discard">
      <Button small={small} icon={Square} disabled={!stoppable || sent !== null} onClick={() => send('stop')}>
        {sent === 'stop' || state === 'stopping' ? 'Stopping' : 'Stop and keep'}
      </Button>
      <Button
        small={small}
        look="danger"
        icon={Trash2}
        disabled={sent === 'discard'}
        onClick={() => setAsking(true)}
      >
        Discard
      </Button>
    </span>
  )
}
