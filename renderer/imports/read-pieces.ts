import { SmokejumperError } from '../../shared/errors/errors.ts'

/** Reads a file piece by piece, never as a whole. Rejects with import.not-read: a folder, or gone since. */
export const readPieces = (file: File): ((length: number) => Promise<Uint8Array<ArrayBuffer>>) => {
  let offset = 0
  return async (length) => {
    try {
      const bytes = new Uint8Array(await file.slice(offset, offset + length).arrayBuffer())
      offset += bytes.length
      return bytes
    } catch (cause) {
      throw new SmokejumperError({
        code: 'import.not-read',
        message: `${file.name} could not be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        remedy: 'Choose files, not folders, that are still there and that you may read.',
        facts: { file: file.name, byte: offset },
        cause,
      })
    }
  }
}
