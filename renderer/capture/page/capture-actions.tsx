/** What can be done with the capture as a whole. */
import { Columns2, Download, FileText, Info } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import { Button } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { formatCount } from '../../format/number.ts'
import { goTo } from '../../location/use-location.ts'
import { ChooseCapture } from '../compare/choose-capture.tsx'
import { useExports } from '../header/use-exports.tsx'
import type { SidePanelName } from './side-panel.tsx'

export interface CaptureActionsProps {
  readonly detail: CaptureDetail
  readonly panel: SidePanelName | null
  readonly onPanel: (panel: SidePanelName | null) => void
}

export function CaptureActions({ detail, panel, onPanel }: CaptureActionsProps) {
  const exports = useExports(detail)
  const findings = detail.noteCount + detail.pinCount
  return (
    <>
      {/* both are of what is in the library */}
      {detail.live === undefined && (
        <>
          <ChooseCapture
            icon={Columns2}
            label="Compare"
            recipeId={detail.recipeId}
            self={detail.id}
            onChoose={(compareId) => goTo({ page: 'capture', captureId: detail.id, compareId })}
          />
          <Menu icon={Download} label="Export" labelled items={exports} />
        </>
      )}
      <Button
        icon={FileText}
        aria-pressed={panel === 'findings'}
        onClick={() => onPanel(panel === 'findings' ? null : 'findings')}
      >
        Findings{findings > 0 && ` ${formatCount(findings)}`}
      </Button>
      <Button
        icon={Info}
        aria-pressed={panel === 'details'}
        title="Commands, versions, cost, losses and the raw output behind each number"
        onClick={() => onPanel(panel === 'details' ? null : 'details')}
      >
        Details
      </Button>
    </>
  )
}
