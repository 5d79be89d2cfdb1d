/** The timeline's commands in the palette; the keys work while the timeline has the focus. */
import { useCommand } from '../../commands/commands-context.tsx'

export interface TimelineCommands {
  readonly zoom: (factor: number) => void
  readonly all: () => void
  /** of two timelines, the first has the commands */
  readonly isFirst: boolean
}

export function useTimelineCommands({ zoom, all, isFirst }: TimelineCommands): void {
  const group = 'Timeline'
  useCommand(
    { id: 'timeline.zoom-in', title: 'Zoom into the timeline', group, run: () => zoom(0.5) },
    isFirst,
  )
  useCommand(
    { id: 'timeline.zoom-out', title: 'Zoom out of the timeline', group, run: () => zoom(2) },
    isFirst,
  )
  useCommand(
    { id: 'timeline.all', title: 'Show the whole capture in the timeline', group, run: all },
    isFirst,
  )
}
