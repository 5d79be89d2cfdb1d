import { Ellipsis, FileDown, FolderOpen, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import type { CaptureSummary } from '../../shared/model/capture.ts'
import { isActive } from '../../shared/model/capture.ts'
import { Menu, type MenuItem } from '../components/menu.tsx'

export interface CaptureMenuActions {
  readonly onOpen: (capture: CaptureSummary) => void
  readonly onRename: (capture: CaptureSummary) => void
  readonly onCollect: (capture: CaptureSummary) => void
  readonly onExport: (capture: CaptureSummary, format: 'raw' | 'folded') => void
  readonly onRemove: (captures: readonly string[]) => void
}

/** All that can be done with one row, for the mouse. */
export function CaptureMenu({ capture, ...actions }: { capture: CaptureSummary } & CaptureMenuActions) {
  const running = isActive(capture.state)
  const items: MenuItem[] = [
    { id: 'open', title: 'Open', icon: FolderOpen, hint: 'Enter', onChoose: () => actions.onOpen(capture) },
    { id: 'rename', title: 'Rename', icon: Pencil, hint: 'F2', onChoose: () => actions.onRename(capture) },
    {
      id: 'raw',
      title: 'Save the raw output',
      icon: FileDown,
      disabled: running || capture.bytes === 0,
      onChoose: () => actions.onExport(capture, 'raw'),
    },
    {
      id: 'folded',
      title: 'Save as folded stacks',
      icon: FileDown,
      disabled: running || capture.events === null,
      onChoose: () => actions.onExport(capture, 'folded'),
    },
    {
      id: 'remove',
      title: 'Delete',
      icon: Trash2,
      hint: 'Del',
      danger: true,
      disabled: running,
      onChoose: () => actions.onRemove([capture.id]),
    },
  ]
  if (capture.state === 'interrupted') {
    items.unshift({
      id: 'collect',
      title: 'Collect from host',
      icon: RotateCcw,
      onChoose: () => actions.onCollect(capture),
    })
  }
  return <Menu icon={Ellipsis} label={`More for ${capture.name}`} small items={items} />
}
