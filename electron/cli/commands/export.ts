import { fetchExport } from '../../../shared/contract/fetch-export.ts'
import type { Command } from '../arguments.ts'
import { printPieces, writePieces } from '../write-pieces.ts'
import { type CommandContext, printJson } from './command-context.ts'

type ExportCommand = Extract<Command, { kind: 'export' }>

interface Exported {
  readonly mediaType: string
  readonly pieces: AsyncIterable<Uint8Array>
}

export const runExport = async (command: ExportCommand, context: CommandContext): Promise<number> => {
  const { terminal } = context
  const { mediaType, pieces } = await openExport(command, context)
  const { file } = command
  if (file === null) {
    await printPieces(terminal, pieces, command.to === 'raw' || isText(mediaType))
    return 0
  }
  const bytes = await writePieces(file, pieces)
  if (command.json) await printJson(terminal, { file, mediaType, bytes })
  else terminal.note(`${bytes.toLocaleString('en')} bytes in ${file}`)
  return 0
}

export const isText = (mediaType: string): boolean => mediaType !== 'application/gzip'

const openExport = async (
  { to, captureId, options: { raw, allEvents } }: ExportCommand,
  { client, interrupts: { signal } }: CommandContext,
): Promise<Exported> => {
  if (to !== 'html' && to !== 'markdown')
    return fetchExport(client, { captureId, format: to, raw, allEvents }, signal)
  const { mediaType, bytes } = await client.call('report.export', { captureId, format: to }, { signal })
  const only = async function* () {
    yield bytes
  }
  return { mediaType, pieces: only() }
}
