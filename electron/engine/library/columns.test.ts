import { describe, expect, it } from 'vitest'
import {
  type Column,
  type ColumnType,
  decodeColumn,
  decodeStrings,
  encodeColumn,
  encodeStrings,
  findExtent,
} from './columns.ts'
import { LARGEST } from './varints.ts'

/** Mulberry32: the same numbers in each run. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const bitsOf = (column: Column): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength)

function comesBack(type: ColumnType, column: Column, rising: boolean) {
  const encoded = encodeColumn(column, rising)
  const decoded = decodeColumn(type, column.length, encoded)
  expect(decoded.constructor).toBe(column.constructor)
  expect(bitsOf(decoded)).toEqual(bitsOf(column))
  return encoded
}

const awkward = [
  ...[0, -0, 1, -1, 127, 128, -128, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, 2 ** 53, -(2 ** 53), 1.5, 1e300],
  ...[Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, LARGEST, -LARGEST, LARGEST + 1],
]

describe('a column on disk', () => {
  it('comes back bit by bit, whatever numbers are in it', () => {
    const random = createRandom(1)
    for (let round = 0; round < 200; round++) {
      const length = Math.floor(random() * 300)
      const scale = 2 ** (random() * 54)
      const odd = random() < 0.3
      const float = Float64Array.from({ length }, () =>
        odd && random() < 0.1
          ? awkward[Math.floor(random() * awkward.length)]!
          : Math.floor((random() - 0.5) * scale),
      )
      comesBack('f64', float, round % 2 === 0)
      comesBack('f64', float.toSorted(), true)
      comesBack('i32', Int32Array.from(float), round % 2 === 0)
      comesBack('u8', Uint8Array.from(float), false)
      comesBack(
        'u64',
        BigUint64Array.from({ length }, () => BigInt(Math.floor(random() * scale))),
        true,
      )
    }
  })

  it('keeps the largest steps between numbers exactly', () => {
    const steps = Float64Array.of(-LARGEST, LARGEST, -LARGEST, 0, LARGEST, LARGEST - 1, -LARGEST + 1)
    expect(comesBack('f64', steps, true).encoding).toBe('delta')
    expect(comesBack('f64', steps, false).encoding).toBe('varint')
  })

  it('keeps NaN, infinities, fractions and -0 as they are', () => {
    expect(comesBack('f64', Float64Array.from(awkward), true).encoding).toBe('planes')
    expect(comesBack('f64', Float64Array.of(-0, 1), false).encoding).toBe('planes')
  })

  it('keeps one number for all of them where they are alike, bit by bit', () => {
    for (const value of awkward) {
      const encoded = comesBack('f64', new Float64Array(1000).fill(value), true)
      expect({ encoding: encoded.encoding, bytes: encoded.data.length }).toEqual({
        encoding: 'constant',
        bytes: 8,
      })
    }
    expect(comesBack('i32', new Int32Array(3).fill(-7), false).data).toEqual(
      Uint8Array.of(249, 255, 255, 255),
    )
    expect(comesBack('u8', Uint8Array.of(7), false).encoding).toBe('constant')
    expect(comesBack('f64', Float64Array.of(0, 0, -0), false).encoding).toBe('planes')
    const encoded = encodeColumn(Int32Array.of(1, 1), false)
    expect(() => decodeColumn('f64', 2, encoded)).toThrow(RangeError)
    expect(() => decodeColumn('i32', 0, encoded)).toThrow(RangeError)
  })

  it('takes a part of a larger array for that part only', () => {
    comesBack('i32', Int32Array.of(1, 2, 3, 4, 5).subarray(1, 3), false)
    comesBack('u64', BigUint64Array.of(1n, 2n, 3n).subarray(1), true)
  })

  it('refuses to be read with another length than it was written with', () => {
    const encoded = encodeColumn(Int32Array.of(1, -1, 300), true)
    expect(() => decodeColumn('i32', 2, encoded)).toThrow(RangeError)
    expect(() => decodeColumn('i32', 4, encoded)).toThrow(RangeError)
    const planes = encodeColumn(BigUint64Array.of(1n, 2n), false)
    expect(() => decodeColumn('u64', 3, planes)).toThrow(RangeError)
  })

  it('keeps times that are a few µs apart in about two bytes each', () => {
    const random = createRandom(2)
    let now = 0
    const times = Float64Array.from({ length: 65_536 }, () => (now += Math.floor(random() * 8000)))
    expect(comesBack('f64', times, true).data.length).toBeLessThan(65_536 * 2)
  })
})

describe('strings on disk', () => {
  it('come back, empty and non-Latin ones too', () => {
    const strings = [
      '',
      'main',
      'std::vector<int, std::allocator<int> >::push_back(int&&)',
      'größe',
      '火事',
      '\ufeffx',
      '🔥',
    ]
    expect(decodeStrings(strings.length, encodeStrings(strings))).toEqual(strings)
    expect(decodeStrings(0, encodeStrings([]))).toEqual([])
  })

  it('refuse to be read with another count', () => {
    expect(() => decodeStrings(1, encodeStrings(['a', 'b']))).toThrow(RangeError)
    expect(() => decodeStrings(3, encodeStrings(['a', 'b']))).toThrow(RangeError)
  })
})

describe('the extent of a column', () => {
  it('leaves NaN aside', () => {
    expect(findExtent(Float64Array.of(Number.NaN, 3, -2, Number.NaN))).toEqual({ min: -2, max: 3 })
    expect(findExtent(Float64Array.of(Number.NaN))).toBeNull()
    expect(findExtent(new Int32Array())).toBeNull()
  })
})
