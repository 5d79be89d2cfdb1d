import { describe, expect, it } from 'vitest'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { type ChainIndex, createChainIndex, NEW_CHAIN, NO_CHAIN } from './chain-index.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const find = (index: ChainIndex, text: string, start = 0) => {
  index.begin(bytesOf(text))
  return index.find(start)
}

describe('a chain index', () => {
  it('knows a chain again wherever it lies, and where it ends', () => {
    const index = createChainIndex()
    expect(find(index, '\tc0 main (app)\n\tc1 start (libc)\n\nnext 1/1:\n')).toBe(NEW_CHAIN)
    index.add(7, 2)
    const key = find(index, 'head:\n\tc0 main (app)\n\tc1 start (libc)\n\nother', 6)
    expect(key).toBe(0)
    expect([index.valueOf(key), index.linesOf(key), index.end]).toEqual([7, 2, 38])
  })

  it('tells chains apart that differ in one byte, or of which one is the beginning of the other', () => {
    const index = createChainIndex()
    const chains = ['\ta (x)\n', '\tb (x)\n', '\ta (x)\n\tb (x)\n', '\ta (x)\n\tb (y)\n']
    for (const [value, chain] of chains.entries()) {
      expect(find(index, `${chain}\nrest of it`)).toBe(NEW_CHAIN)
      index.add(value, chain.split('\n').length - 1)
    }
    expect(chains.map((chain) => index.valueOf(find(index, `${chain}\nand more`)))).toEqual([0, 1, 2, 3])
  })

  it('takes nothing for a chain that has another line in it, or does not end within the bytes', () => {
    const index = createChainIndex()
    expect(find(index, '\ta (x)\nperf 1/1 [000] 1.0: cpu-clock:\n\n.....')).toBe(NO_CHAIN)
    expect(find(index, '\ta (x)\n\tb (x)\n')).toBe(NO_CHAIN)
    expect(find(index, 'perf 1/1 [000] 1.0: cpu-clock:\n\n.....')).toBe(NO_CHAIN)
    expect(find(index, `\t${'x'.repeat(70_000)}\n\n.....`)).toBe(NO_CHAIN)
  })

  it('agrees with a map of strings over many random chains', () => {
    const index = createChainIndex()
    const random = seededRandom(11)
    const known = new Map<string, number>()
    for (let i = 0; i < 20_000; i++) {
      const lines = Array.from(
        { length: random.integer(1, 6) },
        () => `\t${random.integer(0, 40).toString(16)} f\n`,
      )
      const chain = lines.join('')
      const key = find(index, `${chain}\n.....`)
      expect(index.end).toBe(chain.length)
      expect(key >= 0 ? index.valueOf(key) : undefined).toBe(known.get(chain))
      if (key === NEW_CHAIN) {
        known.set(chain, i)
        index.add(i, lines.length)
      }
    }
  })
})
