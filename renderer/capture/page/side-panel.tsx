/** Beside the views: findings, or how the capture was made. */
import { X } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { Pin } from '../../../shared/model/finding.ts'
import { IconButton } from '../../components/button.tsx'
import { DetailsPanel } from '../details/details-panel.tsx'
import { FindingsPanel } from '../findings/findings-panel.tsx'
import './side-panel.css'

export type SidePanelName = 'findings' | 'details'

export interface SidePanelProps {
  readonly panel: SidePanelName
  /** one, or both of a comparison */
  readonly captures: readonly CaptureDetail[]
  readonly chosen: number
  readonly onChoose: (index: number) => void
  readonly onOpenPin: (pin: Pin) => void
  readonly onClose: () => void
}

export function SidePanel({ panel, captures, chosen, onChoose, onOpenPin, onClose }: SidePanelProps) {
  const detail = captures[chosen] ?? captures[0]
  if (!detail) return null
  return (
    <aside className="side-panel" aria-label={panel === 'findings' ? 'Findings' : 'Details'}>
      <header className="side-panel-head">
        <h2>{panel === 'findings' ? 'Findings' : 'How it was made'}</h2>
        {captures.length > 1 && (
          <select
            aria-label="Capture"
            value={chosen}
            onChange={(event) => onChoose(Number(event.target.value))}
          >
            {captures.map(({ name }, index) => (
              <option key={index} value={index}>{`${'AB'[index]}: ${name}`}</option>
            ))}
          </select>
        )}
        <IconButton small icon={X} label="Close" onClick={onClose} />
      </header>
      <div className="side-panel-body">
        {panel === 'findings' ? (
          <FindingsPanel key={detail.id} captureId={detail.id} onOpenPin={onOpenPin} />
        ) : (
          <DetailsPanel key={detail.id} detail={detail} />
        )}
      </div>
    </aside>
  )
}
