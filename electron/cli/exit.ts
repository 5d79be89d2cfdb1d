/** How a command ends when it does not end well. */
import { isCancellation, isExpected } from '../../shared/errors/errors.ts'
import { describeBug, RemoteBug } from '../../shared/rpc/wire-error.ts'
import { UsageError } from '../usage-error.ts'
import { printJson } from './commands/command-context.ts'
import { exitStatus } from './exit-status.ts'
import { printable } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** Tells the person (and, with json, the program) what went wrong; gives the exit status. */
export const reportError = async (error: unknown, json: boolean, terminal: Terminal): Promise<number> => {
  if (error instanceof UsageError) {
    terminal.note(printable(`smokejumper: ${error.message}\nsmokejumper --help says how.`))
    if (json) await printJson(terminal, { error: { kind: 'usage', message: error.message } })
    return exitStatus.usage
  }
  if (isCancellation(error)) {
    terminal.note('smokejumper: cancelled.')
    if (json) await printJson(terminal, { error: { kind: 'cancelled' } })
    return exitStatus.cancelled
  }
  if (isExpected(error)) {
    const { code, message, remedy, facts } = error
    terminal.note(printable(`smokejumper: ${message}\n${remedy}`))
    if (json) await printJson(terminal, { error: { kind: 'expected', code, message, remedy, facts } })
    return exitStatus.expected
  }
  const details = error instanceof RemoteBug ? error.details : describeBug(error)
  terminal.note(
    printable(`smokejumper: this is a bug in Smokejumper. Please report it with these lines:\n${details}`),
  )
  if (json) await printJson(terminal, { error: { kind: 'bug', message: String(error), details } })
  return exitStatus.bug
}
