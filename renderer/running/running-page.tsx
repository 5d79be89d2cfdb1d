/** A capture's page for as long as it runs: what it does, what it costs, and how to end it. */
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { Badge } from '../components/badge.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { TitleLine } from '../frame/title-line.tsx'
import { MarkButton } from '../markers/mark-button.tsx'
import { RunningMarkers } from '../markers/running-markers.tsx'
import { describePhase, elapsedShare } from './progress-words.ts'
import { RunningPanel } from './running-panel.tsx'
import { StopDiscard } from './stop-discard.tsx'
import { WhenSeen } from './when-seen.tsx'
import './running-page.css'

export function RunningPage({ progress }: { progress: CaptureProgress }) {
  const { captureId, name, hostLabel, state } = progress
  return (
    <>
      <TitleLine
        crumbs={[
          { title: 'Library', to: { page: 'library' } },
          { title: hostLabel, to: { page: 'library' } },
          { title: name },
        ]}
        badges={<Badge tone="active">{state}</Badge>}
      />
      <div className="page-body">
        <div className="running-page">
          <p className="running-phase" aria-live="polite">
            {describePhase(progress)}
          </p>
          <ProgressBar wide label={`Progress of ${name}`} share={elapsedShare(progress)} />
          <RunningPanel progress={progress} />
          <div className="running-ends">
            <MarkButton captureId={captureId} name={name} state={state} />
            <StopDiscard captureId={captureId} name={name} state={state} />
          </div>
          <RunningMarkers captureId={captureId} />
          <p className="running-note">
            {progress.connection === 'lost' ? (
              'The connection to the host is lost; Smokejumper keeps trying. The capture goes on there within its grace period, and nothing that it recorded is lost.'
            ) : (
              <WhenSeen captureId={captureId} />
            )}
          </p>
        </div>
      </div>
    </>
  )
}
