import { userInfo } from 'node:os'
import { places } from '../places.ts'
import { findUserDirectories } from '../user-directories.ts'
import { type Command, parseCommand } from './arguments.ts'
import { runAdopt } from './commands/adopt.ts'
import { runCapture } from './commands/capture.ts'
import { runCollect } from './commands/collect.ts'
import type { CommandContext } from './commands/command-context.ts'
import { runConvert } from './commands/convert.ts'
import { runExport } from './commands/export.ts'
import { runHosts, runHostsAdd, runHostsRemove, runHostsShow } from './commands/hosts.ts'
import { runHostsTest } from './commands/hosts-test.ts'
import { runImport } from './commands/import.ts'
import { runList } from './commands/list.ts'
import { runMark } from './commands/mark.ts'
import { runProbe } from './commands/probe.ts'
import { runStop } from './commands/stop.ts'
import { reportError } from './exit.ts'
import { helpTexts } from './help.ts'
import { countInterrupts } from './interrupts.ts'
import { openCommandEngine } from './open-engine.ts'
import { openTerminal, type Terminal } from './terminal.ts'

type EngineCommand = Exclude<Command, { kind: 'help' | 'convert' }>

/** Runs a command line to its end and gives the exit status. */
export const runCli = async (argv: readonly string[]): Promise<number> => {
  const terminal = openTerminal()
  // Known before the command line is understood, so that a usage error is JSON too.
  const json = argv.includes('--json')
  try {
    const command = parseCommand(argv, userInfo().username)
    if (command.kind === 'convert') return await runConvert(command, terminal)
    if (command.kind !== 'help') return await runOnEngine(command, terminal)
    await terminal.print(helpTexts[command.topic])
    return 0
  } catch (error) {
    return await reportError(error, json, terminal)
  }
}

const runOnEngine = async (command: EngineCommand, terminal: Terminal): Promise<number> => {
  const { libraryPath, configDirectory } = findUserDirectories()
  const engine = await openCommandEngine(
    {
      ...{
        libraryPath: command.library ?? libraryPath,
        resourcesDirectory: places.resources,
        configDirectory,
      },
      // a command does what it was asked for, and goes
      attaches: 'never',
    },
    { writes: !readers.has(command.kind), ifDamaged: command.ifDamaged },
    terminal,
  )
  const { client, joined, prompts } = engine
  const interrupts = countInterrupts()
  try {
    return await dispatch(command, { client, terminal, interrupts, joined })
  } catch (error) {
    throw prompts.explain(error)
  } finally {
    interrupts.stop()
    await engine.close()
  }
}

/** Commands that change nothing in the library. */
const readers: ReadonlySet<EngineCommand['kind']> = new Set(['list', 'export', 'hosts', 'hosts-show'])

const dispatch = (command: EngineCommand, context: CommandContext): Promise<number> => {
  switch (command.kind) {
    case 'probe':
      return runProbe(command, context)
    case 'capture':
      return runCapture(command, context)
    case 'collect':
      return runCollect(command, context)
    case 'adopt':
      return runAdopt(command, context)
    case 'stop':
      return runStop(command, context)
    case 'mark':
      return runMark(command, context)
    case 'list':
      return runList(command, context)
    case 'export':
      return runExport(command, context)
    case 'import':
      return runImport(command, context)
    case 'hosts':
      return runHosts(command, context)
    case 'hosts-add':
      return runHostsAdd(command, context)
    case 'hosts-show':
      return runHostsShow(command, context)
    case 'hosts-test':
      return runHostsTest(command, context)
    case 'hosts-remove':
      return runHostsRemove(command, context)
  }
}
