/** A file into the library over the contract, piece by piece, whatever holds it. */
import { isCancellation } from '../errors/errors.ts'
import { IMPORT_PIECE, type Result } from './contract.ts'
import type { EngineClient } from './engine.ts'

export interface ImportSource {
  readonly name: string
  /** null where it is not known */
  readonly bytes: number | null
  /** The next bytes, at most `length`; empty at the end. */
  read(length: number): Promise<Uint8Array<ArrayBuffer>>
}

export interface SendOptions {
  readonly signal: AbortSignal
  /** bytes that are safe in the library; with the last of them the rest of the work begins */
  readonly onProgress?: (received: number) => void
}

/**
 * Reads the next piece while the last is on its way. Rejects with format.*, library.disk-full, with what `read`
 * rejects with, or with the cancellation; nothing of the import is then left, but for a file of a known format that
 * could not be read (see imports.finish).
 */
export const sendImport = async (
  engine: EngineClient,
  source: ImportSource,
  { signal, onProgress }: SendOptions,
): Promise<Result<'imports.finish'>> => {
  signal.throwIfAborted()
  const { importId } = await engine.call('imports.begin', {
    name: source.name.trim().slice(-200) || 'unnamed',
    bytes: source.bytes,
  })
  try {
    let offset = 0
    let sending: Promise<unknown> = Promise.resolve()
    for (;;) {
      const bytes = await source.read(IMPORT_PIECE)
      await sending
      signal.throwIfAborted()
      if (bytes.length === 0) break
      const start = offset
      offset += bytes.length
      sending = engine
        .call('imports.append', { importId, offset: start, bytes }, { signal })
        .then(({ received }) => onProgress?.(received))
      // it is heard where it is awaited
      sending.catch(() => {})
    }
    return await engine.call('imports.finish', { importId }, { signal })
  } catch (error) {
    // refused ones are gone already; a lost engine has nothing to be told
    if (isCancellation(error) || signal.aborted) await engine.call('imports.cancel', { importId })
    throw error
  }
}
