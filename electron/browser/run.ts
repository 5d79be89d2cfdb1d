/** Opens the browser door in this process and keeps it open until it is told to end. */
import type { EngineService } from '../../shared/contract/engine.ts'
import { SmokejumperError } from '../../shared/errors/errors.ts'
import type { CaptureProgress } from '../../shared/model/capture.ts'
import { openWorkbench, type Workbench } from '../engine/open-workbench.ts'
import { joinRunning } from '../launch/join-running.ts'
import { places } from '../places.ts'
import { findUserDirectories } from '../user-directories.ts'
import { type BrowserDoor, startBrowserDoor } from './server.ts'

export interface BrowserRunOptions {
  /** 0 for a free one */
  readonly port: number
  /** null: the person's own */
  readonly library: string | null
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

/**
 * Resolves with the exit status when it has ended; at once where another one has the library, whose URL it then says.
 * Rejects when it cannot begin.
 */
export const runBrowserDoor = async ({ port, library }: BrowserRunOptions): Promise<number> => {
  const { libraryPath: ownLibrary, configDirectory } = findUserDirectories()
  const libraryPath = library ?? ownLibrary
  if (await joinRunning(libraryPath, say)) return 0
  const workbench = await openWorkbench({
    ...{
      libraryPath,
      resourcesDirectory: places.resources,
      configDirectory,
      door: 'browser',
      onBug: tellBug,
    },
  })
  const door = await openDoor(workbench, port).catch(async (error: unknown) => {
    await workbench.close()
    throw error
  })
  workbench.invite(() => door.url)
  say('Open this in a browser on this machine (Ctrl-C ends it):')
  say(door.url)
  await Promise.race([waitForEnd(), workbench.quitAsked])
  await end(workbench, door)
  return 0
}

const tellBug = ({ reference, details }: { reference: string; details: string }): void => {
  process.stderr.write(`Bug ${reference}: ${details}\n`)
}

const openDoor = async (service: EngineService, port: number): Promise<BrowserDoor> => {
  try {
    return await startBrowserDoor({ service, rendererDirectory: places.renderer, port, onBug: tellBug })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw cause
    throw new SmokejumperError({
      code: 'door.port',
      message: code === 'EACCES' ? `Port ${port} is not for you to use.` : `Port ${port} is taken.`,
      remedy: 'Choose another with --port, or leave it out for a free one.',
      facts: { port },
      cause,
    })
  }
}

const waitForEnd = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })

const end = async (workbench: Workbench, door: BrowserDoor): Promise<void> => {
  for (const { name, hostLabel } of await listRunning(workbench))
    say(
      `"${name}" goes on on ${hostLabel}, until its grace period is over or to its end when it is detached; what it recorded waits there.`,
    )
  await door.close()
  await workbench.close()
}

/** None while the library is not open. */
const listRunning = async ({ handlers }: Workbench): Promise<CaptureProgress[]> => {
  const context = { signal: new AbortController().signal, report: () => {} }
  const { state } = await handlers['library.status']({}, context)
  return state === 'open' ? handlers['captures.running']({}, context) : []
}
