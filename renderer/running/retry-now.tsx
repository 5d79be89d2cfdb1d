import { RotateCw } from 'lucide-react'
import { Button } from '../components/button.tsx'
import { useFailureToast } from '../components/toast.tsx'
import { useEngine } from '../engine-context.tsx'

/** Tries a lost connection again at once, instead of when the wait between two tries is over. */
export function RetryNow({ captureId }: { captureId: string }) {
  const engine = useEngine()
  const fail = useFailureToast()
  return (
    <Button
      small
      look="quiet"
      icon={RotateCw}
      onClick={() => void engine.call('captures.retry', { captureId }).catch(fail)}
    >
      Try now
    </Button>
  )
}
