/** The two ends of all captures of a group: Stop keeps, Discard throws away and asks once. */
import { Square, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { GroupMember } from '../../shared/model/capture-group.ts'
import { Button } from '../components/button.tsx'
import { useFailureToast, useToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'
import { useEngineLost } from '../frame/engine-lost.tsx'
import { goTo } from '../location/use-location.ts'
import '../running/stop-discard.css'

export interface StopTogetherProps {
  readonly groupId: string
  readonly name: string
  readonly members: readonly Pick<GroupMember, 'state'>[]
  readonly small?: boolean
}

export function StopTogether({ groupId, name, members, small = false }: StopTogetherProps) {
  const engine = useEngine()
  const fail = useFailureToast()
  const say = useToast()
  const lost = useEngineLost()
  const [asking, setAsking] = useState(false)
  const [sent, setSent] = useState<'stop' | 'discard' | null>(null)
  const mayStop = members.some(({ state }) => state === 'running')
  const send = (what: 'stop' | 'discard') => {
    setSent(what)
    setAsking(false)
    engine
      .call(what === 'stop' ? 'captures.stopTogether' : 'captures.discardTogether', { groupId })
      .then(() => {
        if (what === 'stop') return
        if (window.location.hash.includes(encodeURIComponent(groupId))) goTo({ page: 'library' })
        say({ text: `Discarded what ran of ${name}.` })
      })
      .catch((error: unknown) => {
        setSent(null)
        fail(error)
      })
  }
  if (asking)
    return (
      <fieldset className="stop-discard" onKeyDown={(event) => event.key === 'Escape' && setAsking(false)}>
        <span className="stop-discard-question">Throw away what runs on all hosts?</span>
        <Button small={small} look="danger" icon={Trash2} onClick={() => send('discard')}>
          Discard all
        </Button>
        {/* the harmless answer is the one at hand */}
        <Button small={small} autoFocus onClick={() => setAsking(false)}>
          Keep
        </Button>
      </fieldset>
    )
  return (
    <span className="stop-discard">
      <Button
        small={small}
        icon={Square}
        disabled={lost || !mayStop || sent !== null}
        onClick={() => send('stop')}
      >
        {sent === 'stop' ? 'Stopping' : 'Stop and keep all'}
      </Button>
      <Button
        small={small}
        look="danger"
        icon={Trash2}
        disabled={lost || sent === 'discard'}
        onClick={() => setAsking(true)}
      >
        Discard all
      </Button>
    </span>
  )
}
