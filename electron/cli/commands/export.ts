import { writeFile } from 'node:fs/promises'
import type { ExportedFile } from '../../../shared/contract/contract.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Command } from '../arguments.ts'
import { printable } from '../printable.ts'
import { type CommandContext, printJson } from './command-context.ts'

type ExportCommand = Extract<Command, { kind: 'export' }>

export const runExport = async (command: ExportCommand, context: CommandContext): Promise<number> => {
  const { terminal } = context
  const exported = await fetchFile(command, context)
  if (command.file === null) {
    await terminal.print(
      terminal.printsToScreen ? printable(new TextDecoder().decode(exported.bytes)) : exported.bytes,
    )
    return 0
  }
  await writeTo(command.file, exported.bytes)
  if (command.json) {
    const { mediaType, bytes } = exported
    await printJson(terminal, { file: command.file, mediaType, bytes: bytes.length })
  } else {
    terminal.note(`${exported.bytes.length.toLocaleString('en')} bytes in ${command.file}`)
  }
  return 0
}

const fetchFile = ({ to, captureId }: ExportCommand, context: CommandContext): Promise<ExportedFile> => {
  const options = { signal: context.interrupts.signal }
  return to === 'folded' || to === 'raw'
    ? context.client.call('captures.export', { captureId, format: to }, options)
    : context.client.call('report.export', { captureId, format: to }, options)
}

const writeTo = async (file: string, bytes: Uint8Array): Promise<void> => {
  try {
    await writeFile(file, bytes)
  } catch (cause) {
    throw new SmokejumperError({
      code: 'export.not-written',
      message: `The export could not be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      remedy: 'Choose another place with -o FILE.',
      facts: { file },
      cause,
    })
  }
}
