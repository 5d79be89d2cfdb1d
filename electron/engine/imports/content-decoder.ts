/** gzip and zstd taken off an input by its content, whatever its name, also one within the other; as it streams. */
import { once } from 'node:events'
import type { Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'

/** Bytes that come out at once. */
const STEP = 128 * 1024
/** RFC 1952 section 2.3.1; RFC 8878 section 3.1.1 */
const wrappers = [
  {
    title: 'gzip',
    mediaType: 'application/gzip',
    magic: [0x1f, 0x8b],
    open: () => createGunzip({ chunkSize: STEP }),
  },
  {
    title: 'zstd',
    mediaType: 'application/zstd',
    magic: [0x28, 0xb5, 0x2f, 0xfd],
    open: () => createZstdDecompress({ chunkSize: STEP }),
  },
] as const
const MAGIC_BYTES = 4
/** .zst of .gz is met; deeper ones are made to harm */
const MAX_DEPTH = 3

export interface ContentDecoder {
  /** of the outermost wrapper; null where there is none, or while that is not known */
  readonly wrapper: { readonly title: string; readonly mediaType: string } | null
  /** Rejects with what the sink threw. Bytes behind a damaged place are not looked at. */
  push(bytes: Uint8Array): Promise<void>
  /** Where and how the compressed bytes broke, in a sentence; null when they were whole. Call once, at the end. */
  end(): Promise<string | null>
  /** Lets go without an end. */
  destroy(): void
}

/** The sink is given stretches of at most 128 KiB, one after the other, each when it is done with the last. */
export const createContentDecoder = (
  sink: (bytes: Uint8Array) => Promise<void>,
  depth = 0,
): ContentDecoder => {
  let head: Uint8Array = new Uint8Array(0)
  let way: Way | null = null
  let wrapper: (typeof wrappers)[number] | null = null

  const choose = (): Way => {
    wrapper =
      depth < MAX_DEPTH
        ? (wrappers.find(({ magic }) => magic.every((byte, at) => head[at] === byte)) ?? null)
        : null
    way = wrapper === null ? plainWay(sink) : unwrap(wrapper.open(), wrapper.title, sink, depth)
    return way
  }

  return {
    get wrapper() {
      return wrapper
    },
    async push(bytes) {
      if (way !== null) return way.push(bytes)
      head = Buffer.concat([head, bytes])
      if (head.length >= MAGIC_BYTES) await choose().push(head)
    },
    async end() {
      if (way !== null) return way.end()
      const chosen = choose()
      if (head.length > 0) await chosen.push(head)
      return chosen.end()
    },
    destroy: () => way?.destroy(),
  }
}

type Way = Pick<ContentDecoder, 'push' | 'end' | 'destroy'>

const plainWay = (sink: (bytes: Uint8Array) => Promise<void>): Way => ({
  async push(bytes) {
    for (let at = 0; at < bytes.length; at += STEP) await sink(bytes.subarray(at, at + STEP))
  },
  end: async () => null,
  destroy: () => {},
})

const unwrap = (
  stream: Transform & { readonly bytesWritten: number },
  title: string,
  sink: (bytes: Uint8Array) => Promise<void>,
  depth: number,
): Way => {
  const inner = createContentDecoder(sink, depth + 1)
  let damage: string | null = null
  let fed = 0

  // zlib's own errors are about the data; anything else was thrown by the sink
  const flow = (async () => {
    try {
      for await (const bytes of stream) {
        const given = inner.push(bytes)
        await given.catch((cause: unknown) => Promise.reject(new SinkFailure(cause)))
      }
    } catch (error) {
      if (error instanceof SinkFailure) throw error.cause
      if (!isDamage(error)) throw error
      damage = `The ${title} data breaks near byte ${Math.min(fed, stream.bytesWritten || fed)}: ${error.message}. What came before it was read.`
    }
  })()
  // it is heard where it is awaited
  flow.catch(() => {})

  return {
    async push(bytes) {
      if (damage !== null || stream.destroyed) return flow
      fed += bytes.length
      if (stream.write(bytes)) return
      await Promise.race([once(stream, 'drain').catch(() => {}), flow])
    },
    async end() {
      if (!stream.destroyed) stream.end()
      await flow
      return damage ?? (await inner.end())
    },
    destroy() {
      stream.destroy()
      inner.destroy()
    },
  }
}

class SinkFailure extends Error {
  override readonly cause: unknown
  constructor(cause: unknown) {
    super('the sink failed')
    this.cause = cause
  }
}

const isDamage = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && /^(Z_|ZSTD_|ERR_ZLIB|ERR_ZSTD)/.test(String(error.code))
