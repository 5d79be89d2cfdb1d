import { sendImport } from '../../../shared/contract/send-import.ts'
import { isExpected, type SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Command } from '../arguments.ts'
import { exitStatus } from '../exit-status.ts'
import { openInput } from '../input-file.ts'
import { printable } from '../printable.ts'
import { type CommandContext, printJson } from './command-context.ts'

/** One file after the other; one that is refused does not keep the next from being read. */
export const runImport = async (
  command: Extract<Command, { kind: 'import' }>,
  context: CommandContext,
): Promise<number> => {
  const { terminal } = context
  const results: object[] = []
  let status: number = exitStatus.done
  for (const file of command.files) {
    try {
      const { captureId, events, format, incomplete } = await importFile(file, context)
      results.push({ file, captureId, events, format, incomplete })
      if (!command.json) {
        const note = incomplete ? ', incomplete (its page says what is missing)' : ''
        await terminal.print(
          printable(`${captureId}  ${file}: ${format}, ${events.toLocaleString('en')} events${note}\n`),
        )
      }
    } catch (error) {
      if (!isExpected(error)) throw error
      status = exitStatus.expected
      results.push({ file, error: tellError(error) })
      terminal.note(printable(`smokejumper: ${file}: ${error.message}\n${error.remedy}`))
    }
  }
  if (command.json) await printJson(terminal, results)
  return status
}

const importFile = async (file: string, { client, terminal, interrupts }: CommandContext) => {
  await using input = await openInput(file)
  const { signal } = interrupts
  return await sendImport(client, input, {
    signal,
    onProgress: (received) => {
      const share = input.bytes ? ` of ${megabytes(input.bytes)}` : ''
      terminal.showStatus(printable(`${file}: ${megabytes(received)}${share} MB`))
    },
  })
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

const tellError = ({ code, message, remedy, facts }: SmokejumperError) => ({ code, message, remedy, facts })
