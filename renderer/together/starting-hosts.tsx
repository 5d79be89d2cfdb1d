/** Several hosts while they are started together, or what kept them: a row for each. */
import { Check, CircleAlert, CircleSlash, Hourglass, LoaderCircle } from 'lucide-react'
import type { TogetherRow } from '../../shared/model/capture-group.ts'
import { Button } from '../components/button.tsx'
import { Remedy } from '../components/remedy.tsx'
import { ErrorState } from '../components/states.tsx'
import type { TogetherStart } from './use-together-start.ts'
import '../components/steps.css'
import './starting-hosts.css'

const icons: Readonly<Record<TogetherRow['state'], typeof Check>> = {
  waiting: Hourglass,
  working: LoaderCircle,
  ready: Hourglass,
  started: Check,
  failed: CircleAlert,
  cancelled: CircleSlash,
}

export function StartingHosts({ together }: { together: TogetherStart }) {
  const { rows, running, error, cancel } = together
  const failed = rows.filter((row) => row.error !== null)
  if (!running && error === undefined && failed.length === 0) return null
  return (
    <div className="starting-hosts">
      {error !== undefined && failed.length < 2 && <ErrorState inline error={error} />}
      {(running || failed.length > 0) && (
        <ul role="status" aria-live="polite" aria-label="Hosts">
          {rows.map((row) => (
            <StartingHost key={row.hostId} row={row} isRunning={running} />
          ))}
        </ul>
      )}
      {running && (
        <Button small onClick={cancel}>
          Cancel
        </Button>
      )}
    </div>
  )
}

function StartingHost({ row, isRunning }: { row: TogetherRow; isRunning: boolean }) {
  const Icon = icons[row.state]
  return (
    <li className="starting-host" data-state={row.state}>
      <Icon
        className={row.state === 'working' && isRunning ? 'step-icon-now' : undefined}
        size={16}
        aria-hidden
      />
      <span className="starting-host-label">{row.hostLabel}</span>
      {row.error === null ? (
        <span className="starting-host-step">{row.step}</span>
      ) : (
        <div className="starting-host-step">
          <p>{row.error.message}</p>
          <Remedy text={row.error.remedy} />
        </div>
      )}
    </li>
  )
}
