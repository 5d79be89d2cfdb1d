/** A file that comes in pieces, to where the person wants it. */
import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { SmokejumperError } from '../../shared/errors/errors.ts'
import { UsageError } from '../usage-error.ts'
import { printable } from './printable.ts'
import type { Terminal } from './terminal.ts'

/** Bytes that were written. On a screen control characters are shown, not obeyed. */
export const printPieces = async (
  terminal: Terminal,
  pieces: AsyncIterable<Uint8Array>,
  isText: boolean,
): Promise<number> => {
  if (terminal.printsToScreen && !isText)
    throw new UsageError('This is not text: say with -o FILE where it goes, or send it into a pipe.')
  const decoder = new TextDecoder()
  let written = 0
  for await (const piece of pieces) {
    written += piece.length
    await terminal.print(terminal.printsToScreen ? printable(decoder.decode(piece, { stream: true })) : piece)
  }
  return written
}

/** Bytes that were written; of a failure no half of a file is left. Rejects with export.not-written, or as the pieces do. */
export const writePieces = async (file: string, pieces: AsyncIterable<Uint8Array>): Promise<number> => {
  const out = createWriteStream(file)
  try {
    await pipeline(pieces, out)
    return out.bytesWritten
  } catch (cause) {
    if (!isFileError(cause) || cause.code === 'ENOSPC') await removeHalf(file)
    throw isFileError(cause) ? notWritten(file, cause) : cause
  }
}

/** A device or a pipe stays. */
const removeHalf = async (file: string): Promise<void> => {
  const known = await stat(file)
  if (known.isFile()) await rm(file)
}

const isFileError = (error: unknown): error is Error & { code: unknown } =>
  error instanceof Error && 'syscall' in error && 'code' in error

const notWritten = (file: string, cause: Error): SmokejumperError =>
  new SmokejumperError({
    code: 'export.not-written',
    message: `The export could not be written: ${cause.message}.`,
    remedy: 'Choose another place with -o FILE.',
    facts: { file },
    cause,
  })
