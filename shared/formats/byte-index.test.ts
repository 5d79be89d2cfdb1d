import { describe, expect, it } from 'vitest'
import { createByteIndex } from './byte-index.ts'
import { createRowIndex } from './row-index.ts'

describe('the index of bytes', () => {
  it('knows a line by the same bytes, and finds its end', () => {
    const index = createByteIndex()
    const text = new TextEncoder().encode(
      Array.from({ length: 40 }, (_, length) => `${'\u000b'.repeat(length % 3)}${'x'.repeat(length)}\n`).join(
        '',
      ),
    )
    const padded = new Uint8Array(text.length + 3)
    padded.set(text)
    for (const pass of ['new', 'known']) {
      for (let line = 0, start = 0; line < 40; line++) {
        const end = text.indexOf(10, start)
        expect([index.getLine(padded, start), index.lineEnd]).toEqual([
          pass === 'new' ? undefined : line,
          end,
        ])
        expect(index.get(padded, start, end)).toBe(pass === 'new' ? undefined : line)
        if (pass === 'new') index.add(padded, start, end, line)
        start = end + 1
      }
    }
  })

  it('finds what was added and nothing else, whatever lies around the key', () => {
    const index = createByteIndex()
    const encode = (text: string) => new TextEncoder().encode(text)
    for (let i = 0; i < 4_000; i++) {
      const key = encode(`<${i}>`)
      expect(index.get(key, 1, key.length - 1)).toBe(undefined)
      index.add(key, 1, key.length - 1, i)
    }
    for (let i = 0; i < 4_000; i++) {
      const key = encode(`some ${i} more`)
      expect(index.get(key, 5, key.length - 5)).toBe(i)
      expect(index.get(key, 4, key.length - 5)).toBe(undefined)
    }
  })
})

describe('the index of rows', () => {
  it('gives a row of three numbers one place, in the order in which they came', () => {
    const index = createRowIndex()
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4_000; i++) expect(index.indexOf(i - 1, i % 7, 0xffffffff)).toBe(i)
    }
    expect(index.length).toBe(4_000)
    expect(index.column(0).subarray(0, 3)).toEqual(Int32Array.of(-1, 0, 1))
    expect(index.column(2)[0]).toBe(-1)
  })
})
