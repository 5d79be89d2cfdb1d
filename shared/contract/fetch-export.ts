/** A capture out of the library over the contract, piece by piece. */
import type { Args, Result } from './contract.ts'
import type { EngineClient } from './engine.ts'

export interface FetchedExport extends Omit<Result<'exports.begin'>, 'exportId'> {
  /** Read to its end, or left: then it is ended. */
  readonly pieces: AsyncGenerator<Uint8Array>
}

/** Rejects with export.unsupported, capture.unknown, capture.empty or query.no-stream; so do the pieces. */
export const fetchExport = async (
  engine: EngineClient,
  args: Args<'exports.begin'>,
  signal?: AbortSignal,
): Promise<FetchedExport> => {
  const options = signal === undefined ? {} : { signal }
  const { exportId, ...head } = await engine.call('exports.begin', args, options)
  const readPieces = async function* () {
    let isDone = false
    try {
      while (!isDone) {
        const piece = await engine.call('exports.read', { exportId }, options)
        isDone = piece.done
        yield piece.bytes
      }
    } finally {
      if (!isDone) await engine.call('exports.end', { exportId })
    }
  }
  return { ...head, pieces: readPieces() }
}
