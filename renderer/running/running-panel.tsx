/** What a running capture does and costs: on its page, or above its views once there are any. */
import { Unplug } from 'lucide-react'
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { BudgetMeters } from '../budget/budget-meters.tsx'
import { Badge } from '../components/badge.tsx'
import { Facts } from '../components/section.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import { formatSeconds } from '../format/duration.ts'
import { formatPercent } from '../format/number.ts'
import { RunningLadder } from '../ladder/running-ladder.tsx'
import { sayProgress } from '../markers/workload-words.ts'
import { describeElapsed, tracerPercent } from './progress-words.ts'
import { RetryNow } from './retry-now.tsx'
import { useTrend } from './running-context.tsx'
import './running-panel.css'

export function RunningPanel({ progress }: { progress: CaptureProgress }) {
  const { captureId, received, tracerCpuSeconds } = progress
  const percent = tracerPercent(progress)
  return (
    <>
      <Facts
        facts={[
          { name: 'Elapsed', value: describeElapsed(progress) },
          { name: 'Received', value: formatBytes(received), hint: formatExactBytes(received) },
          {
            name: 'Tracer CPU time',
            value: `${formatSeconds(tracerCpuSeconds)}${percent === null ? '' : `, ${formatPercent(percent)} of one CPU`}`,
          },
          ...(progress.workload ? [{ name: 'Workload', value: sayProgress(progress.workload) }] : []),
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
