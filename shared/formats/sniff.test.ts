import { describe, expect, it } from 'vitest'
import { HEAD_BYTES, rankFormats } from './detect.ts'
import { formats } from './registry.ts'
import { readCorpus } from './testing/corpus.ts'

const corpus = readCorpus()

describe('of all formats, the right one is surest', () => {
  it.each(corpus)('of $id: $name', ({ bytes, id }) => {
    for (const headBytes of [HEAD_BYTES, 4096]) {
      const [first, second] = rankFormats(bytes.subarray(0, headBytes), formats)
      expect(first?.format.id).toBe(id)
      expect(first!.sureness).toBeGreaterThan(0.5)
      expect(second?.sureness ?? 0).toBeLessThan(first!.sureness)
    }
  })

  it('and each format has three fixtures', () => {
    const counts = new Map<string, number>()
    for (const { id } of corpus) counts.set(id, (counts.get(id) ?? 0) + 1)
    for (const { id } of formats) expect(counts.get(id), id).toBeGreaterThanOrEqual(3)
  })
})

describe('no format is sure of what is none', () => {
  it.each([
    ['nothing', ''],
    ['a letter', 'Dear Sir or Madam,\nplease find enclosed nothing.\n'],
    ['a page', '<!DOCTYPE html>\n<html><head><title>Orders</title></head></html>\n'],
    ['JSON of something else', '{"name": "orders", "version": "1.0.0", "dependencies": {"a": "1"}}\n'],
    ['a list of numbers', '[1, 2, 3]\n'],
    ['a table', 'id,name,total\n1,a,5\n2,b,6\n'],
    ['an archive', 'PK\u0003\u0004\u0014\0\0\0'],
    ['an executable', '\u007fELF\u0002\u0001\u0001\0\0\0\0\0'],
    ['empty lines', '\n\n\n\n\n\n\n\n\n\n'],
  ])('%s', (_, text) => {
    const [first] = rankFormats(new TextEncoder().encode(text), formats)
    expect(first?.sureness ?? 0, first?.format.id).toBeLessThan(0.5)
  })
})
