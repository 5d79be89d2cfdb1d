/** An engine with its own library and spool base on this machine, for tests of captures. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine, type Engine, type EngineOptions } from '../../electron/engine/engine.ts'
import type { Args, MethodName, Result } from '../../shared/contract/contract.ts'
import { type CaptureDetail, type CaptureProgress, isActive } from '../../shared/model/capture.ts'
import { until } from '../sshd/until.ts'
import { isRecording } from '../support/tracing.ts'

export const resourcesDirectory = fileURLToPath(new URL('../../resources', import.meta.url))

export interface Bench extends AsyncDisposable {
  readonly directory: string
  readonly libraryPath: string
  readonly engine: Engine
  readonly call: <M extends MethodName>(method: M, args: Args<M>) => Promise<Result<M>>
  /** the last progress of each capture */
  readonly progress: ReadonlyMap<string, CaptureProgress>
  readonly get: (captureId: string) => Promise<CaptureDetail>
  /** Waits until nothing is done for it any more. */
  readonly ended: (captureId: string) => Promise<CaptureDetail>
  readonly reached: (
    captureId: string,
    what: string,
    is: (progress: CaptureProgress) => boolean,
  ) => Promise<void>
  /** Closes the engine and opens another on the same library. */
  readonly reopen: () => Promise<Bench>
}

export const openBench = async (
  options: Partial<EngineOptions> & { directory?: string } = {},
): Promise<Bench> => {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'smokejumper-bench-')))
  const libraryPath = join(directory, 'library.db')
  const resources = options.resourcesDirectory ?? linkResources(directory)
  const engine = await createEngine({
    libraryPath,
    configDirectory: join(directory, 'config'),
    homeDirectory: directory,
    prompter: { ask: async (question) => question.kind === 'host-key' },
    ...options,
    resourcesDirectory: resources,
  })
  const progress = new Map<string, CaptureProgress>()
  engine.on('capture.progress', (value) => progress.set(value.captureId, value))
  const call: Bench['call'] = (method, args) =>
    engine.handlers[method](args, { signal: new AbortController().signal, report: () => {} })
  const get = (captureId: string) => call('captures.get', { captureId })
  return {
    directory,
    libraryPath,
    engine,
    call,
    progress,
    get,
    async ended(captureId) {
      const look = async () => {
        // what is busy with it here, instead of asking the library all the time
        await engine.captures.finished(captureId)
        return !isActive((await get(captureId)).state)
      }
      await until('the capture to end', look, 110_000)
      return get(captureId)
    },
    reached: (captureId, what, is) =>
      until(
        what,
        async () => {
          const value = progress.get(captureId)
          if (value !== undefined && is(value)) return true
          if (value !== undefined && isActive(value.state)) return false
          const { state, error, toolMessages } = await get(captureId)
          if (isActive(state)) return false
          throw new Error(`It ended before ${what}: ${state}, ${error?.message}\n${toolMessages}`)
        },
        30_000,
      ),
    async reopen() {
      await engine.close()
      return openBench({ ...options, directory })
    },
    async [Symbol.asyncDispose]() {
      await engine.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The project's resources without the samples, whose reading would be the longest part of most tests. */
const linkResources = (directory: string): string => {
  const resources = join(directory, 'app', 'resources')
  if (existsSync(resources)) return resources
  mkdirSync(resources, { recursive: true })
  for (const name of ['recipes', 'remote']) symlinkSync(join(resourcesDirectory, name), join(resources, name))
  symlinkSync(join(resourcesDirectory, '..', 'package.json'), join(directory, 'app', 'package.json'))
  return resources
}

export interface ProfileRequest {
  readonly hostId: string
  /** none: the whole system, and reading the symbols of all that runs here is most of the test */
  readonly pids?: readonly number[]
  readonly seconds: number
  readonly graceSeconds?: number
}

/** Starts a CPU profile; gives its id. */
export const startProfile = async (
  bench: Bench,
  { hostId, pids = [], seconds, graceSeconds = 30 }: ProfileRequest,
): Promise<string> => {
  // a small process on a machine with much else to do: often, so that a second has some samples of it
  const parameters = { seconds, pids: [...pids], hz: pids.length > 0 ? 499 : 49 }
  const request = { hostId, recipeId: 'cpu-profile', parameters, name: '', graceSeconds }
  return (await bench.call('captures.start', request)).captureId
}

/** Of a host that is this machine: resolves when perf has recorded for a second. */
export const recordProfile = async (bench: Bench, request: ProfileRequest): Promise<string> => {
  const captureId = await startProfile(bench, request)
  let begun = Number.POSITIVE_INFINITY
  await bench.reached(captureId, 'a second', ({ elapsedSeconds }) => {
    if (begun === Number.POSITIVE_INFINITY && isRecording(captureId)) begun = elapsedSeconds
    return elapsedSeconds >= begun + 1
  })
  return captureId
}

/** What is left of spools below a base. */
export const spoolsIn = (base: string): string[] => {
  const parent = join(base, `smokejumper-${process.getuid?.()}`)
  return existsSync(parent) ? readdirSync(parent) : []
}

/** A number of the status that the supervisor keeps in a spool of this machine; 0 where it says none. */
export const readStatus = (spool: string, name: string): number => {
  const value = new RegExp(`^${name}=(\\d*)$`, 'm').exec(readFileSync(join(spool, 'status'), 'utf8'))?.[1]
  if (value === undefined) throw new Error(`${spool} says no ${name}`)
  return Number(value)
}

export const isRoot = process.getuid?.() === 0
export const hasCommand = (name: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
export const hasTracefs = (): boolean => existsSync('/sys/kernel/tracing/events/raw_syscalls')
