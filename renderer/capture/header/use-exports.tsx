/** What can be taken out of a capture, as menu items. */
import { FileCode, FileDown, FileText, FlameKindling, Table2 } from 'lucide-react'
import type { ExportedFile } from '../../../shared/contract/contract.ts'
import { type ExportId, exportHead, exportIds } from '../../../shared/formats/export-heads.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { useFailureToast, useToast } from '../../components/toast.tsx'
import { useDoor, useEngine } from '../../engine-context.tsx'
import { canExport, useExportFile } from '../../export-file.ts'

const iconOf = (id: ExportId) => (id.startsWith('csv-') ? Table2 : FlameKindling)

export function useExports(detail: CaptureDetail): MenuItem[] {
  const engine = useEngine()
  const door = useDoor()
  const show = useToast()
  const fail = useFailureToast()
  const exportFile = useExportFile()
  const save = (made: Promise<ExportedFile>) => {
    made
      .then(async ({ name, mediaType, bytes }) => {
        if ((await door.saveFile({ name, mediaType, pieces: [bytes] })) === 'saved')
          show({ text: `${name} saved.` })
      })
      .catch(fail)
  }
  const captureId = detail.id
  return [
    {
      id: 'report-html',
      title: 'Report with pins and notes, HTML',
      icon: FileText,
      onChoose: () => save(engine.call('report.export', { captureId, format: 'html' })),
    },
    {
      id: 'report-markdown',
      title: 'Report with pins and notes, Markdown',
      icon: FileCode,
      onChoose: () => save(engine.call('report.export', { captureId, format: 'markdown' })),
    },
    ...exportIds.map((id) => ({
      id,
      title: exportHead(id).title,
      icon: iconOf(id),
      disabled: !canExport(id, detail.streams),
      onChoose: () => exportFile(captureId, id),
    })),
    {
      id: 'raw',
      title: 'Raw output of the tool',
      icon: FileDown,
      disabled: detail.artifacts.length === 0,
      onChoose: () => exportFile(captureId, 'raw'),
    },
  ]
}
