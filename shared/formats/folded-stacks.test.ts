import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { frameKinds, type Profile } from '../model/profile.ts'
import { foldToText } from './folded.ts'
import { foldedStacks } from './folded-stacks.ts'
import { samplesOf, stackText, streamsText, weightsText } from './profile-text.ts'
import { describeDamage, parseBytes } from './testing/battery.ts'

const names = ['folded-perf-stackcollapse.txt', 'folded-py-spy.txt', 'folded-py-spy-threads.txt']
const fixtures = new Map(
  names.map((name) => [name, new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)))]),
)

const parse = (text: string): Profile => parseBytes(foldedStacks, text)
const written = (profile: Profile): string =>
  Array.from(foldToText(profile), (chunk) => new TextDecoder().decode(chunk)).join('')

describe('folded stacks', () => {
  it.each([...fixtures])('reads every line of %s with its weight and its frames', (_, bytes) => {
    const profile = parseBytes(foldedStacks, bytes)
    const lines = new TextDecoder().decode(bytes).trimEnd().split('\n')
    expect(weightsText(profile)).toEqual(
      lines.map((line) => {
        const space = line.lastIndexOf(' ')
        return `0  -1/-1 cpu-1 ${line.slice(space + 1)} ${line.slice(0, space)}`
      }),
    )
    expect(profile.losses).toEqual([])
    expect({ origin: profile.clockOrigin, duration: profile.duration }).toEqual({ origin: 0, duration: 0 })
    expect(foldedStacks.sniff(bytes)).toBeGreaterThan(0.8)
  })

  it('is written again as it was', () => {
    const text = 'a;b c;d 3\na;e 7.5\nmain 1\n'
    expect(written(parse(text))).toBe(text)
  })

  it('takes kinds, modules and unknown functions from the marks of the scripts', () => {
    const profile = parse('app;main;inner_[i];do_syscall_64_[k];jitted_[j];[libc.so.6];[unknown] 2\n')
    expect(stackText(profile, samplesOf(profile).stack[0]!)).toEqual([
      '0 [unknown] (-) unknown',
      '0 [unknown] (libc.so.6) unknown',
      '0 jitted (-) jit',
      '0 do_syscall_64 (-) kernel',
      '0 inner (-) inlined',
      '0 main (-) unknown',
      '0 app (-) unknown',
    ])
  })

  it('knows the kernel by the delimiter of bcc', () => {
    const profile = parse('dd;write;-;entry_SYSCALL_64;vfs_write 4\n')
    const { functions, strings } = profile
    expect(
      Array.from(functions.name, (name, func) => `${strings[name]} ${frameKinds[functions.kind[func]!]}`),
    ).toEqual(['dd unknown', 'write unknown', 'entry_SYSCALL_64 kernel', 'vfs_write kernel'])
  })

  it('makes two streams of two weights, as difffolded.pl writes them', () => {
    const profile = parse('a;b 10 20\na;c 0 5\na;d 1 0\n')
    expect(streamsText(profile)).toEqual([
      'samples folded [count] "Folded stacks: before" 2',
      'samples folded [count] "Folded stacks: after" 2',
    ])
    expect(weightsText(profile, 0)).toEqual(['0  -1/-1 cpu-1 10 a;b', '0  -1/-1 cpu-1 1 a;d'])
    expect(weightsText(profile, 1)).toEqual(['0  -1/-1 cpu-1 20 a;b', '0  -1/-1 cpu-1 5 a;c'])
  })

  it('takes a number before the weight for part of a name when not every line has one', () => {
    expect(weightsText(parse('a;worker 1 20\na;c 5\n'))).toEqual([
      '0  -1/-1 cpu-1 20 a;worker 1',
      '0  -1/-1 cpu-1 5 a;c',
    ])
  })

  it('takes a number of hundreds of digits for no weight, and a name of megabytes as it is', () => {
    const profile = parse(`a;b ${'9'.repeat(400)}\na;c 5\n`)
    expect(weightsText(profile)).toEqual(['0  -1/-1 cpu-1 5 a;c'])
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 1]])
    const name = 'usr'.repeat(1_000_000)
    expect(parse(`${name} 7\n`).strings).toContain(name)
  })

  it('tells a comment from a thread whose name begins like one', () => {
    const profile = parse('# taken for 60\n#worker;main 3\n')
    expect(weightsText(profile)).toEqual(['0  -1/-1 cpu-1 3 #worker;main'])
  })

  it('counts lines without a weight, and says that a last line may be cut', () => {
    const profile = parse('a;b 1\nno weight here\na;c 12')
    expect(weightsText(profile)).toEqual(['0  -1/-1 cpu-1 1 a;b', '0  -1/-1 cpu-1 12 a;c'])
    expect(profile.losses).toEqual([
      {
        kind: 'unparsed',
        count: 1,
        detail:
          'Lines that could not be read and were left out, the first at line 2 (byte 6): "no weight here"',
      },
      {
        kind: 'truncated',
        count: 1,
        detail:
          'The input ends in the middle of a record, at line 3 (byte 21): no newline ends it; its weight is taken as it stands.',
      },
    ])
  })
})

describeDamage(foldedStacks, fixtures)
