import { describe, expect, it } from 'vitest'
import { randomFrom } from '../testing/random.ts'
import { createByteSink } from './byte-sink.ts'

const sink = createByteSink()
const write = (fill: (into: typeof sink) => void): string => {
  fill(sink)
  return new TextDecoder().decode(sink.take())
}

const awkward = [
  ...[0, 9, 10, 99, 100, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 999_999_999, 1e9, 1e9 + 1, 1.5e12],
  ...[Number.MAX_SAFE_INTEGER, -0, -1, -(2 ** 31), -(2 ** 40), 0.1, 1.5, 1e21, 1e-7, 2 ** 53, 123_456.789],
]

describe('bytes of a file', () => {
  it('have numbers as JSON has them', () => {
    for (const value of awkward) expect(write((to) => to.number(value))).toBe(JSON.stringify(value))
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(write((to) => to.number(value))).toBe('null')
    const random = randomFrom(1)
    for (let round = 0; round < 2000; round++) {
      const value = Math.floor(random() * 2 ** (random() * 53))
      expect(write((to) => to.number(value))).toBe(String(value))
    }
  })

  it('have scaled numbers that are read as the quotient', () => {
    const random = randomFrom(2)
    const values = Array.from({ length: 2000 }, () => Math.floor(random() * 2 ** (random() * 53)))
    for (const value of [...awkward, ...values])
      for (const places of [3, 6])
        expect(Number(write((to) => to.scaled(value, places)))).toBe(value / 10 ** places + 0)
    expect(write((to) => to.scaled(4_503_599_627_370_497, 3))).toBe('4503599627370.497')
    expect(write((to) => to.scaled(1_000_000_500_000, 6))).toBe('1000000.5')
    expect(write((to) => to.scaled(7, 6))).toBe('0.000007')
  })

  it('have text in UTF-8, short or long', () => {
    for (const text of ['', 'a', '\u{1f525}', 'naïve', '\ud800', `${'x'.repeat(47)}é`, 'é'.repeat(300_000)])
      expect(write((to) => to.text(text))).toBe(text.toWellFormed())
    expect(
      write((to) => {
        to.text('[')
        to.bytes(new TextEncoder().encode('b'.repeat(100)))
        to.bytes(Uint8Array.of(99))
        to.byte(93)
      }),
    ).toBe(`[${'b'.repeat(100)}c]`)
  })
})
