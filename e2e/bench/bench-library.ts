/** A library of its own for a group of rows, and captures in it. */
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Library } from '../../electron/engine/library/library.ts'
import { openLibrary } from '../../electron/engine/library/open-library.ts'
import { IMPORT_PIECE } from '../../shared/contract/contract.ts'
import type { GeneratedText } from './generate-perf-script.ts'

export interface BenchLibrary extends AsyncDisposable {
  readonly directory: string
  readonly path: string
  readonly library: Library
  /** As after a restart: nothing is in memory. */
  reopen(): Promise<Library>
  /** For another to open it. */
  close(): Promise<void>
}

export const openBenchLibrary = async (): Promise<BenchLibrary> => {
  const directory = mkdtempSync(join(tmpdir(), 'smokejumper-bench-'))
  const path = join(directory, 'library.db')
  const open = () => openLibrary({ path, samplesDirectory: null })
  let library = await open()
  let isOpen = true
  const close = async () => {
    if (isOpen) await library.close()
    isOpen = false
  }
  return {
    directory,
    path,
    get library() {
      return library
    },
    reopen: async () => {
      await close()
      library = await open()
      isOpen = true
      return library
    },
    close,
    [Symbol.asyncDispose]: async () => {
      await close()
      rmSync(directory, { recursive: true })
    },
  }
}

/** The text as a file in the bench's directory. */
export const writeText = async ({ directory }: BenchLibrary, text: GeneratedText): Promise<string> => {
  const path = join(directory, 'input.txt')
  await pipeline(Readable.from(text.chunks()), createWriteStream(path))
  return path
}

export const importFile = async (
  library: Library,
  id: string,
  path: string,
  bytes: number,
): Promise<{ readonly events: number }> => {
  const pieces: AsyncIterable<Uint8Array> = createReadStream(path, { highWaterMark: IMPORT_PIECE })
  return importPieces(library, id, pieces, bytes)
}

export const importText = (
  library: Library,
  id: string,
  text: GeneratedText,
): Promise<{ readonly events: number }> => importPieces(library, id, text.chunks(), text.bytes)

const importPieces = async (
  library: Library,
  id: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ readonly events: number }> => {
  await library.beginImport({ id, name: id, startedAt: 0, bytes })
  let offset = 0
  for await (const piece of pieces) offset = await library.appendImport(id, offset, piece)
  return library.finishImport(id)
}
