import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../errors/errors.ts'
import type { Profile } from '../model/profile.ts'
import { perfScript } from './perf-script.ts'
import { samplesOf, stackText } from './profile-text.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, fixtures)))
const perfFixtures = readdirSync(fixtures).filter((name) => name.startsWith('perf-'))

const parse = (input: Uint8Array | string, chunkBytes = Number.POSITIVE_INFINITY): Profile => {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const parser = perfScript.createParser()
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.slice(at, at + chunkBytes))
  return parser.finish()
}

const caught = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
  return undefined
}

describe('perf script that ends in the middle', () => {
  const whole = 'a 1/1 [000] 1.000000000: 1 cpu-clock: \n\t 1 f+0x1 (/b)\n\t 2 g+0x1 (/b)\n\n'
  const cut = (text: string) => {
    const profile = parse(text)
    return {
      stacks: Array.from(samplesOf(profile).stack, (stack) => stackText(profile, stack).length),
      losses: profile.losses.map(({ kind, detail }) => `${kind}: ${detail}`),
    }
  }

  it('keeps a sample whose call chain is cut in a line', () => {
    expect(cut(whole + whole.slice(0, -10))).toEqual({
      stacks: [2, 1],
      losses: [
        'truncated: The input ends in the middle of a record, at line 7 (byte 124): the call chain of the last sample is cut, the sample is kept.',
      ],
    })
  })

  it('says that the call chain may be cut when it ends between two lines', () => {
    expect(cut(whole + whole.slice(0, -1))).toEqual({
      stacks: [2, 2],
      losses: [
        'truncated: The input ends in the middle of a record, at line 8 (byte 139): the call chain of the last sample may be cut.',
      ],
    })
  })

  it('leaves out a header that is cut', () => {
    expect(cut(`${whole}a 1/1 [000] 1.00`)).toEqual({
      stacks: [2],
      losses: [
        'truncated: The input ends in the middle of a record, at line 5 (byte 70): what stood there is left out.',
      ],
    })
  })

  it('says nothing when it is whole', () => {
    expect(cut(whole).losses).toEqual([])
  })
})

describe('what is no perf script', () => {
  const refused = (input: Uint8Array | string) => {
    const error = caught(() => parse(input))
    if (!isExpected(error)) throw error
    return `${error.code}: ${error.message}`
  }
  const expected =
    'format.unrecognised: Nothing in the input could be read as the text of perf script (comm pid/tid [cpu] seconds.nanoseconds: period event:).'

  it('is refused with what it looks like', () => {
    expect(refused('')).toBe(`${expected} The input is empty.`)
    expect(refused('<!DOCTYPE html>\n')).toBe(`${expected} The input begins with "<!DOCTYPE html>".`)
    expect(refused(Uint8Array.of(0x1f, 0x8b, 8, 0))).toBe(`${expected} The input is gzip-compressed.`)
    expect(refused('PERFILE2\u0000\u0000')).toBe(
      `${expected} The input is a perf.data file, not the text of perf script.`,
    )
    expect(refused(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toBe(
      `${expected} The input is UTF-16 text, which no tool writes: save it as UTF-8.`,
    )
    expect(refused(Uint8Array.of(1, 0, 2))).toBe(`${expected} The input is binary.`)
  })

  it('is told from what is by its first bytes', () => {
    for (const name of perfFixtures) {
      if (name !== 'perf-default-fields.txt' && name !== 'perf-no-call-chains.txt') {
        expect(perfScript.sniff(fixture(name).subarray(0, 4096)), name).toBeGreaterThan(0.9)
      }
    }
    expect(perfScript.sniff(fixture('bpftrace-syscalls.json').subarray(0, 4096))).toBe(0)
    expect(perfScript.sniff(new TextEncoder().encode('rc=0\n'))).toBe(0)
  })
})

/** Always the same numbers (mulberry32). */
const random = (seed: number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe.each(perfFixtures)('every profile, here of %s', (name) => {
  const bytes = fixture(name)
  const whole = parse(bytes)

  it('has each parent before its child, and only indices that are there', () => {
    whole.stacks.parent.forEach((parent, stack) => {
      expect(parent).toBeLessThan(stack)
    })
    for (const func of whole.frames.func) expect(func).toBeLessThan(whole.functions.length)
    for (const stream of whole.streams) {
      if (stream.kind !== 'samples') continue
      for (const stack of stream.stack) expect(stack).toBeLessThan(whole.stacks.length)
      for (const thread of stream.thread) expect(thread).toBeLessThan(whole.threads.length)
      stream.time.forEach((time, i) => {
        expect(time).toBeGreaterThanOrEqual(i === 0 ? 0 : stream.time[i - 1]!)
      })
    }
  })

  it('is the same however the bytes are cut into chunks', () => {
    for (const chunkBytes of [1, 7, 64, 4096]) expect(parse(bytes, chunkBytes)).toEqual(whole)
  })

  it('stays readable, or is refused by code, when the input ends anywhere or bytes are flipped', () => {
    const next = random(bytes.length)
    for (let round = 0; round < 30; round++) {
      const broken = bytes.slice(0, Math.floor(next() * bytes.length))
      if (round % 2 === 1) {
        for (let flips = 0; flips < 40 && broken.length > 0; flips++) {
          broken[Math.floor(next() * broken.length)] = Math.floor(next() * 256)
        }
      }
      const error = caught(() => {
        const profile = parse(broken)
        profile.stacks.parent.forEach((parent, stack) => {
          expect(parent).toBeLessThan(stack)
        })
      })
      if (error !== undefined) expect(error).toMatchObject({ code: 'format.unrecognised' })
    }
  })
})
