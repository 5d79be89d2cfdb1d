/**
 * What stands before the engine: the library is looked at before it is used, and when it is damaged a person is asked.
 * Nothing is replaced before somebody chose it; until then every call for the engine says why not.
 */
import { statSync } from 'node:fs'
import type { EngineService, Handlers } from '../../shared/contract/engine.ts'
import type { LibraryStatus, RecoveryReport } from '../../shared/contract/library-status.ts'
import { isCancellation, isExpected, SmokejumperError } from '../../shared/errors/errors.ts'
import type { StoredError } from '../../shared/model/capture.ts'
import { createEmitter } from './emitter.ts'
import type { Engine } from './engine.ts'
import { extentFor } from './library/check-extent.ts'
import { listenThrough, relayEvents, relayHandlers } from './relay.ts'
import type { RescueService } from './workers/rescue-service.ts'
import { type RunningWorker, startWorker } from './workers/start-worker.ts'

export interface LibraryGateOptions {
  readonly path: string
  /** the last run did not end properly: every page is looked at before the library is opened */
  readonly endedBadly: boolean
  readonly openEngine: () => Promise<Engine>
  /** the page asked for the end */
  readonly quit: () => void
}

export interface LibraryGate extends EngineService {
  /**
   * Resolves when there is something to show. Rejects as openEngine does, for all but a damaged library.
   */
  open(): Promise<void>
  /** Says whether the next start has to look at every page. */
  close(): Promise<{ readonly lookClosely: boolean }>
}

/** A check that takes longer is shown, instead of nothing. */
const SHOW_AFTER_MS = 1000
/** Steps are told so often, at most. */
const TELL_EVERY_MS = 100

