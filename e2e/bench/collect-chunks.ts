/** Pieces of text written one after the other into arrays of about 1 MiB. */
const CHUNK_BYTES = 1 << 20
/** the longest piece that there may be */
const MOST_BYTES = 1 << 20

/** `write` puts a piece at `at` and returns its length. */
export function* collectChunks<Piece>(
  pieces: Iterable<Piece>,
  write: (piece: Piece, index: number, into: Uint8Array, at: number) => number,
): Generator<Uint8Array<ArrayBuffer>> {
  const collected = new Uint8Array(CHUNK_BYTES + MOST_BYTES)
  let filled = 0
  let index = 0
  for (const piece of pieces) {
    filled += write(piece, index++, collected, filled)
    if (filled < CHUNK_BYTES) continue
    yield collected.slice(0, filled)
    filled = 0
  }
  if (filled > 0) yield collected.slice(0, filled)
}
