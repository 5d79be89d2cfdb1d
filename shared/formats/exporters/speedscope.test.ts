import { describe, expect, it } from 'vitest'
import { isExpected } from '../../errors/errors.ts'
import type { Profile } from '../../model/profile.ts'
import { profileOf } from '../../profile/testing/profile-of.ts'
import { awkward, sampleProfiles } from '../testing/sample-profiles.ts'
import { writeText } from '../testing/write-export.ts'

/** The rules that speedscope publishes in src/lib/file-format-spec.ts, and those its reader enforces. */
interface Sampled {
  type: string
  name: string
  unit: string
  startValue: number
  endValue: number
  samples: number[][]
  weights: number[]
}
interface File {
  $schema: string
  shared: { frames: { name: string; file?: string; line?: number; col?: number }[] }
  profiles: Sampled[]
  name: string
  activeProfileIndex: number
  exporter: string
  version: string
}
const units = ['none', 'nanoseconds', 'microseconds', 'milliseconds', 'seconds', 'bytes']

const validate = (text: string): File => {
  const file: File = JSON.parse(text)
  expect(file.$schema).toBe('https://www.speedscope.app/file-format-schema.json')
  expect(Object.keys(file).sort()).toEqual(
    ['$schema', 'activeProfileIndex', 'exporter', 'name', 'profiles', 'shared', 'version'].sort(),
  )
  expect(typeof file.name).toBe('string')
  for (const frame of file.shared.frames) {
    expect(typeof frame.name).toBe('string')
    if ('file' in frame) expect(typeof frame.file).toBe('string')
    expect(Object.keys(frame).every((key) => ['name', 'file', 'line', 'col'].includes(key))).toBe(true)
  }
  expect(file.profiles[file.activeProfileIndex]).toBeDefined()
  for (const profile of file.profiles) {
    expect(profile.type).toBe('sampled')
    expect(typeof profile.name).toBe('string')
    expect(units).toContain(profile.unit)
    expect(profile.weights.length).toBe(profile.samples.length)
    const total = profile.weights.reduce((sum, weight) => sum + weight, 0)
    expect(profile.weights.every((weight) => weight >= 0)).toBe(true)
    expect(profile.endValue - profile.startValue).toBe(total)
    for (const index of profile.samples.flat())
      expect(Number.isInteger(index) && index >= 0 && index < file.shared.frames.length).toBe(true)
  }
  return file
}

/** Weight by stream and stack, told from the profile itself. */
const expectedStacks = (profile: Profile): Map<string, number> => {
  const { strings, functions, frames, stacks } = profile
  const sums = new Map<string, number>()
  for (const stream of profile.streams) {
    if (stream.kind !== 'samples' && stream.kind !== 'slices') continue
    for (let row = 0; row < stream.length; row++) {
      const names: string[] = []
      for (let at = stream.stack[row]!; at >= 0; at = stacks.parent[at]!)
        names.unshift(strings[functions.name[frames.func[stacks.frame[at]!]!]!]!)
      if (stream.kind === 'slices' && names.length === 0) names.push(strings[stream.name[row]!]!)
      const key = JSON.stringify(names)
      const weight = stream.kind === 'slices' ? stream.duration[row]! : stream.weight[row]!
      sums.set(key, (sums.get(key) ?? 0) + weight)
    }
  }
  return sums
}

describe('speedscope JSON', () => {
  it.each([...sampleProfiles])(
    'of %s keeps the published rules, and every stack with its weight',
    (_, make) => {
      const profile = make()
      const file = validate(writeText('speedscope', profile, { name: 'orders "slow"' }))
      expect(file.name).toBe('orders "slow"')
      const sums = new Map<string, number>()
      for (const { samples, weights } of file.profiles)
        samples.forEach((stack, i) => {
          const key = JSON.stringify(stack.map((frame) => file.shared.frames[frame]!.name))
          sums.set(key, (sums.get(key) ?? 0) + weights[i]!)
        })
      expect(sums).toEqual(expectedStacks(profile))
    },
  )

  it('has a profile for each stream and thread, the one that did most first to be seen', () => {
    const file = validate(writeText('speedscope', awkward()))
    expect(file.profiles.map(({ name, unit, endValue }) => [name, unit, endValue])).toEqual([
      ['cpu-clock: a "quoted" & <tagged>\u{1b}[31m; comm 7/7', 'nanoseconds', 3],
      ['cpu-clock: renamed 7/8', 'nanoseconds', 4],
      ['cpu-clock: [no thread]', 'nanoseconds', 1_000_000_007],
      ['raw_syscalls: a "quoted" & <tagged>\u{1b}[31m; comm 7/7', 'nanoseconds', 2],
      ['raw_syscalls: =cmd|calc 7/8', 'nanoseconds', 999],
    ])
    expect(file.activeProfileIndex).toBe(2)
    expect(file.shared.frames[1]).toEqual({ name: 'f<int, char>;"x"', file: '/bin/a b' })
  })

  it('refuses what has neither samples nor slices', () => {
    const profile = profileOf({
      threads: [],
      buckets: [{ name: 'a', low: 0, high: 1, count: 1 }],
      duration: 0,
    })
    expect(() => writeText('speedscope', profile)).toThrow(
      expect.toSatisfy((error) => isExpected(error) && error.code === 'export.unsupported'),
    )
  })
})
