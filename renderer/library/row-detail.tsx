/** What there is to say about the row that the keys act on: why it failed, what waits on the host, what was noted. */
import { RotateCcw } from 'lucide-react'
import type { CaptureSummary } from '../../shared/model/capture.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { formatAmount } from '../format/number.ts'
import { GroupLink } from '../together/group-link.tsx'
import { StateBadge } from './state-badge.tsx'
import './row-detail.css'

export interface RowDetailProps {
  readonly capture: CaptureSummary
  /** what the engine does while it collects; null when it does not */
  readonly collecting: string | null
  readonly onCollect: () => void
  readonly onCancelCollect: () => void
}

export function RowDetail({ capture, collecting, onCollect, onCancelCollect }: RowDetailProps) {
  const { error, state, noteCount, pinCount } = capture
  return (
    <section className="row-detail" aria-label="About the chosen capture">
      <StateBadge capture={capture} />
      <div className="row-detail-text">
        <p className="row-detail-what">{error === null ? summaryOf(capture) : error.message}</p>
        {error !== null && <p className="row-detail-remedy">{error.remedy}</p>}
        {error === null && (noteCount > 0 || pinCount > 0) && (
          <p className="row-detail-remedy">
            {formatAmount(noteCount, 'note')}, {formatAmount(pinCount, 'pin')}
          </p>
        )}
        {capture.group && <GroupLink group={capture.group} />}
      </div>
      {error !== null && (
        <CopyButton text={`${error.code}: ${error.message}\n${error.remedy}`} label="Copy details" />
      )}
      {state === 'interrupted' &&
        (collecting === null ? (
          <Button icon={RotateCcw} onClick={onCollect}>
            Collect from host
          </Button>
        ) : (
          <>
            <span role="status">{collecting}</span>
            <Button onClick={onCancelCollect}>Cancel</Button>
          </>
        ))}
    </section>
  )
}

function summaryOf({ state, incomplete, name, hostLabel, recipeTitle }: CaptureSummary): string {
  if (state === 'interrupted') {
    return 'It was interrupted. What had arrived can be opened; the rest may still wait on the host.'
  }
  if (incomplete)
    return 'Something of it is missing. What could be read can be opened, and its page says what is not there.'
  return `${name}: ${recipeTitle} on ${hostLabel}`
}
