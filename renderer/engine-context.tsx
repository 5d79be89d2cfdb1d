/** The engine in React: one client for the whole tree, calls that follow their arguments, events. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import type {
  CallArgs,
  EventName,
  EventValue,
  MethodName,
  Progress,
  Result,
} from '../shared/contract/contract.ts'
import type { EngineClient } from '../shared/contract/engine.ts'
import { cancellation, isCancellation } from '../shared/errors/errors.ts'
import type { Door } from './door.ts'

const DoorContext = createContext<Door | null>(null)

export function DoorProvider({ door, children }: { door: Door; children: ReactNode }) {
  return <DoorContext value={door}>{children}</DoorContext>
}

/** How the renderer came to its engine, and where a file goes (`saveFile`). */
export function useDoor(): Door {
  const door = useContext(DoorContext)
  if (door === null) throw new Error('useDoor outside of DoorProvider')
  return door
}

export const useEngine = (): EngineClient => useDoor().client

/** Listens for as long as the component is there; the listener may be a new function on each render. */
export function useEngineEvent<E extends EventName>(
  event: E,
  listener: (value: EventValue<E>) => void,
): void {
  const engine = useEngine()
  const latest = useRef(listener)
  useEffect(() => {
    latest.current = listener
  })
  useEffect(() => engine.on(event, (value) => latest.current(value)), [engine, event])
}

interface CallCommon<M extends MethodName> {
  /** the last value of these or earlier arguments: what to go on showing while the next one loads */
  readonly previous: Result<M> | undefined
  readonly progress: Progress<M> | undefined
  /** it has been loading for more than 100 ms: time to say so */
  readonly slow: boolean
  readonly reload: () => void
  /** the state is then 'failed' with a cancellation for an error */
  readonly cancel: () => void
}

export type CallState<M extends MethodName> = CallCommon<M> &
  (
    | { readonly state: 'idle' | 'loading'; readonly value: undefined; readonly error: undefined }
    | { readonly state: 'ready'; readonly value: Result<M>; readonly error: undefined }
    | { readonly state: 'failed'; readonly value: undefined; readonly error: unknown }
  )

export interface CallOptions {
  /** false: no call is made; the state is 'idle' */
  readonly enabled?: boolean
  /** Events after which to ask again, where they return true. The old value stays until the new one is there. */
  readonly refetchOn?: Refetch
}

export type Refetch = { readonly [E in EventName]?: (value: EventValue<E>) => boolean }

type Outcome<M extends MethodName> =
  | { readonly key: string; readonly state: 'ready'; readonly value: Result<M> }
  | { readonly key: string; readonly state: 'failed'; readonly error: unknown }

const SLOW_MS = 100

/**
 * Calls the engine whenever the method or the arguments change (compared as JSON), and cancels the call that
 * is outdated by it. Arguments need not be memoised.
 */
