import { describe, expect, it } from 'vitest'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { type ChainIndex, createChainIndex, NEW_CHAIN, NO_CHAIN } from './chain-index.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const find = (index: ChainIndex, text: string, start = 0) => {
  index.begin(bytesOf(text))
  return index.find(start)
}

describe('a chain index', () => {
  it('knows a chain that came twice wherever it lies, and where it ends', () => {
    const index = createChainIndex()
    const chain = '\tc0 main (app)\n\tc1 start (libc)\n'
    for (const _ of ['first', 'second']) {
      expect(find(index, `${chain}\nnext 1/1:\n`)).toBe(NEW_CHAIN)
      index.add(7, 2)
    }
    const key = find(index, `head:\n${chain}\nother 1/1`, 6)
    expect(key).toBe(0)
    expect([index.valueOf(key), index.linesOf(key), index.end]).toEqual([7, 2, 38])
  })

  it('tells chains apart that differ in one byte, or of which one is the beginning of the other', () => {
    const index = createChainIndex()
    const long = Array.from({ length: 9 }, (_, i) => `\t${i} function_${i} (module)\n`).join('')
    const short = ['\ta (x)\n', '\tb (x)\n', '\ta (x)\n\tb (x)\n', '\ta (x)\n\tb (y)\n', '\t\n\ta (x)\n']
    const changed = Array.from(long, (byte, at) =>
      byte === '\n' || byte === '\t' ? long : `${long.slice(0, at)}~${long.slice(at + 1)}`,
    )
    const chains = [...new Set([...short, long, `${long}\tb (x)\n`, ...changed])]
    for (const pass of [1, 2]) {
      for (const [value, chain] of chains.entries()) {
        expect(find(index, `${chain}\nrest of it`), `${pass}`).toBe(NEW_CHAIN)
        index.add(value, chain.split('\n').length - 1)
      }
    }
    expect(chains.length).toBeGreaterThan(190)
    expect(chains.map((chain) => index.valueOf(find(index, `${chain}\nand more`)))).toEqual([
      ...chains.keys(),
    ])
  })

  it('gives the right one of chains that were made to have the same hash, or says that it is new', () => {
    const mix = (word: number) => {
      const mixed = Math.imul(word, 0x5bd1e995)
      return mixed ^ (mixed >>> 15)
    }
    const index = createChainIndex()
    const chains = Array.from({ length: 60 }, (_, i) => {
      const bytes = bytesOf(`\t${String.fromCharCode(48 + i)}bcdefghijk${'x'.repeat(80)}\n\nand more`)
      const view = new DataView(bytes.buffer)
      // the third word takes back what the first has done
      view.setInt32(8, mix(view.getInt32(0, true)), true)
      return bytes
    }).filter((bytes) => bytes.indexOf(10) === 92)
    const findIn = (bytes: Uint8Array) => {
      index.begin(bytes)
      return index.find(0)
    }
    for (const _ of ['first', 'second']) {
      for (const [value, bytes] of chains.entries()) if (findIn(bytes) === NEW_CHAIN) index.add(value, 1)
    }
    const found = chains.map((bytes) => {
      const key = findIn(bytes)
      return key === NEW_CHAIN ? null : index.valueOf(key)
    })
    for (const [value, key] of found.entries()) expect([value, null]).toContain(key)
    // more of them than are looked through
    expect(found.filter((value) => value !== null).length).toBe(16)
  })

  it('looks at bytes anew when it is told to begin, though they lie in the same place', () => {
    const index = createChainIndex()
    const bytes = bytesOf('\ta (x)\n\tb (x)\n\tc (x)\n\n........')
    index.begin(bytes)
    expect([index.find(0), index.end]).toEqual([NEW_CHAIN, 21])
    bytes.set(bytesOf('\ta (x)\n\n'))
    index.begin(bytes)
    expect([index.find(0), index.end]).toEqual([NEW_CHAIN, 7])
  })

  it('finds the end of a chain from each of its lines, and none in what was refused', () => {
    const index = createChainIndex()
    const text = '\ta (x)\n\tb (x)\n\tc (x)\n\n\td (x)\n\n........'
    index.begin(bytesOf(text))
    for (const start of [0, 7, 14]) expect([index.find(start), index.end]).toEqual([NEW_CHAIN, 21])
    expect([index.find(22), index.end]).toEqual([NEW_CHAIN, 29])
    index.begin(bytesOf(text))
    expect(index.find(0)).toBe(NEW_CHAIN)
    index.refuse()
    expect([0, 7, 14].map((start) => index.find(start))).toEqual([NO_CHAIN, NO_CHAIN, NO_CHAIN])
    expect(index.find(22)).toBe(NEW_CHAIN)
  })

  it('takes nothing for a chain that does not end within the bytes or begins with no tab', () => {
    const index = createChainIndex()
    expect(find(index, '\ta (x)\n\tb (x)\n')).toBe(NO_CHAIN)
    expect(find(index, 'perf 1/1 [000] 1.0: cpu-clock:\n\n.....')).toBe(NO_CHAIN)
    expect(find(index, `\t${'x'.repeat(70_000)}\n\n.....`)).toBe(NO_CHAIN)
  })

  it('agrees with a map of strings over many random chains', () => {
    const index = createChainIndex()
    const random = seededRandom(11)
    const known = new Map<string, number>()
    const seen = new Map<string, number>()
    for (let i = 0; i < 8000; i++) {
      const lines = Array.from(
        { length: random.integer(1, 6) },
        () => `\t${random.integer(0, 40).toString(16)} f\n`,
      )
      const chain = lines.join('')
      const key = find(index, `${chain}\n........`)
      expect(index.end).toBe(chain.length)
      expect(key >= 0 ? index.valueOf(key) : undefined).toBe(known.get(chain))
      if (key !== NEW_CHAIN) continue
      const value = seen.get(chain) ?? i
      index.add(value, lines.length)
      if (seen.has(chain)) known.set(chain, value)
      seen.set(chain, value)
    }
  })
})
