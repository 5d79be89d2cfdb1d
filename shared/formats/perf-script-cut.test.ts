/**
 * Samples that lie whole in a chunk are passed over at once; of chunks of one byte, each line is read by itself. Both
 * must give the same, whatever the bytes.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../errors/errors.ts'
import type { Profile } from '../model/profile.ts'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { MAX_LINE_BYTES } from './line-reader.ts'
import { perfScript } from './perf-script.ts'
import { samplesOf } from './profile-text.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/perf-${name}.txt`, import.meta.url)))

/** The profile, or the message of the refusal. */
const parse = (bytes: Uint8Array, chunkBytes = bytes.length): Profile | string => {
  const parser = perfScript.createParser()
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.subarray(at, at + chunkBytes))
  try {
    return parser.finish()
  } catch (error) {
    if (isExpected(error)) return error.message
    throw error
  }
}

const header = (ns: number, thread = 'a 1/1') =>
  `${thread} [000] 1.${String(ns).padStart(9, '0')}: 7 cpu-clock: \n`
const chain = '\t 10 f+0x1 (/b)\n\t 20 main+0x2 (/b)\n'
/** Three ordinary samples: thread, event, lines and chain are then known, and passed over at once. */
const learned = [1, 2, 3].map((ns) => `${header(ns)}${chain}\n`).join('')

describe('samples that are passed over at once', () => {
  it.each(['fp', 'cpp', 'sched-switch-trace', 'three-events', 'jit-java', 'no-thread', 'srcline', 'lost'])(
    'are what their lines say, one by one, also with bytes flipped: %s',
    (name) => {
      const random = seededRandom(name.length)
      const bytes = fixture(name).slice(0, 8000)
      for (let round = 0; round < 12; round++) {
        // more than once, so that what is known is met again
        const text = new Uint8Array(bytes.length * 3)
        for (const at of [0, 1, 2]) text.set(bytes, at * bytes.length)
        for (let flips = 0; flips < round * 4; flips++) {
          const at = random.integer(0, text.length - 1)
          text[at] = random.pick([10, 9, 13, 32, 40, 47, 48, 57, 58, 91, 97, text[at]! ^ 1])
        }
        expect(parse(text)).toEqual(parse(text, 1))
      }
    },
  )

  it.each([
    ['a header without a chain', `${header(4)}\n`],
    ['headers without an empty line between them', header(4) + header(5)],
    ['a header of a process that is met first', `${header(4, 'b 2/2')}${chain}\n`],
    ['a name that ends in what looks like a thread and a CPU', `${header(4, 'a 1/1 [000] 2/2')}${chain}\n`],
    ['a CPU that is none', `a 1/1 [x] 1.000000004: 7 cpu-clock: \n${chain}\n`],
    ['no space behind the CPU', `a 1/1 [000]1.000000004: 7 cpu-clock: \n${chain}\n`],
    ['a date before the time', `a 1/1 [000] 2026-11-23 03:28:21 1.000000004: 7 cpu-clock: \n${chain}\n`],
    ['microseconds', `a 1/1 [000] 1.000004: 7 cpu-clock: \n${chain}\n`],
    ['ten decimals', `a 1/1 [000] 1.0000000004: 7 cpu-clock: \n${chain}\n`],
    ['a time of too many digits', `a 1/1 [000] 11111111111111111111111.1: 7 cpu-clock: \n${chain}\n`],
    ['a period of too many digits', `a 1/1 [000] 1.000000004: 7777777777777777777 cpu-clock: \n${chain}\n`],
    ['no period', `a 1/1 [000] 1.000000004: cpu-clock: \n${chain}\n`],
    ['no event', `a 1/1 [000] 1.000000004: 7\n${chain}\n`],
    ['an event without its colon', `a 1/1 [000] 1.000000004: 7 cpu-clock \n${chain}\n`],
    ['a text behind the event', `a 1/1 [000] 1.000000004: 7 cpu-clock: prev_comm=x ==> y\n${chain}\n`],
    ['a frame behind the event', `a 1/1 [000] 1.000000004: 7 cpu-clock:  ffff g+0x1 (/c)\n\n`],
    ['tabs in the header', `a 1/1\t[000]\t1.000000004:\t7\tcpu-clock:\t\n${chain}\n`],
    ['a record', `a 1/1 [000] 1.000000004: PERF_RECORD_LOST lost 3\n\n`],
    ['a header in CR LF', `${header(4).trim()}\r\n${chain}\n`],
    ['a frame in CR LF', `${header(4)}${chain}\t 30 start (/b)\r\n\n`],
    ['a line in the chain that is no frame', `${header(4)}${chain}\tno frame\n\n`],
    ['a source line in the chain', `${header(4)}${chain}  main.c:10\n\n`],
    ['an empty frame', `${header(4)}${chain}\t\n\n`],
    ['a chain that no empty line ends', `${header(4)}${chain}${header(5)}${chain}\n`],
    ['two empty lines', `${header(4)}${chain}\n\n`],
    ['a comment', '# cmdline : perf record\n'],
    ['zeros', '\0\0\0\0\n'],
  ])('are told from %s', (_, odd) => {
    const bytes = bytesOf(learned + odd + header(6) + chain + '\n'.repeat(2) + learned)
    const whole = parse(bytes)
    expect(whole).toEqual(parse(bytes, 1))
    for (const chunkBytes of [3, 50, 77, 200]) expect(parse(bytes, chunkBytes)).toEqual(whole)
  })

  it('are the same wherever a chunk ends in them', () => {
    const bytes = bytesOf(learned + learned)
    const whole = parse(bytes)
    for (let cut = 1; cut < bytes.length; cut++) {
      const parser = perfScript.createParser()
      parser.push(bytes.subarray(0, cut))
      parser.push(bytes.subarray(cut))
      expect(parser.finish(), `cut at ${cut}`).toEqual(whole)
    }
  })

  it('are read from a buffer that is filled again and again', () => {
    const bytes = fixture('fp')
    const parser = perfScript.createParser()
    const buffer = new Uint8Array(5000)
    for (let at = 0; at < bytes.length; at += buffer.length) {
      const part = bytes.subarray(at, at + buffer.length)
      buffer.set(part)
      parser.push(part.length === buffer.length ? buffer : part)
    }
    expect(parser.finish()).toEqual(parse(bytes))
  })

  it.each([
    ['a frame', `${header(4)}\t 10 ${'x'.repeat(MAX_LINE_BYTES)} (/b)\n${chain}\n`],
    ['a header', `a 1/1 [000] ${' '.repeat(MAX_LINE_BYTES)}1.000000004: 7 cpu-clock: \n${chain}\n`],
    ['a text behind the event', `${header(4).trim()} ${'x'.repeat(MAX_LINE_BYTES)}\n${chain}\n`],
  ])('are none where %s is too long', (_, long) => {
    const bytes = bytesOf(learned + long + learned)
    const whole = parse(bytes)
    expect(whole).toEqual(parse(bytes, 1000))
    if (typeof whole === 'string') throw new Error(whole)
    expect(whole.losses.map(({ kind }) => kind)).toEqual(['unparsed'])
    expect(samplesOf(whole).length).toBeGreaterThanOrEqual(6)
  })

  it('may have chains that are longer than what is remembered', () => {
    const frames = Array.from({ length: 3000 }, (_, i) => `\t ${(i + 16).toString(16)} function_${i} (/b)\n`)
    const bytes = bytesOf(`${header(1)}${frames.join('')}\n`.repeat(3))
    expect(parse(bytes)).toEqual(parse(bytes, 1000))
  })
})
