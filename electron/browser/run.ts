/** Opens the browser door in this process and keeps it open until it is told to end. */
import { SmokejumperError } from '../../shared/errors/errors.ts'
import { createEngine, type Engine } from '../engine/engine.ts'
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

/** Resolves with the exit status when it has ended. Rejects when it cannot begin. */
export const runBrowserDoor = async ({ port, library }: BrowserRunOptions): Promise<number> => {
  const { libraryPath, configDirectory } = findUserDirectories()
  const engine = await createEngine({
    libraryPath: library ?? libraryPath,
    resourcesDirectory: places.resources,
    configDirectory,
  })
  const door = await openDoor(engine, port).catch(async (error: unknown) => {
    await engine.close()
    throw error
  })
  say('Open this in a browser on this machine (Ctrl-C ends it):')
  say(door.url)
  await waitForEnd()
  await end(engine, door)
  return 0
}

const openDoor = async (engine: Engine, port: number): Promise<BrowserDoor> => {
  try {
    return await startBrowserDoor({
      service: engine,
      rendererDirectory: places.renderer,
      port,
      onBug: ({ reference, details }) => process.stderr.write(`Bug ${reference}: ${details}\n`),
    })
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

const end = async (engine: Engine, door: BrowserDoor): Promise<void> => {
  const context = { signal: new AbortController().signal, report: () => {} }
  for (const { name, hostLabel } of await engine.handlers['captures.running']({}, context)) {
    say(`"${name}" goes on on ${hostLabel} until its grace period is over; what it recorded waits there.`)
  }
  await door.close()
  await engine.close()
}
