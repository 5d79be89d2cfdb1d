/** The engine of a command: the workbench's that has the library open, or one of its own. */
import type { EngineClient } from '../../shared/contract/engine.ts'
import type { RecoveryReport } from '../../shared/contract/library-status.ts'
import { isExpected } from '../../shared/errors/errors.ts'
import { createEngineClient } from '../../shared/rpc/client.ts'
import { createDirectChannel } from '../../shared/rpc/direct-channel.ts'
import { serveEngine } from '../../shared/rpc/server.ts'
import { createEngine, type EngineOptions, readVersion } from '../engine/engine.ts'
import { joinEngine } from '../engine/joining/join-running.ts'
import { describeHolder, findHolder, type Holder, inUse } from '../engine/library/holder.ts'
import { rescueLibrary } from '../engine/rescue-library.ts'
import type { IfDamaged } from './arguments.ts'
import { printable, printableLine } from './printable.ts'
import { answerPrompts, type PromptAnswering, pointToWindow } from './prompts.ts'
import type { Terminal } from './terminal.ts'

export interface OpenEngine {
  readonly client: EngineClient
  readonly prompts: PromptAnswering
  /** the workbench's: what is begun in it goes on without us */
  readonly joined: boolean
  close(): Promise<void>
}

export interface EngineNeeds {
  /** the command changes the library */
  readonly writes: boolean
  /** what to do with a damaged library; null: say what the choices are */
  readonly ifDamaged: IfDamaged | null
}

/**
 * Rejects with library.in-use when a workbench has the library and does not answer, and the command cannot do with
 * reading; or as createEngine does.
 */
export const openCommandEngine = async (
  options: EngineOptions,
  needs: EngineNeeds,
  terminal: Terminal,
): Promise<OpenEngine> => {
  const holder = findHolder(options.libraryPath)
  if (holder === null) return openOwn(options, needs, terminal)
  const version = await readVersion(options.resourcesDirectory)
  const joined = await joinEngine(holder, version)
  if (joined !== null) {
    if (needs.writes)
      terminal.note(`The workbench that has the library open does it: ${describeHolder(holder)}.`)
    const prompts = pointToWindow(joined.client, terminal)
    return {
      ...{ client: joined.client, prompts, joined: true },
      close: async () => {
        prompts.stop()
        joined.close()
      },
    }
  }
  const refusal = inUse(options.libraryPath, holder, remedyFor(holder, version))
  if (needs.writes) throw refusal
  terminal.note(printable(`${refusal.message} It cannot be joined, so the library is only read.`))
  return serve(await createEngine({ ...options, readOnly: refusal }), terminal)
}

const remedyFor = ({ pid, version }: Holder, ours: string): string => {
  const why = version === ours ? 'It does not answer.' : `It is of another version than this one (${ours}).`
  return `${why} Do this in its window, or end it first (process ${pid}). Another library can be used with --library PATH.`
}

const openOwn = async (
  options: EngineOptions,
  { ifDamaged }: EngineNeeds,
  terminal: Terminal,
): Promise<OpenEngine> => {
  try {
    return serve(await createEngine(options), terminal)
  } catch (error) {
    if (ifDamaged === null || !isExpected(error) || error.code !== 'library.corrupt') throw error
    terminal.note(printable(`smokejumper: ${error.message}`))
    const { damaged, report } = await rescueLibrary(options, ifDamaged, (step) =>
      terminal.showStatus(printableLine(step)),
    )
    terminal.note(printable(`The damaged library is kept: ${damaged}`))
    if (report !== null) terminal.note(printable(describeReport(report)))
    return serve(await createEngine(options), terminal)
  }
}

const serve = (engine: Awaited<ReturnType<typeof createEngine>>, terminal: Terminal): OpenEngine => {
  const [clientEnd, engineEnd] = createDirectChannel()
  const served = serveEngine(engine, engineEnd)
  const client = createEngineClient(clientEnd)
  const prompts = answerPrompts(client, terminal)
  return {
    ...{ client, prompts, joined: false },
    close: async () => {
      prompts.stop()
      served[Symbol.dispose]()
      await engine.close()
    },
  }
}

const describeReport = ({ whole, incomplete, lostCaptures, lostRows }: RecoveryReport): string =>
  [
    `Recovered: ${whole} captures as they were, ${incomplete.length} with something missing, ${lostCaptures} lost.`,
    ...incomplete.map(({ name, what }) => `  ${name}: ${what}`),
    ...lostRows.map(
      ({ table, rows }) => `  about ${rows.toLocaleString('en')} rows of ${table} could not be read`,
    ),
  ].join('\n')
