/** The page's commands, and the keys that its views take themselves, for the palette and for `?`. */
import { useCommand } from '../../commands/commands-context.tsx'
import type { ViewName } from '../panels/maximised.ts'
import type { ViewStore } from '../state/view-store.ts'
import type { SidePanelName } from './side-panel.tsx'

export interface CaptureCommands {
  readonly store: ViewStore
  readonly maximise: (view: ViewName | null) => void
  readonly show: (panel: SidePanelName) => void
}

export function useCaptureCommands({ store, maximise, show }: CaptureCommands): void {
  const page = 'Capture'
  useCommand({
    id: 'selection.clear',
    title: 'Clear the selection',
    group: page,
    key: 'Alt+Backspace',
    run: () => store.dispatch({ type: 'clear' }),
  })
  useCommand({
    id: 'selection.back',
    title: 'Go back to the selection before',
    group: page,
    key: 'Alt+[',
    run: () => store.dispatch({ type: 'back' }),
  })
  useCommand({
    id: 'selection.forward',
    title: 'Go forward to the selection after',
    group: page,
    key: 'Alt+]',
    run: () => store.dispatch({ type: 'forward' }),
  })
  useCommand({
    id: 'capture.maximise-timeline',
    title: 'Show the timeline alone',
    group: page,
    key: 'Alt+1',
    run: () => maximise('timeline'),
  })
  useCommand({
    id: 'capture.maximise-flame',
    title: 'Show the flame graph alone',
    group: page,
    key: 'Alt+2',
    run: () => maximise('flame'),
  })
  useCommand({
    id: 'capture.maximise-histogram',
    title: 'Show the histogram alone',
    group: page,
    key: 'Alt+3',
    run: () => maximise('histogram'),
  })
  useCommand({
    id: 'capture.all-views',
    title: 'Show all views',
    group: page,
    key: 'Alt+0',
    run: () => maximise(null),
  })
  useCommand({
    id: 'capture.findings',
    title: 'Show findings: notes and pins',
    group: page,
    key: 'Alt+F',
    run: () => show('findings'),
  })
  useCommand({
    id: 'capture.details',
    title: 'Show how the capture was made',
    group: page,
    key: 'Alt+D',
    run: () => show('details'),
  })

  const flame = 'Flame graph'
  useCommand({ id: 'flame.key-walk', title: 'Walk to callers and callees', group: flame, key: 'ArrowDown' })
  useCommand({ id: 'flame.key-row', title: 'Walk along the row', group: flame, key: 'ArrowRight' })
  useCommand({ id: 'flame.key-zoom', title: 'Zoom to the frame', group: flame, key: 'Enter' })
  useCommand({ id: 'flame.key-out', title: 'Zoom out by one frame', group: flame, key: 'Escape' })
  useCommand({ id: 'flame.key-only', title: 'Select only this function', group: flame, key: 'O' })

  const timeline = 'Timeline'
  useCommand({ id: 'timeline.key-pan', title: 'Pan', group: timeline, key: 'ArrowRight' })
  useCommand({ id: 'timeline.key-zoom', title: 'Zoom in or, with -, out', group: timeline, key: '+' })
  useCommand({ id: 'timeline.key-all', title: 'Show the whole capture', group: timeline, key: 'Home' })
  useCommand({ id: 'timeline.key-brush', title: 'Select the time in sight', group: timeline, key: 'Enter' })

  const heatmap = 'Heatmap'
  useCommand({ id: 'heatmap.key-move', title: 'Move from cell to cell', group: heatmap, key: 'ArrowRight' })
  useCommand({ id: 'heatmap.key-brush', title: 'Begin a selection, end it', group: heatmap, key: 'Enter' })
  useCommand({ id: 'heatmap.key-leave', title: 'Leave the selection', group: heatmap, key: 'Escape' })
}
