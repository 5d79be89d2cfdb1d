/** What is running, always: each capture with its progress, its cost and its two ends. */
import { Unplug } from 'lucide-react'
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { StatusBudget } from '../budget/status-budget.tsx'
import { Badge } from '../components/badge.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { useImports } from '../imports/imports-context.tsx'
import { StatusImport } from '../imports/status-import.tsx'
import { formatLocation } from '../location/location.ts'
import { MarkButton } from '../markers/mark-button.tsx'
import { useOpenLibrary } from '../opening/library-gate.tsx'
import { describeElapsed, describePhase, describeTracer, elapsedShare } from '../running/progress-words.ts'
import { useRunning } from '../running/running-context.tsx'
import { StopDiscard } from '../running/stop-discard.tsx'
import { groupRunning, StatusGroup } from '../together/status-group.tsx'
import './status-bar.css'

const checkingWords = ' The library is read through for damage in the background.'

export function StatusBar() {
  const running = useRunning()
  const isChecking = useOpenLibrary().check === 'running'
  const { running: imports } = useImports()
  return (
    <section className="status-bar" aria-label="Running captures">
      {running.length === 0 && imports.length === 0 ? (
        <p className="status-idle">No capture is running.{isChecking && checkingWords}</p>
      ) : (
        <>
          {groupRunning(running).map((entry) =>
            entry.kind === 'group' ? (
              <StatusGroup key={entry.group.id} {...entry} />
            ) : (
              <StatusCapture key={entry.progress.captureId} progress={entry.progress} />
            ),
          )}
          {imports.map((one) => (
            <StatusImport key={one.id} {...one} />
          ))}
          {isChecking && <p className="status-idle">{checkingWords}</p>}
        </>
      )}
      {/* said when it changes, not with every tick */}
      <p className="visually-hidden" aria-live="polite">
        {running.map((progress) => `${progress.name}: ${spoken(progress)}`).join('. ')}
      </p>
    </section>
  )
}

const spoken = (progress: CaptureProgress): string =>
  progress.connection === 'lost' ? 'connection lost' : describePhase(progress)

function StatusCapture({ progress }: { progress: CaptureProgress }) {
  const { captureId, name, hostLabel, bytes, state } = progress
  return (
    <div className="status-capture">
      <a
        className="status-name"
        href={formatLocation({ page: 'capture', captureId, compareId: null })}
        title={name}
      >
        <span className="status-host">{hostLabel}</span> {name}
      </a>
      <ProgressBar label={`Progress of ${name}`} share={elapsedShare(progress)} />
      <span className="status-fact">{describeElapsed(progress)}</span>
      <span className="status-fact" title={formatExactBytes(bytes)}>
        {formatBytes(bytes)}
      </span>
      <span className="status-fact" title="CPU time of the tracer, as percent of one CPU">
        {describeTracer(progress)}
      </span>
      <StatusBudget uses={progress.budgets ?? []} />
      {progress.connection === 'lost' ? (
        <Badge
          tone="warning"
          icon={Unplug}
          title="The capture goes on on the host, within its grace period. Smokejumper keeps trying to come back to it."
        >
          Connection lost, retrying
        </Badge>
      ) : (
        <span className="status-fact">{describePhase(progress)}</span>
      )}
      <span className="status-end">
        <MarkButton captureId={captureId} name={name} state={state} small />
        <StopDiscard captureId={captureId} name={name} state={state} small />
      </span>
    </div>
  )
}
