/** Above the views of a capture that is still running: how far it is, what is shown of it, and how to end it. */
import { ChevronDown, ChevronUp, Pause, Play, Unplug } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CaptureDetail, CaptureProgress } from '../../../shared/model/capture.ts'
import { useCommand } from '../../commands/commands-context.tsx'
import { formatKey, isMac } from '../../commands/keys.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatExactDuration } from '../../format/duration.ts'
import { formatExact } from '../../format/number.ts'
import { MarkButton } from '../../markers/mark-button.tsx'
import { describeElapsed, describePhase, elapsedShare } from '../../running/progress-words.ts'
import { StopDiscard } from '../../running/stop-discard.tsx'
import { saySoFar } from './live-words.ts'
import './live-bar.css'

const PAUSE_KEY = 'Alt+P'

export interface LiveBarProps {
  readonly detail: CaptureDetail
  readonly progress: CaptureProgress
  readonly isPaused: boolean
  readonly onPaused: (isPaused: boolean) => void
  /** what it costs, and what comes after it: shown on request */
  readonly children: ReactNode
}

export function LiveBar({ detail, progress, isPaused, onPaused, children }: LiveBarProps) {
  const [isOpen, setOpen] = useState(false)
  const { captureId, name, state, connection } = progress
  const pauseTitle = isPaused ? 'Go on refreshing the views' : 'Pause refreshing the views'
  useCommand({
    id: 'capture.pause-refresh',
    title: pauseTitle,
    group: 'Capture',
    key: PAUSE_KEY,
    run: () => onPaused(!isPaused),
  })
  return (
    <section className="live-bar" aria-label="Running capture">
      <div className="live-bar-line">
        <span className="live-bar-phase">{describePhase(progress)}</span>
        <span className="live-bar-elapsed">{describeElapsed(progress)}</span>
        <ProgressBar label={`Progress of ${name}`} share={elapsedShare(progress)} />
        {detail.live && (
          <span
            className="live-bar-so-far"
            title={`${formatExact(detail.live.events)} events, the last ends at ${formatExactDuration(detail.live.upTo)}`}
          >
            {saySoFar(detail)}
          </span>
        )}
        {isPaused && (
          <Badge
            tone="warning"
            icon={Pause}
            title="The capture goes on; what has come since is not shown yet."
          >
            views paused
          </Badge>
        )}
        {connection === 'lost' && (
          <Badge
            tone="warning"
            icon={Unplug}
            title="It goes on on the host; nothing that it records is lost."
          >
            connection lost, retrying
          </Badge>
        )}
        <div className="live-bar-tools">
          <Button
            small
            look="quiet"
            icon={isOpen ? ChevronUp : ChevronDown}
            aria-expanded={isOpen}
            title="What it uses of the host beside its limits, and the next rung"
            onClick={() => setOpen(!isOpen)}
          >
            Cost and limits
          </Button>
          <Button
            small
            icon={isPaused ? Play : Pause}
            aria-pressed={isPaused}
            title={`${pauseTitle} (${formatKey(PAUSE_KEY, isMac())}): the capture itself goes on`}
            onClick={() => onPaused(!isPaused)}
          >
            {isPaused ? 'Refresh again' : 'Pause refresh'}
          </Button>
          <MarkButton small captureId={captureId} name={name} state={state} />
          <StopDiscard small captureId={captureId} name={name} state={state} />
        </div>
      </div>
      {isOpen && <div className="live-bar-more">{children}</div>}
    </section>
  )
}
