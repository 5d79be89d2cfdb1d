import { useCallback, useEffect, useRef, useState } from 'react'
import { cancellation, isCancellation } from '../../shared/errors/errors.ts'
import type { ConnectTest, TraceStep } from '../../shared/model/connect-trace.ts'
import { useEngine } from '../engine-context.tsx'
import { addStep } from './trace-rows.ts'

export interface ConnectTestRun {
  readonly running: boolean
  /** as far as they were told */
  readonly steps: readonly TraceStep[]
  readonly result: ConnectTest | null
  /** what kept the test itself from being done; what breaks on the way is in `result` */
  readonly error: unknown
  readonly run: () => void
  readonly cancel: () => void
}

/** Tries the way to a host; a second run cancels the first, and so does leaving. */
export function useConnectTest(hostId: string): ConnectTestRun {
  const engine = useEngine()
  const current = useRef<AbortController | null>(null)
  const [running, setRunning] = useState(false)
  const [steps, setSteps] = useState<readonly TraceStep[]>([])
  const [result, setResult] = useState<ConnectTest | null>(null)
  const [error, setError] = useState<unknown>()
  const cancel = useCallback(() => current.current?.abort(cancellation()), [])
  useEffect(() => cancel, [cancel])

  const run = useCallback(() => {
    cancel()
    const abort = new AbortController()
    current.current = abort
    const isCurrent = () => current.current === abort
    setRunning(true)
    setSteps([])
    setResult(null)
    setError(undefined)
    engine
      .call(
        'hosts.test',
        { hostId },
        {
          signal: abort.signal,
          // each one counts, so they are gathered here and not taken from the last progress
          onProgress: (step) => isCurrent() && setSteps((now) => addStep(now, step)),
        },
      )
      .then(
        (value) => {
          if (!isCurrent()) return
          setResult(value)
          setSteps(value.steps)
          setRunning(false)
        },
        (failure: unknown) => {
          if (!isCurrent()) return
          if (isCancellation(failure)) setSteps([])
          else setError(failure)
          setRunning(false)
        },
      )
  }, [engine, hostId, cancel])
  return { running, steps, result, error, run, cancel }
}
