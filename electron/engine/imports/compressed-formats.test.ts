/** Any format is read in gzip and zstd, and in one in the other, by its content: the same as without. */
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createDetectingParser } from '../../../shared/formats/detect.ts'
import { formats } from '../../../shared/formats/registry.ts'
import { readCorpus } from '../../../shared/formats/testing/corpus.ts'
import { createContentDecoder } from './content-decoder.ts'

const read = async (bytes: Uint8Array, step: number) => {
  const parser = createDetectingParser(formats)
  const decoder = createContentDecoder(async (chunk) => parser.push(chunk))
  for (let at = 0; at < bytes.length; at += step) await decoder.push(bytes.subarray(at, at + step))
  expect(await decoder.end()).toBeNull()
  return { profile: parser.finish(), format: parser.format?.id }
}

describe('a compressed file', () => {
  it.each(readCorpus())('of $id is read as what is in it: $name', async ({ id, bytes }) => {
    const plain = await read(bytes, bytes.length)
    expect(plain.format).toBe(id)
    expect(await read(gzipSync(bytes), 1000)).toEqual(plain)
    expect(await read(zstdCompressSync(bytes), 1000)).toEqual(plain)
    expect(await read(zstdCompressSync(gzipSync(bytes)), 333)).toEqual(plain)
  })
})