export function useCall<M extends MethodName>(
  method: M,
  args: CallArgs<M>,
  { enabled = true, refetchOn }: CallOptions = {},
): CallState<M> {
  const engine = useEngine()
  const key = `${method} ${JSON.stringify(args)}`
  const [outcome, setOutcome] = useState<Outcome<M> | null>(null)
  const [previous, setPrevious] = useState<Result<M>>()
  const [progress, setProgress] = useState<Progress<M>>()
  const [slow, setSlow] = useState(false)
  const [turn, setTurn] = useState(0)
  const latestArgs = useRef(args)
  const cancelCall = useRef<() => void>(() => {})
  latestArgs.current = args

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` is there to ask again; `key` stands for the arguments
  useEffect(() => {
    if (!enabled) return
    const abort = new AbortController()
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    let settled = false
    const settle = (next: Outcome<M>) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      setSlow(false)
      setProgress(undefined)
      if (next.state === 'ready') setPrevious(() => next.value)
      setOutcome(next)
    }
    cancelCall.current = () => {
      if (settled) return
      settle({ key, state: 'failed', error: cancellation() })
      abort.abort(cancellation())
    }
    engine
      .call(method, latestArgs.current, {
        signal: abort.signal,
        onProgress: (step) => setProgress(() => step),
      })
      .then(
        (value) => settle({ key, state: 'ready', value }),
        (error: unknown) => settle({ key, state: 'failed', error }),
      )
    return () => {
      settled = true
      clearTimeout(timer)
      setSlow(false)
      setProgress(undefined)
      abort.abort(cancellation())
    }
  }, [engine, method, key, enabled, turn])

  const reload = useCallback(() => {
    setOutcome((now) => (now?.state === 'failed' ? null : now))
    setTurn((now) => now + 1)
  }, [])
  const cancel = useCallback(() => cancelCall.current(), [])

  const filters = useRef(refetchOn)
  filters.current = refetchOn
  const eventNames = Object.keys(refetchOn ?? {})
    .sort()
    .join(' ')
  useEffect(() => {
    const names = eventNames.split(' ').filter((name): name is EventName => name !== '')
    const stops = names.map((name) => listenFor(engine, name, () => filters.current, reload))
    return () => {
      for (const stop of stops) stop()
    }
  }, [engine, eventNames, reload])

  const common = { previous, progress, slow, reload, cancel }
  if (!enabled) return { ...common, state: 'idle', value: undefined, error: undefined }
  if (outcome === null || outcome.key !== key) {
    return { ...common, state: 'loading', value: undefined, error: undefined }
  }
  return outcome.state === 'ready'
    ? { ...common, state: 'ready', value: outcome.value, error: undefined }
    : { ...common, state: 'failed', value: undefined, error: outcome.error }
}

function listenFor<E extends EventName>(
  engine: EngineClient,
  name: E,
  filters: () => Refetch | undefined,
  reload: () => void,
): () => void {
  return engine.on(name, (value) => {
    if (filters()?.[name]?.(value) === true) reload()
  })
}

export interface Action<M extends MethodName> {
  /** Resolves with the result, or undefined when it failed or was cancelled (then see `error`). */
  readonly run: (args: CallArgs<M>) => Promise<Result<M> | undefined>
  readonly running: boolean
  readonly progress: Progress<M> | undefined
  /** the last run's error; undefined when it was cancelled or went well */
  readonly error: unknown
  readonly cancel: () => void
  readonly clearError: () => void
}

export interface ActionOptions {
  /** Given: the call goes on when the component is gone, and this is told when it then fails. */
  readonly onFailedAway?: (error: unknown) => void
}

/**
 * A call that a person starts with a button. A second run cancels the first; so does unmounting, but with
 * `onFailedAway`.
 */
export function useAction<M extends MethodName>(method: M, { onFailedAway }: ActionOptions = {}): Action<M> {
  const engine = useEngine()
  const away = useRef(onFailedAway)
  away.current = onFailedAway
  const here = useRef(true)
  const current = useRef<AbortController | null>(null)
  const [running, setRunning] = useState(false)
  const [progress, setProgress] = useState<Progress<M>>()
  const [error, setError] = useState<unknown>()

  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
      if (away.current === undefined) current.current?.abort(cancellation())
    }
  }, [])

  const run = useCallback(
    async (args: CallArgs<M>): Promise<Result<M> | undefined> => {
      current.current?.abort(cancellation())
      const abort = new AbortController()
      current.current = abort
      setRunning(true)
      setProgress(undefined)
      setError(undefined)
      try {
        return await engine.call(method, args, {
          signal: abort.signal,
          onProgress: (step) => setProgress(() => step),
        })
      } catch (failure) {
        if (!isCancellation(failure) && current.current === abort) {
          if (here.current) setError(failure)
          else away.current?.(failure)
        }
        return undefined
      } finally {
        if (current.current === abort) {
          current.current = null
          setRunning(false)
          setProgress(undefined)
        }
      }
    },
    [engine, method],
  )
  const cancel = useCallback(() => current.current?.abort(cancellation()), [])
  const clearError = useCallback(() => setError(undefined), [])
  return { run, running, progress, error, cancel, clearError }
}
