import { describe, expect, it } from 'vitest'
import { decodeMessage, encodeMessage } from './codec.ts'

/** Mulberry32: the same values in every run, so that a failure can be looked at again. */
const makeRandom = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
}

const oddNumbers = [
  0,
  -0,
  1,
  -1,
  0.1,
  Number.NaN,
  Infinity,
  -Infinity,
  2 ** 53,
  -(2 ** 31) - 1,
  5e-324,
  2 ** 32,
]
const oddStrings = ['', 'a', 'ünï→😀', '\u0000\u001b[31m', 'x'.repeat(70_000), '[kernel.kallsyms]']
const arrayTypes = [Uint8Array, Float64Array, Int32Array, Float32Array, Uint32Array] as const

const makeValue = (random: () => number, depth: number): unknown => {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const length = Math.floor(random() * 6)
  const kind = Math.floor(random() * (depth > 0 ? 8 : 6))
  switch (kind) {
    case 0:
      return pick(oddNumbers)
    case 1:
      return random() * 10 ** Math.floor(random() * 30 - 15)
    case 2:
      return pick(oddStrings)
    case 3:
      return pick([true, false, null])
    case 4:
      return BigUint64Array.from({ length }, () => BigInt(Math.floor(random() * 2 ** 53)) << 11n)
    case 5: {
      // A view that does not begin at its buffer's start.
      const whole = new (pick(arrayTypes))(Array.from({ length: length + 2 }, () => pick(oddNumbers)))
      return whole.subarray(1, length + 1)
    }
    case 6:
      return Array.from({ length }, () => makeValue(random, depth - 1))
    default:
      return Object.fromEntries(Array.from({ length }, (_, i) => [`key ${i}`, makeValue(random, depth - 1)]))
  }
}

describe('the codec of the browser door', () => {
  it('gives back what was put in, whatever that is', () => {
    const random = makeRandom(20260731)
    for (let i = 0; i < 2000; i++) {
      const value = makeValue(random, 4)
      // toStrictEqual tells -0 from 0, one array type from another, and absent from undefined.
      expect(decodeMessage(encodeMessage(value))).toStrictEqual(value)
    }
  })

  it('gives typed arrays a buffer of their own, aligned, wherever they lay in the frame', () => {
    for (let shift = 0; shift < 9; shift++) {
      const numbers = Float64Array.of(-0, Number.NaN, Infinity, 1.5)
      const frame = encodeMessage({ ['k'.repeat(shift)]: numbers })
      // As ws hands it over: a Buffer somewhere in a pool.
      const pool = Buffer.alloc(frame.length + 16)
      pool.set(frame, shift)
      const decoded = decodeMessage(pool.subarray(shift, shift + frame.length)) as Record<
        string,
        Float64Array
      >
      const back = decoded['k'.repeat(shift)]!
      pool.fill(0)
      expect(back).toStrictEqual(numbers)
      expect(back.byteOffset).toBe(0)
      expect(back.buffer.byteLength).toBe(numbers.byteLength)
    }
  })

  it('leaves out fields that are undefined, also in nested objects', () => {
    const value = { time: undefined, threads: [{ pid: 1, tid: undefined }] }
    const back = decodeMessage(encodeMessage(value)) as typeof value
    expect(Object.keys(back)).toEqual(['threads'])
    expect(back).toStrictEqual({ threads: [{ pid: 1 }] })
  })

  it('refuses bytes that end too early', () => {
    const frame = encodeMessage({ id: 1, values: Float64Array.of(1, 2, 3) })
    for (let end = 0; end < frame.length; end++) {
      expect(() => decodeMessage(frame.subarray(0, end))).toThrow()
    }
  })
})
