import { describe, expect, it } from 'vitest'
import { createMarkerFilter } from './stderr-markers.ts'

describe('the marker filter', () => {
  it('takes markers out, however they are cut, and leaves every other byte', async () => {
    const bytes = Buffer.concat([
      Buffer.from('say abcgo. sudo: abc abcd abcask.'),
      Buffer.from([0xff, 0x00, 0xc3, 0xa4]),
      Buffer.from('abcend7.tail ab'),
    ])
    const expected = bytes.toString('latin1').replaceAll(/abc(?:go|ask|end7)\./g, '')
    for (let size = 1; size <= bytes.length; size++) {
      const words: string[] = []
      const filter = createMarkerFilter('abc', (word) => words.push(word))
      for (let at = 0; at < bytes.length; at += size) filter.write(bytes.subarray(at, at + size))
      filter.end()
      const chunks: Buffer[] = []
      for await (const chunk of filter) chunks.push(chunk)
      expect([size, words, Buffer.concat(chunks).toString('latin1')]).toEqual([
        size,
        ['go', 'ask', 'end7'],
        expected,
      ])
    }
  })
})
