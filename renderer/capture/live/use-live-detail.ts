/** A capture's row, asked for again as more of it comes, unless somebody has paused that. */
import { useEffect, useRef } from 'react'
import type { CaptureProgress } from '../../../shared/model/capture.ts'
import { useEngineEvent } from '../../engine-context.tsx'
import { useDetail } from '../page/use-detail.ts'

export function useLiveDetail(captureId: string, progress: CaptureProgress | null, isPaused: boolean) {
  const call = useDetail(captureId)
  const { value, error, reload } = call
  const isAsking = useRef(false)
  /** bytes that there were when it was last asked for */
  const asked = useRef(-1)
  useEffect(() => {
    if (value !== undefined || error !== undefined) isAsking.current = false
  }, [value, error])

  const askAgain = ({ state, received }: CaptureProgress) => {
    if (isPaused || isAsking.current || document.hidden || state === 'draft' || state === 'preflight') return
    if (received === asked.current && value?.live?.isBehind !== true) return
    asked.current = received
    isAsking.current = true
    reload()
  }
  useEngineEvent('capture.progress', (next) => {
    if (next.captureId === captureId) askAgain(next)
  })
  const latest = useRef(askAgain)
  latest.current = askAgain
  // who goes on sees at once what has come meanwhile
  useEffect(() => {
    if (!isPaused && progress !== null) latest.current(progress)
  }, [isPaused, progress])
  return call
}
