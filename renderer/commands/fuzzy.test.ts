import { describe, expect, it } from 'vitest'
import { matchFuzzy, rankFuzzy } from './fuzzy.ts'

describe('fuzzy matching', () => {
  it('finds the characters in order, whatever their case', () => {
    expect(matchFuzzy('gol', 'Go to the library')?.at).toEqual([0, 1, 10])
    expect(matchFuzzy('log', 'Go')).toBeNull()
    expect(matchFuzzy('zz', 'z')).toBeNull()
  })

  it('finds everything for an empty pattern', () => {
    expect(matchFuzzy('  ', 'anything')).toEqual({ score: 0, at: [] })
  })

  it('prefers the beginning of a word to scattered letters', () => {
    expect(matchFuzzy('ca', 'cpu cache')?.at).toEqual([4, 5])
  })

  it('matches exactly the characters that it says', () => {
    for (const [pattern, text] of [
      ['cpu3', 'cpu-profile web-3'],
      ['aaa', 'a banana aa'],
      ['sl', 'syscall-latency'],
    ] as const) {
      const at = matchFuzzy(pattern, text)?.at ?? []
      expect(at.map((index) => text[index]).join('')).toBe(pattern)
      expect(at).toEqual([...at].sort((a, b) => a - b))
      expect(new Set(at).size).toBe(pattern.length)
    }
  })

  it('puts the better match first and keeps the order of equals', () => {
    const found = rankFuzzy('lib', ['calibrate', 'Go to the library', 'Library', 'glib'], (text) => text)
    expect(found.map(({ item }) => item)).toEqual(['Library', 'Go to the library', 'glib', 'calibrate'])
    expect(rankFuzzy('', ['b', 'a'], (text) => text).map(({ item }) => item)).toEqual(['b', 'a'])
  })
})
