import { CircleCheck } from 'lucide-react'
import type { RecoveryReport } from '../../shared/contract/library-status.ts'
import { Button } from '../components/button.tsx'
import { CopyButton } from '../components/copy-button.tsx'
import { formatExact } from '../format/number.ts'
import { describeRecovery } from './describe-recovery.ts'
import { OpeningPage } from './opening-page.tsx'

/** What a recovery brought back and what it could not, before the workbench opens on it. */
export function RecoveredPage({ report, onSeen }: { report: RecoveryReport; onSeen: () => void }) {
  const { damaged, incomplete, lostRows } = report
  return (
    <OpeningPage icon={CircleCheck} tone="success" title="The library is recovered">
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
      <p className="opening-text">The damaged file is kept. Remove it when you do not need it any more:</p>
      <p className="opening-path">
        <code>{damaged}</code>
        <CopyButton text={damaged} />
      </p>
      <div className="opening-actions">
        <Button look="primary" onClick={onSeen}>
          Open the library
        </Button>
      </div>
    </OpeningPage>
  )
}
