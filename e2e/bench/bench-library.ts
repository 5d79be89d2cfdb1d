/** A library of its own for a group of rows, and captures in it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Library } from '../../electron/engine/library/library.ts'
import { openLibrary } from '../../electron/engine/library/open-library.ts'
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

/** As a file that is opened. */
export const importText = async (
  library: Library,
  id: string,
  text: GeneratedText,
): Promise<{ readonly events: number }> => {
  await library.beginImport({ id, name: id, startedAt: 0, bytes: text.bytes })
  let offset = 0
  for (const chunk of text.chunks()) offset = await library.appendImport(id, offset, chunk)
  return library.finishImport(id)
}
