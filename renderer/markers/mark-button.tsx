import { Flag } from 'lucide-react'
import type { CaptureState } from '../../shared/model/capture.ts'
import { formatKey, isMac } from '../commands/keys.ts'
import { Button } from '../components/button.tsx'
import { useEngineLost } from '../frame/engine-lost.tsx'
import { MARK_KEY, useMark } from './marking-context.tsx'

export interface MarkButtonProps {
  readonly captureId: string
  readonly name: string
  readonly state: CaptureState
  readonly small?: boolean
}

export function MarkButton({ captureId, name, state, small = false }: MarkButtonProps) {
  const mark = useMark()
  const lost = useEngineLost()
  return (
    <Button
      small={small}
      icon={Flag}
      disabled={lost || state === 'ingesting'}
      aria-label={`Mark this moment of ${name}`}
      title={`Puts a named instant on its timeline (${formatKey(MARK_KEY, isMac())}: on that of every capture that runs)`}
      onClick={() => mark(captureId)}
    >
      Mark
    </Button>
  )
}
