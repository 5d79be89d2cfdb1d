import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createContentDecoder } from './content-decoder.ts'

const text = Buffer.from(
  Array.from({ length: 200_000 }, (_, i) => `line ${(i * 7919) % 1_000_003}\n`).join(''),
)

const decode = async (input: Uint8Array, chunkBytes = 10_000) => {
  const parts: Uint8Array[] = []
  const decoder = createContentDecoder(async (bytes) => {
    // a parser keeps no reference
    parts.push(Uint8Array.from(bytes))
  })
  for (let at = 0; at < input.length; at += chunkBytes)
    await decoder.push(input.subarray(at, at + chunkBytes))
  const damage = await decoder.end()
  return { bytes: Buffer.concat(parts), damage, wrapper: decoder.wrapper?.title ?? null }
}

describe('content', () => {
  it.each([
    ['plain', text, null],
    ['gzip', gzipSync(text), 'gzip'],
    ['zstd', zstdCompressSync(text), 'zstd'],
    ['gzip in zstd', zstdCompressSync(gzipSync(text)), 'zstd'],
    [
      'two gzip members',
      Buffer.concat([gzipSync(text.subarray(0, 1000)), gzipSync(text.subarray(1000))]),
      'gzip',
    ],
  ])('that is %s comes out whole, however it is cut', async (_, input, wrapper) => {
    for (const chunkBytes of [1 << 20, 4097]) {
      const decoded = await decode(input, chunkBytes)
      expect(decoded.damage).toBeNull()
      expect(decoded.wrapper).toBe(wrapper)
      expect(decoded.bytes.equals(text)).toBe(true)
    }
  })

  it('of a few bytes is what it is, also byte by byte', async () => {
    for (const short of ['', 'a', 'abc', 'abcde']) {
      expect((await decode(Buffer.from(short), 1)).bytes.toString()).toBe(short)
    }
    expect((await decode(gzipSync('abc'), 1)).bytes.toString()).toBe('abc')
  })

  it.each([
    ['gzip', gzipSync(text)],
    ['zstd', zstdCompressSync(text)],
  ])('that is %s and breaks gives what came before, and says where', async (title, whole) => {
    const cut = await decode(whole.subarray(0, whole.length >> 1), 1000)
    expect(cut.damage).toMatch(new RegExp(`^The ${title} data breaks near byte \\d+: `))
    expect(cut.bytes.length).toBeGreaterThan(0)
    expect(text.subarray(0, cut.bytes.length).equals(cut.bytes)).toBe(true)

    const broken = Buffer.from(whole)
    broken.fill(0xff, whole.length >> 1, (whole.length >> 1) + 200)
    const damaged = await decode(broken, 1000)
    expect(damaged.damage).toMatch(new RegExp(`^The ${title} data breaks near byte \\d+: `))
    expect(damaged.bytes.length).toBeLessThan(text.length)
  })

  it('is not unwrapped for ever', async () => {
    let wrapped: Buffer = text
    for (let depth = 0; depth < 5; depth++) wrapped = gzipSync(wrapped)
    const { bytes } = await decode(wrapped)
    expect([bytes[0], bytes[1]]).toEqual([0x1f, 0x8b])
  })

  it('rejects with what the sink threw, in the middle and at the end', async () => {
    for (const input of [text, gzipSync(text)]) {
      const refused = new Error('not mine')
      const decoder = createContentDecoder(async () => {
        throw refused
      })
      const feed = async () => {
        for (let at = 0; at < input.length; at += 1000) await decoder.push(input.subarray(at, at + 1000))
        await decoder.end()
      }
      await expect(feed()).rejects.toBe(refused)
      decoder.destroy()
    }
  })

  it('of a bomb comes in stretches, each when the last is done', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024))
    let busy = 0
    let total = 0
    const decoder = createContentDecoder(async (bytes) => {
      expect(++busy).toBe(1)
      expect(bytes.length).toBeLessThanOrEqual(128 * 1024)
      total += bytes.length
      await Promise.resolve()
      busy--
    })
    await decoder.push(bomb)
    expect(await decoder.end()).toBeNull()
    expect(total).toBe(64 * 1024 * 1024)
  })
})
