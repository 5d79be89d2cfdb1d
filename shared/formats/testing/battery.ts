/**
 * What every format must bear, as tests: describeDamage(format, fixtures) in the format's test file. The damage is
 * the same in each run.
 */
import { describe, expect, it } from 'vitest'
import { isExpected } from '../../errors/errors.ts'
import type { Profile } from '../../model/profile.ts'
import type { Format } from '../format.ts'
import { checkProfile } from './check-profile.ts'
import { cutAtRandom, endlessly, flipBytes, toUtf16, withCarriageReturns } from './damage.ts'
import { randomFrom } from './random.ts'

const ROUNDS = 200
const MEGABYTE = 1024 * 1024
/** how much larger the process may be while it reads something endless, whatever its length */
const MEMORY = 96 * MEGABYTE

export interface Endless {
  readonly title: string
  readonly byte: number
  readonly bytes: number
}

/** 100 MB without a line end behind the middle of a fixture; and what makes a reader nest or count. */
const endless: readonly Endless[] = [
  { title: '100 MB of one letter', byte: 'a'.charCodeAt(0), bytes: 100 * MEGABYTE },
  { title: '16 MB of opening brackets', byte: '['.charCodeAt(0), bytes: 16 * MEGABYTE },
  { title: '16 MB of digits', byte: '1'.charCodeAt(0), bytes: 16 * MEGABYTE },
  { title: '16 MB of backslashes', byte: '\\'.charCodeAt(0), bytes: 16 * MEGABYTE },
  { title: '16 MB of spaces', byte: ' '.charCodeAt(0), bytes: 16 * MEGABYTE },
  { title: '16 MB of empty lines', byte: '\n'.charCodeAt(0), bytes: 16 * MEGABYTE },
  { title: '16 MB of bytes with the high bit', byte: 0xff, bytes: 16 * MEGABYTE },
]

/** chunkBytes: how the input is cut; of one byte each is slow for large inputs */
export const parseBytes = (
  format: Format,
  input: Uint8Array | string,
  chunkBytes = Number.POSITIVE_INFINITY,
): Profile => {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const parser = format.createParser()
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.slice(at, at + chunkBytes))
  return parser.finish()
}

/** The profile, which is sound; or null when the input is refused with a code of formats. Else it throws. */
const readOrRefuse = (finish: () => Profile): Profile | null => {
  try {
    const profile = finish()
    checkProfile(profile)
    return profile
  } catch (error) {
    if (isExpected(error) && error.code.startsWith('format.')) return null
    throw error
  }
}

const memory = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Bytes by which the process grew at most while it read the chunks. */
const readEndless = (format: Format, chunks: Iterable<Uint8Array>): number => {
  const before = memory()
  let largest = 0
  let count = 0
  const parser = format.createParser()
  for (const chunk of chunks) {
    parser.push(chunk)
    if (count++ % 16 === 0) largest = Math.max(largest, memory() - before)
  }
  readOrRefuse(() => parser.finish())
  return Math.max(largest, memory() - before)
}

export interface BatteryOptions {
  /** false for a binary format, whose bytes a change of line ends breaks */
  readonly lines?: boolean
}

/**
 * Fixtures by name. Each, whole, must be a profile; the same whatever its chunks and with CRLF; and cut, flipped,
 * UTF-16 or endless a sound profile or a SmokejumperError format.*, in bounded time and memory.
 */
export const describeDamage = (
  format: Format,
  fixtures: ReadonlyMap<string, Uint8Array>,
  { lines = true }: BatteryOptions = {},
): void => {
  describe.each([...fixtures])(`${format.id} reads %s`, (_, bytes) => {
    const whole = parseBytes(format, bytes)

    it('to a profile that keeps the rules of the model', () => {
      checkProfile(whole)
    })

    it('the same however the bytes are cut into chunks', () => {
      for (const chunkBytes of [1, 7, 64, 4096]) expect(parseBytes(format, bytes, chunkBytes)).toEqual(whole)
    })

    if (lines) {
      it('the same with CRLF', () => {
        const { losses, ...read } = parseBytes(format, withCarriageReturns(bytes))
        const { losses: wholeLosses, ...expected } = whole
        expect(read).toEqual(expected)
        // the places of what is missing are others
        expect(losses.map(({ kind, count }) => [kind, count])).toEqual(
          wholeLosses.map(({ kind, count }) => [kind, count]),
        )
      })
    }

    it(`cut at ${ROUNDS} random places`, () => {
      const random = randomFrom(bytes.length)
      for (let round = 0; round < ROUNDS; round++) {
        const cut = cutAtRandom(bytes, random)
        readOrRefuse(() => parseBytes(format, cut, 1 + Math.floor(random() * 65_536)))
      }
    }, 60_000)

    it(`with random bytes flipped, ${ROUNDS} times`, () => {
      const random = randomFrom(bytes.length + 1)
      for (let round = 0; round < ROUNDS; round++) {
        const flipped = flipBytes(bytes, random)
        readOrRefuse(() => parseBytes(format, flipped, 1 + Math.floor(random() * 65_536)))
      }
    }, 60_000)

    it('in UTF-16, or refuses it', () => {
      for (const littleEndian of [true, false]) {
        readOrRefuse(() => parseBytes(format, toUtf16(bytes, littleEndian)))
      }
    })
  })

  describe(`${format.id} stays small and ends`, () => {
    const all = [...fixtures.values()]

    it.each(endless)(
      'with $title, alone or in the middle',
      ({ byte, bytes }) => {
        const random = randomFrom(byte)
        // each damage in another fixture
        const broken = all[Math.floor(random() * all.length)]!
        for (const beginning of [new Uint8Array(0), cutAtRandom(broken, random)]) {
          expect(readEndless(format, endlessly(beginning, byte, bytes))).toBeLessThan(MEMORY)
        }
      },
      60_000,
    )
  })

  it(`${format.id} refuses an empty input by code`, () => {
    expect(() => parseBytes(format, new Uint8Array(0))).toThrow(
      expect.toSatisfy((error) => isExpected(error) && error.code === 'format.unrecognised'),
    )
  })
}
