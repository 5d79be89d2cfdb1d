/** From one format to another, without a library. */
import { basename } from 'node:path'
import { createDetectingParser } from '../../../shared/formats/detect.ts'
import { exporterById } from '../../../shared/formats/exports.ts'
import type { ProfileParser } from '../../../shared/formats/format.ts'
import { formatById, formats } from '../../../shared/formats/registry.ts'
import type { Loss, Profile } from '../../../shared/model/profile.ts'
import { createContentDecoder } from '../../engine/imports/content-decoder.ts'
import { exportChunks } from '../../engine/library/exports.ts'
import type { ConvertCommand } from '../arguments.ts'
import { openInput } from '../input-file.ts'
import { printable } from '../printable.ts'
import type { Terminal } from '../terminal.ts'
import { printPieces, writePieces } from '../write-pieces.ts'
import { printJson } from './command-context.ts'
import { isText } from './export.ts'

const PIECE = 1024 * 1024

export const runConvert = async (command: ConvertCommand, terminal: Terminal): Promise<number> => {
  const { input, from, file } = command
  const exporter = exporterById(command.to)
  const parser = from === null ? createDetectingParser(formats) : formatById(from).createParser()
  const profile = await readProfile(input, parser)
  const pieces = exportChunks(exporter, profile, { name: basename(input), ...command.options })
  // what is missing in the input is missing in the output, which may have no place to say so
  for (const { kind, count, detail } of profile.losses)
    terminal.note(printable(`${kind}, ${count.toLocaleString('en')}: ${detail}`))
  if (file === null) {
    await printPieces(terminal, pieces, isText(exporter.mediaType))
    return 0
  }
  const bytes = await writePieces(file, pieces)
  if (command.json)
    await printJson(terminal, { file, mediaType: exporter.mediaType, bytes, losses: profile.losses })
  else terminal.note(`${bytes.toLocaleString('en')} bytes in ${file}`)
  return 0
}

const readProfile = async (path: string, parser: ProfileParser): Promise<Profile> => {
  await using input = await openInput(path)
  const decoder = createContentDecoder(async (bytes) => parser.push(bytes))
  for (;;) {
    const bytes = await input.read(PIECE)
    if (bytes.length === 0) break
    await decoder.push(bytes)
  }
  const damage = await decoder.end()
  const profile = parser.finish()
  if (damage === null) return profile
  const loss: Loss = { kind: 'truncated', count: 1, detail: damage }
  return { ...profile, losses: [...profile.losses, loss] }
}