export const createLibraryGate = ({
  path,
  endedBadly,
  openEngine,
  quit,
}: LibraryGateOptions): LibraryGate => {
  const { emit, on } = createEmitter()
  const scanStop = new AbortController()
  const skip = Promise.withResolvers<null>()
  let status: LibraryStatus = { state: 'checking', path, bytes: sizeOf(path), startedAt: Date.now() }
  let engine: Engine | null = null
  let rescue: RunningWorker<RescueService> | null = null
  let lookClosely = endedBadly

  const setStatus = (next: LibraryStatus): void => {
    status = next
    emit('library.changed', next)
  }
  const rescuer = (): RunningWorker<RescueService> => {
    rescue ??= startWorker<RescueService, 'rescue-worker'>('rescue-worker', { path })
    return rescue
  }
  const findEngine = (): Engine => {
    if (engine === null) throw notOpen(status)
    return engine
  }

  const isLarge = extentFor(sizeOf(path)) === 'rows'
  /** before anything else, and for long */
  const isLooking = isLarge && endedBadly

  const begin = async (): Promise<void> => {
    if (!isLooking) {
      await enter(isLarge ? 'running' : 'done', null)
      if (status.state === 'open' && isLarge) void scan().then(tellFound)
      return
    }
    const scanning = scan()
    const found = await Promise.race([scanning, skip.promise])
    if (scanStop.signal.aborted) return
    if (found !== null && found.length > 0) return askAbout(found)
    await enter(found === null ? 'running' : 'done', null)
    if (found === null) void scanning.then(tellFound)
  }

  /** Every page; null when it was stopped. */
  const scan = (): Promise<string[] | null> =>
    rescuer()
      .call('scan', null, { signal: scanStop.signal })
      .catch((error: unknown) => {
        // also when the worker was ended before it had let go
        if (isCancellation(error) || scanStop.signal.aborted) return null
        throw error
      })

  const tellFound = (problems: string[] | null): void => {
    if (problems === null || status.state !== 'open') return
    lookClosely = problems.length > 0
    setStatus({ ...status, check: 'done', problems })
  }

  const enter = async (check: 'done' | 'running', recovered: RecoveryReport | null): Promise<void> => {
    let opened: Engine
    try {
      opened = await openEngine()
    } catch (error) {
      if (!isExpected(error) || error.code !== 'library.corrupt') throw error
      return askAbout(String(error.facts.problems ?? error.message).split('\n'))
    }
    engine = opened
    relayEvents(opened, emit)
    lookClosely = endedBadly && check === 'running'
    setStatus({ state: 'open', path, check, problems: [], recovered })
  }

  const askAbout = async (problems: string[]): Promise<void> => {
    lookClosely = true
    const damaged = { state: 'damaged', path, bytes: sizeOf(path), problems, error: null } as const
    const tell = nowAndThen((bytes: number, total: number) =>
      setStatus({ ...damaged, copy: { state: 'making', bytes, total } }),
    )
    tell(0, damaged.bytes)
    const onProgress = ({ bytes, total }: { bytes: number; total: number }) => tell(bytes, total)
    try {
      const copy = await rescuer().call('keepCopy', null, { onProgress })
      setStatus({ ...damaged, copy: { state: 'made', path: copy } })
    } catch (error) {
      setStatus({ ...damaged, copy: { state: 'impossible', error: toStored(error) } })
    }
  }

  /** What was chosen; back to the question where it does not work. */
  const treat = async (work: (copy: string | null) => Promise<RecoveryReport | null>): Promise<null> => {
    const asked = status
    if (asked.state !== 'damaged' || asked.copy.state === 'making') throw notAsked()
    setStatus({ state: 'recovering', path, step: 'Beginning' })
    try {
      const report = await work(asked.copy.state === 'made' ? asked.copy.path : null)
      await enter('done', report)
    } catch (error) {
      setStatus({ ...asked, error: toStored(error) })
    }
    return null
  }

  const own: Pick<Handlers, OwnMethod> = {
    'app.quit': async () => {
      quit()
      return null
    },
    'library.status': async () => status,
    'library.skipCheck': async () => {
      skip.resolve(null)
      return null
    },
    'library.recover': () => {
      const tell = nowAndThen((step: string) => setStatus({ state: 'recovering', path, step }))
      return treat((copy) => rescuer().call('recover', { copy }, { onProgress: ({ step }) => tell(step) }))
    },
    'library.beginAnew': () =>
      treat(async (copy) => {
        await rescuer().call('beginAnew', { copy })
        return null
      }),
    'library.ask': async () => {
      if (status.state !== 'open' || status.problems.length === 0) throw notAsked()
      const { problems } = status
      const closing = findEngine()
      engine = null
      setStatus({ state: 'recovering', path, step: 'Closing the library' })
      await closing.close()
      void askAbout(problems)
      return null
    },
  }

  return {
    handlers: relayHandlers(own, findEngine),
    on: listenThrough(on, () => engine),
    open: async () => {
      const shown = Promise.withResolvers<void>()
      const stopWaiting = on('library.changed', () => shown.resolve())
      const timer = isLooking ? setTimeout(shown.resolve, SHOW_AFTER_MS) : undefined
      const beginning = begin()
      try {
        await Promise.race([beginning, shown.promise])
      } finally {
        clearTimeout(timer)
        stopWaiting()
      }
      beginning.catch((error: unknown) => setStatus({ state: 'failed', error: toStored(error) }))
    },
    close: async () => {
      scanStop.abort()
      try {
        await engine?.close()
      } finally {
        await rescue?.stop()
      }
      return { lookClosely }
    },
  }
}

type OwnMethod = Extract<keyof Handlers, 'app.quit' | `library.${string}`>

/** The first call at once, then no more often than a person can read. */
const nowAndThen = <A extends unknown[]>(tell: (...args: A) => void): ((...args: A) => void) => {
  let last = Number.NEGATIVE_INFINITY
  return (...args) => {
    if (performance.now() - last < TELL_EVERY_MS) return
    last = performance.now()
    tell(...args)
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

const toStored = (error: unknown): StoredError => {
  if (!isExpected(error)) throw error
  const { code, message, remedy, facts } = error
  return { code, message, remedy, facts: { ...facts } }
}

const notOpen = (status: LibraryStatus): SmokejumperError =>
  status.state === 'damaged' || status.state === 'recovering'
    ? new SmokejumperError({
        code: 'library.corrupt',
        message: `The library ${status.path} is damaged, and nobody has said yet what to do about it.`,
        remedy:
          'Choose on the page of the workbench: recover what can be read, begin with an empty one, or quit.',
        facts: { path: status.path },
      })
    : new SmokejumperError({
        code: 'library.checking',
        message: 'The library is being checked, because the last run did not end properly.',
        remedy: 'Wait until that is done, or open the library without waiting on the page of the workbench.',
      })

const notAsked = (): SmokejumperError =>
  new SmokejumperError({
    code: 'library.checking',
    message: 'The library does not wait for a choice just now.',
    remedy: 'Look at the page again: it may have been answered in another window.',
  })
