/** A capture's page for as long as it runs: what it does, what it costs, and how to end it. */
import { Unplug } from 'lucide-react'
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { BudgetMeters } from '../budget/budget-meters.tsx'
import { Badge } from '../components/badge.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { Facts } from '../components/section.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatSeconds } from '../format/duration.ts'
import { formatPercent } from '../format/number.ts'
import { TitleLine } from '../frame/title-line.tsx'
import { RunningLadder } from '../ladder/running-ladder.tsx'
import { describeElapsed, describePhase, elapsedShare, tracerPercent } from './progress-words.ts'
import { RetryNow } from './retry-now.tsx'
import { useTrend } from './running-context.tsx'
import { StopDiscard } from './stop-discard.tsx'
import './running-page.css'

export function RunningPage({ progress }: { progress: CaptureProgress }) {
  const { captureId, name, hostLabel, state, received, tracerCpuSeconds } = progress
  const percent = tracerPercent(progress)
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
          <Facts
            facts={[
              { name: 'Elapsed', value: describeElapsed(progress) },
              { name: 'Received', value: formatBytes(received), hint: formatExactBytes(received) },
              {
                name: 'Tracer CPU time',
                value: `${formatSeconds(tracerCpuSeconds)}${percent === null ? '' : `, ${formatPercent(percent)} of one CPU`}`,
              },
              {
                name: 'Connection',
                value:
                  progress.connection === 'up' ? (
                    'up'
                  ) : (
                    <>
                      <Badge tone="warning" icon={Unplug}>
                        lost, retrying
                      </Badge>
                      <RetryNow captureId={captureId} />
                    </>
                  ),
              },
            ]}
          />
          <RunningBudgets progress={progress} />
          <RunningLadder captureId={captureId} />
          <StopDiscard captureId={captureId} name={name} state={state} />
          <p className="running-note">
            {progress.connection === 'lost'
              ? 'The connection to the host is lost; Smokejumper keeps trying. The capture goes on there within its grace period, and nothing that it recorded is lost.'
              : 'The flame graph, histogram and timeline open here when it is done. You may leave this page: the bar below stays.'}
          </p>
        </div>
      </div>
    </>
  )
}

function RunningBudgets({ progress: { captureId, budgets = [] } }: { progress: CaptureProgress }) {
  const trend = useTrend(captureId)
  return budgets.length === 0 ? null : (
    <section className="running-part">
      <h2>What it uses of the host</h2>
      <BudgetMeters uses={budgets} trend={trend} />
    </section>
  )
}
