/** "Mark this moment": the time is that of the key or the click; what it is called is asked afterwards. */
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import { useCommand } from '../commands/commands-context.tsx'
import { useRunning } from '../running/running-context.tsx'
import { MarkField } from './mark-field.tsx'

export const MARK_KEY = 'Alt+M'

export interface Moment {
  /** null: every capture that runs */
  readonly captureId: string | null
  /** performance.now() at that moment */
  readonly at: number
}

type Mark = (captureId: string | null) => void
const MarkingContext = createContext<Mark | null>(null)

export function MarkingProvider({ children }: { children: ReactNode }) {
  const [moment, setMoment] = useState<Moment | null>(null)
  const running = useRunning()
  const mark = useCallback<Mark>((captureId) => setMoment({ captureId, at: performance.now() }), [])
  useCommand(
    {
      id: 'marker.mark',
      title: 'Mark this moment',
      group: 'Everywhere',
      key: MARK_KEY,
      run: () => mark(null),
    },
    running.length > 0,
  )
  const field = useMemo(
    () => moment && <MarkField key={moment.at} moment={moment} onDone={() => setMoment(null)} />,
    [moment],
  )
  return (
    <MarkingContext value={mark}>
      {children}
      {field}
    </MarkingContext>
  )
}

export function useMark(): Mark {
  const mark = useContext(MarkingContext)
  if (mark === null) throw new Error('useMark outside of MarkingProvider')
  return mark
}
