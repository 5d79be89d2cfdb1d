/**
 * One view's question to the engine: at most one in flight, the newest asked next, the previous answer kept on the
 * screen meanwhile, so that a brush can be dragged without flicker and without a queue.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { CallArgs, MethodName, Result } from '../../shared/contract/contract.ts'
import { isCancellation } from '../../shared/errors/errors.ts'
import { useEngine } from '../engine-context.tsx'
import { useLiveVersion } from './live/live-version.ts'

export interface Answer<M extends MethodName> {
  readonly args: CallArgs<M>
  readonly result: Result<M>
}

export interface View<M extends MethodName> {
  /** the newest answer; of earlier args while `isStale` */
  readonly answer: Answer<M> | null
  readonly error: unknown
  /** the answer is not, or not yet, that of the args */
  readonly isStale: boolean
  /** it has taken longer than a person should wait without being told */
  readonly isSlow: boolean
  readonly cancel: () => void
  readonly retry: () => void
}

/** An answer that has not come by then is not worth finishing when something newer is wanted. */
const GIVE_UP = 300
const SLOW = 100

/** `args` null: nothing to ask. CallArgs are compared by value. */
export function useView<M extends MethodName>(method: M, args: CallArgs<M> | null): View<M> {
  const engine = useEngine()
  const [answer, setAnswer] = useState<Answer<M> | null>(null)
  const [failure, setFailure] = useState<{ key: string; error: unknown } | null>(null)
  const [isSlow, setSlow] = useState(false)
  const [round, setRound] = useState(0)
  const flight = useRef<{ controller: AbortController; since: number } | null>(null)
  const wanted = useRef<{ key: string; question: string; args: CallArgs<M> } | null>(null)
  const version = useLiveVersion()
  const question = args === null ? '' : `${round}${JSON.stringify(args)}`
  const key = args === null ? '' : `${version} ${question}`
  const answered = useRef({ key: '', question: '' })

  const ask = useCallback(() => {
    const next = wanted.current
    if (!next || flight.current || next.key === answered.current.key) return
    const controller = new AbortController()
    flight.current = { controller, since: performance.now() }
    const slow = setTimeout(() => setSlow(true), SLOW)
    engine
      .call(method, next.args, { signal: controller.signal })
      .then(
        (result) => {
          if (controller.signal.aborted) return
          answered.current = next
          setAnswer({ args: next.args, result })
          setFailure(null)
        },
        (error: unknown) => {
          if (controller.signal.aborted && wanted.current?.key !== next.key) return
          answered.current = next
          setFailure({ key: next.key, error })
        },
      )
      .finally(() => {
        clearTimeout(slow)
        flight.current = null
        setSlow(false)
        ask()
      })
  }, [engine, method])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the args by value
  useEffect(() => {
    const isSame = wanted.current?.question === question
    wanted.current = args === null ? null : { key, question, args }
    const running = flight.current
    // more of the same is no reason to give up what is asked: it would never be answered
    if (running && !isSame && performance.now() - running.since > GIVE_UP) running.controller.abort()
    ask()
  }, [key, ask])

  useEffect(
    () => () => {
      wanted.current = null
      flight.current?.controller.abort()
    },
    [],
  )

  const error = failure && failure.key === key && !isCancellation(failure.error) ? failure.error : null
  return {
    answer,
    error,
    isStale: args !== null && answered.current.question !== question,
    isSlow,
    cancel: useCallback(() => flight.current?.controller.abort(), []),
    retry: useCallback(() => setRound((last) => last + 1), []),
  }
}
