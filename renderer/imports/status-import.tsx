/** An import in the status bar: how far it is, and Cancel. */
import { Button } from '../components/button.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
import { formatBytes, formatExactBytes } from '../format/bytes.ts'
import type { RunningImport } from './imports-context.tsx'

export function StatusImport({ name, bytes, received, cancel }: RunningImport) {
  return (
    <div className="status-capture">
      <span className="status-name" title={name}>
        <span className="status-host">Import</span> {name}
      </span>
      <ProgressBar label={`Import of ${name}`} share={bytes > 0 ? received / bytes : 0} />
      <span className="status-fact" title={formatExactBytes(received)}>
        {received < bytes ? `${formatBytes(received)} of ${formatBytes(bytes)}` : 'storing'}
      </span>
      <span className="status-end">
        <Button small onClick={cancel}>
          Cancel
        </Button>
      </span>
    </div>
  )
}
