/** The engine as a window has it: it holds the library alone, others are told and can join, and a gate is before it. */
import { statSync } from 'node:fs'
import type { EngineService } from '../../shared/contract/engine.ts'
import type { ServeOptions } from '../../shared/rpc/server.ts'
import { createEngine, type EngineOptions, readVersion } from './engine.ts'
import { type Joiners, serveJoiners } from './joining/serve-joiners.ts'
import { type HoldingDoor, takeHold } from './library/holder.ts'
import { beginSession, endSession } from './library/owner.ts'
import { createLibraryGate } from './library-gate.ts'

export interface WorkbenchOptions extends EngineOptions, ServeOptions {
  readonly door: HoldingDoor
}

export interface Workbench extends EngineService {
  /** What somebody is told who starts another one on this library: a URL, or null for a window that came to the front. */
  invite(answer: () => string | null): void
  /** Resolves when a page asked for the end. */
  readonly quitAsked: Promise<void>
  close(): Promise<void>
}

/**
 * Resolves when there is something to show: the open library, a check that takes long, or the question what to do about
 * a damaged one. Rejects with library.in-use, or as createEngine does; nothing is then left running.
 */
export const openWorkbench = async (options: WorkbenchOptions): Promise<Workbench> => {
  const { libraryPath: path, door, resourcesDirectory, onBug } = options
  const version = await readVersion(resourcesDirectory)
  const owner = beginSession()
  const quit = Promise.withResolvers<void>()
  const invitation = Promise.withResolvers<() => string | null>()
  const hold = holdOrEnd(
    () => takeHold(path, { owner, door, version }),
    () => endSession(owner),
  )
  const gate = createLibraryGate({
    path,
    endedBadly: hold.wasLeft || (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0,
    openEngine: () => createEngine({ attaches: 'at-start', ...options }),
    quit: quit.resolve,
  })
  let joiners: Joiners | null = null
  const close = async (): Promise<void> => {
    let lookClosely = hold.wasLeft
    try {
      await joiners?.close()
      lookClosely = (await gate.close()).lookClosely
    } finally {
      hold.release({ keep: lookClosely })
      endSession(owner)
    }
  }
  try {
    joiners = await serveJoiners({
      service: gate,
      version,
      invite: async () => (await invitation.promise)(),
      ...(onBug === undefined ? {} : { onBug }),
    })
    hold.listenAt(joiners.socket)
    await gate.open()
  } catch (error) {
    await close()
    throw error
  }
  return { handlers: gate.handlers, on: gate.on, invite: invitation.resolve, quitAsked: quit.promise, close }
}

const holdOrEnd = <T>(take: () => T, end: () => void): T => {
  try {
    return take()
  } catch (error) {
    end()
    throw error
  }
}
