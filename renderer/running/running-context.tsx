/** The captures that are running now: one list for the status bar, the library and the capture's page. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { isActive } from '../../shared/model/capture.ts'
import { addToTrend, type Trend } from '../budget/trend.ts'
import { useToast } from '../components/toast.tsx'
import { useCall, useEngine, useEngineEvent } from '../engine-context.tsx'
import { goTo } from '../location/use-location.ts'

const RunningContext = createContext<readonly CaptureProgress[] | null>(null)
const TrendContext = createContext<ReadonlyMap<string, Trend>>(new Map())

export function RunningProvider({ children }: { children: ReactNode }) {
  const [running, setRunning] = useState<readonly CaptureProgress[]>([])
  const [trends, setTrends] = useState<ReadonlyMap<string, Trend>>(new Map())
  const sayEnd = useSayEnd()
  const call = useCall('captures.running', {}, { refetchOn: { 'captures.changed': () => true } })

  useEffect(() => {
    if (call.value !== undefined) setRunning(call.value.filter(({ state }) => isActive(state)))
  }, [call.value])
  // the last progress may come more than once
  const said = useRef(new Set<string>())
  useEngineEvent('capture.progress', (progress) => {
    if (isActive(progress.state)) said.current.delete(progress.captureId)
    else if (!said.current.has(progress.captureId)) {
      said.current.add(progress.captureId)
      if (!isFollowed(running, progress)) sayEnd(progress)
    }
    setRunning((now) => mergeProgress(now, progress))
    setTrends((now) => mergeTrend(now, progress))
  })
  return (
    <RunningContext value={running}>
      <TrendContext value={trends}>{children}</TrendContext>
    </RunningContext>
  )
}

/** It is done, and others of its group are not yet: the last of them is told. */
const isFollowed = (
  running: readonly CaptureProgress[],
  { captureId, state, group }: CaptureProgress,
): boolean =>
  state === 'done' &&
  group !== undefined &&
  running.some((other) => other.captureId !== captureId && other.group?.id === group.id)

function mergeTrend(
  trends: ReadonlyMap<string, Trend>,
  progress: CaptureProgress,
): ReadonlyMap<string, Trend> {
  const { captureId, state } = progress
  const merged = new Map(trends)
  if (isActive(state)) merged.set(captureId, addToTrend(trends.get(captureId) ?? [], progress))
  else merged.delete(captureId)
  return merged
}

/** What a running capture used over the last minute, as far as it was followed from here. */
export const useTrend = (captureId: string): Trend => useContext(TrendContext).get(captureId) ?? noTrend
const noTrend: Trend = []

/** The list with this progress in it, in its old place; without it when it has ended. */
export function mergeProgress(
  running: readonly CaptureProgress[],
  progress: CaptureProgress,
): readonly CaptureProgress[] {
  const known = running.some(({ captureId }) => captureId === progress.captureId)
  if (!isActive(progress.state)) return running.filter(({ captureId }) => captureId !== progress.captureId)
  if (!known) return [...running, progress]
  return running.map((entry) => (entry.captureId === progress.captureId ? progress : entry))
}

export function useRunning(): readonly CaptureProgress[] {
  const running = useContext(RunningContext)
  if (running === null) throw new Error('useRunning outside of RunningProvider')
  return running
}

/** Says that a capture ended, to somebody who is looking at something else. */
function useSayEnd(): (progress: CaptureProgress) => void {
  const engine = useEngine()
  const show = useToast()
  return useCallback(
    ({ captureId, name, state, group }) => {
      const isInSight = [captureId, ...(group ? [group.id] : [])].some((id) =>
        window.location.hash.includes(encodeURIComponent(id)),
      )
      if (state === 'discarded' || isInSight) return
      const open = {
        title: 'Open',
        run: () => goTo({ page: 'capture', captureId, compareId: null }),
      }
      if (state === 'done') {
        show({ text: `${name} is in the library.`, action: open })
        return
      }
      engine.call('captures.get', { captureId }).then(
        ({ error }) =>
          show({
            tone: 'danger',
            text: error === null ? `${name} was interrupted.` : `${name}: ${error.message}`,
            action: open,
          }),
        () => show({ tone: 'danger', text: `${name} did not end well.`, action: open }),
      )
    },
    [engine, show],
  )
}
