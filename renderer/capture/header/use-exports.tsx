/** What can be taken out of a capture, as menu items. */
import { FileCode, FileDown, FileText, FlameKindling } from 'lucide-react'
import type { ExportedFile } from '../../../shared/contract/contract.ts'
import type { CaptureDetail } from '../../../shared/model/capture.ts'
import type { MenuItem } from '../../components/menu.tsx'
import { useFailureToast, useToast } from '../../components/toast.tsx'
import { useDoor, useEngine } from '../../engine-context.tsx'

export function useExports(detail: CaptureDetail): MenuItem[] {
  const engine = useEngine()
  const door = useDoor()
  const show = useToast()
  const fail = useFailureToast()
  const save = (made: Promise<ExportedFile>) => {
    made
      .then(async (file) => [file.name, await door.saveFile(file)] as const)
      .then(([name, outcome]) => {
        if (outcome === 'saved') show({ text: `${name} saved.` })
      })
      .catch(fail)
  }
  const captureId = detail.id
  const hasStacks = detail.streams.some(({ kind, length }) => kind === 'samples' && length > 0)
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
    {
      id: 'folded',
      title: 'Folded stacks',
      icon: FlameKindling,
      disabled: !hasStacks,
      onChoose: () => save(engine.call('captures.export', { captureId, format: 'folded' })),
    },
    {
      id: 'raw',
      title: 'Raw output of the tool',
      icon: FileDown,
      disabled: detail.artifacts.length === 0,
      onChoose: () => save(engine.call('captures.export', { captureId, format: 'raw' })),
    },
  ]
}
