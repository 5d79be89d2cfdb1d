import { describe, expect, it } from 'vitest'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { readDecimal, readDigits, readFraction, readInteger } from './byte-numbers.ts'

const bytesOf = (text: string) => new TextEncoder().encode(`x${text}x`)
const read = (reader: (bytes: Uint8Array, start: number, end: number) => number, text: string) =>
  reader(bytesOf(text), 1, 1 + text.length)

describe('numbers in bytes', () => {
  it('are those that Number reads', () => {
    const random = seededRandom(3)
    for (let round = 0; round < 2000; round++) {
      const digits = String(random.integer(0, 10 ** random.integer(1, 15) - 1))
      const point = random.integer(1, digits.length)
      const decimal = point === digits.length ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
      expect([digits, read(readDigits, digits)]).toEqual([digits, Number(digits)])
      expect([digits, read(readInteger, `-${digits}`)]).toEqual([digits, Number(`-${digits}`)])
      expect([decimal, read(readDecimal, decimal)]).toEqual([decimal, Number(decimal)])
    }
  })

  it('are none where something else stands, or more digits than a double holds', () => {
    for (const text of ['', '-', 'a', '1a', '1 ', '0x1', '1e3', '1234567890123456']) {
      expect([text, read(readDigits, text)]).toEqual([text, Number.NaN])
      expect([text, read(readInteger, text)]).toEqual([text, Number.NaN])
      expect([text, read(readDecimal, text)]).toEqual([text, Number.NaN])
    }
    for (const text of ['.5', '1.', '1.2.3', '-1.5']) expect(read(readDecimal, text)).toBeNaN()
  })

  it('behind the point of a second are nanoseconds', () => {
    expect(['5', '000021', '123456789', '1234567891'].map((text) => read(readFraction, text))).toEqual([
      500_000_000, 21_000, 123_456_789, 123_456_789,
    ])
    expect(read(readFraction, '12345678 ')).toBeNaN()
    expect(read(readFraction, '123456789a')).toBeNaN()
  })
})
