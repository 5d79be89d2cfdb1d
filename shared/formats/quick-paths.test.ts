/** Parsers of text read most lines from their bytes; that must give what the general way gives, whatever the bytes. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../errors/errors.ts'
import { bccTable } from './bcc-table.ts'
import { bpftrace } from './bpftrace/bpftrace.ts'
import { bpftraceSyscalls } from './bpftrace-syscalls.ts'
import type { ProfileParser } from './format.ts'
import { ftrace } from './ftrace/ftrace.ts'
import { perfTrace } from './perf-trace/perf-trace.ts'
import { strace } from './strace/strace.ts'
import { flipBytes } from './testing/damage.ts'
import { profileLines } from './testing/profile-lines.ts'
import { randomFrom } from './testing/random.ts'

const folder = new URL('./fixtures/', import.meta.url)
const names = readdirSync(folder)
const ROUNDS = 12

/** What it was read to, or why it was refused; `chunkBytes` at a time. */
const read = (parser: ProfileParser, bytes: Uint8Array, chunkBytes: number): string[] => {
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.slice(at, at + chunkBytes))
  try {
    return profileLines(parser.finish())
  } catch (error) {
    if (!isExpected(error)) throw error
    return [error.code]
  }
}

const pick = <T>(values: readonly T[], random: () => number): T =>
  values[Math.floor(random() * values.length)]!

/** Lines in another order, some of them twice, and pieces of lines put together. */
const shuffle = (text: string, random: () => number): string => {
  const lines = text.split('\n')
  const pick = () => lines[Math.floor(random() * lines.length)]!
  return lines
    .map((line) => {
      const chance = random()
      if (chance < 0.8) return line
      if (chance < 0.9) return pick()
      const at = Math.floor(random() * line.length)
      return line.slice(0, at) + pick().slice(at)
    })
    .join('\n')
}

/** Numbers of other lengths and signs, white space of other kinds and at the ends, a word more, and a line that is too long. */
const disturb = (text: string, random: () => number): string => {
  const any = <T>(values: readonly T[]): T => pick(values, random)
  const disturbed = text
    .split('\n')
    .map((line) => {
      if (random() < 0.5) return line
      const kind = Math.floor(random() * 7)
      if (kind === 0) return line.replace(/\d+/, '9'.repeat(1 + Math.floor(random() * 22)))
      if (kind === 1)
        return line.replace(/\d+(?=\D*$)/, any(['-7', '0', '5.', '.5', '1.25', '-0', '+3', '1e3', '12x']))
      if (kind === 2) return line.replace(/ +/, any(['  ', '\t', ' \t ', '\v', '\u00a0', ' : ']))
      if (kind === 3) return line + any([' ', '\t', '\r', ' \r', '\f', '\u00a0', '\u2028'])
      if (kind === 4) return line.replace(/[a-z]+/, any(['two words', 'é', 'x y z', '"', '\\', "b'q'"]))
      if (kind === 5) return `${any([' ', '\t', '#', '\r', 'S\t', '{'])}${line}`
      return line.replace(/[a-z]+/, (word) => word.repeat(random() < 0.1 ? 4000 : 20))
    })
    .join('\n')
  return random() < 0.3 ? disturbed.replaceAll('\n', '\r\n') : disturbed
}

describe.each([
  [bpftrace, /^bpftrace-/],
  [bpftraceSyscalls, /^bpftrace-syscalls/],
  [bccTable, /^bcc-/],
  [ftrace, /^ftrace-/],
  [strace, /^strace-/],
  [perfTrace, /^perftrace-/],
] as const)('the quick way and the general way of $id', (format, own) => {
  it.each(names.filter((name) => own.test(name)))('read %s to the same, also when it is damaged', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, folder))).subarray(0, 12_000)
    const random = randomFrom(bytes.length)
    const expectSame = (input: Uint8Array, chunkBytes: number) =>
      expect(read(format.createParser(), input, chunkBytes)).toEqual(
        read(format.createGeneralParser(), input, chunkBytes),
      )
    for (const chunkBytes of [1, 7, 64, 100_000]) expectSame(bytes, chunkBytes)
    const text = new TextDecoder().decode(bytes)
    for (let round = 0; round < ROUNDS; round++) {
      expectSame(flipBytes(bytes, random), 1 + Math.floor(random() * 20_000))
      expectSame(new TextEncoder().encode(shuffle(text, random)), 20_000)
      expectSame(new TextEncoder().encode(disturb(text, random)), pick([100, 20_000, 1_000_000], random))
    }
  })
})
