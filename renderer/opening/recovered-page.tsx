import { CircleAlert, CircleCheck } from 'lucide-react'
import type { RecoveryReport } from '../../shared/contract/library-status.ts'
import { Button } from '../components/button.tsx'
import { formatExact } from '../format/number.ts'
import { describeRecovery } from './describe-recovery.ts'
import { NamedPath } from './named-path.tsx'
import { OpeningPage } from './opening-page.tsx'

/** What a recovery brought back and what it could not, before the workbench opens on it. */
export function RecoveredPage({ report, onSeen }: { report: RecoveryReport; onSeen: () => void }) {
  const { damaged, incomplete, lostCaptures, lostRows } = report
  const isWhole = incomplete.length === 0 && lostCaptures === 0 && lostRows.length === 0
  return (
    <OpeningPage
      icon={isWhole ? CircleCheck : CircleAlert}
      tone={isWhole ? 'success' : 'warning'}
      title={isWhole ? 'The library is recovered' : 'The library is recovered, not all of it'}
    >
      <p className="opening-text">{describeRecovery(report)}</p>
      {incomplete.length > 0 && (
        <ul className="opening-list" aria-label="Captures with something missing">
          {incomplete.map(({ name, what }, index) => (
            <li key={index}>
              <span className="opening-list-name">{name}</span>: {what}
            </li>
          ))}
        </ul>
      )}
      {lostRows.length > 0 && (
        <p className="opening-text">
          Rows that could not be read:{' '}
          {lostRows.map(({ table, rows }) => `about ${formatExact(rows)} of ${table}`).join(', ')}.
        </p>
      )}
      <NamedPath path={damaged}>
        The damaged file is kept. Remove it when you do not need it any more:
      </NamedPath>
      <div className="opening-actions">
        <Button look="primary" onClick={onSeen}>
          Open the library
        </Button>
      </div>
    </OpeningPage>
  )
}
