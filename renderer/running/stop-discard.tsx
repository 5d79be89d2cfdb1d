/** The two ends of a capture, never one: Stop keeps, Discard throws away and asks once. */
import { Square, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { CaptureState } from '../../shared/model/capture.ts'
import { Button } from '../components/button.tsx'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import { useEngineLost } from '../frame/engine-lost.tsx'
import { goTo, useLocation } from '../location/use-location.ts'
import { useLatest } from '../use-latest.ts'
import './stop-discard.css'

export interface StopDiscardProps {
  readonly captureId: string
  readonly name: string
  readonly state: CaptureState
  readonly small?: boolean
}

export function StopDiscard({ captureId, name, state, small = false }: StopDiscardProps) {
  const engine = useEngine()
  const fail = useFailureToast()
  const say = useToast()
  const here = useLatest(useLocation())
  const lost = useEngineLost()
  const [asking, setAsking] = useState(false)
  const [sent, setSent] = useState<'stop' | 'discard' | null>(null)
  const begun = state !== 'draft' && state !== 'preflight'
  const stoppable = !lost && (!begun || state === 'running')

  // its page would be about a capture that is not there any more
  const leave = () => {
    const { current } = here
    if (current.page === 'capture' && current.captureId === captureId) goTo({ page: 'library' })
    say({ text: `Discarded ${name}.` })
  }
  const send = (what: 'stop' | 'discard') => {
    setSent(what)
    setAsking(false)
    engine
      .call(what === 'stop' ? 'captures.stop' : 'captures.discard', { captureId })
      .then(() => {
        if (what === 'discard') leave()
        else if (!begun) say({ text: `${name} had not started: nothing was recorded, and nothing is kept.` })
      })
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
        disabled={lost || sent === 'discard'}
        onClick={() => setAsking(true)}
      >
        Discard
      </Button>
    </span>
  )
}
