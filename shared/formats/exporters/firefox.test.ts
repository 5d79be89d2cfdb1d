import { describe, expect, it } from 'vitest'
import type { Profile } from '../../model/profile.ts'
import { profileOf } from '../../profile/testing/profile-of.ts'
import { awkward, sampleProfiles } from '../testing/sample-profiles.ts'
import { writeText } from '../testing/write-export.ts'

type Column = (number | null)[]
interface Table {
  length: number
  [column: string]: Column | number
}
interface FirefoxProfile {
  meta: {
    preprocessedProfileVersion: number
    categories: { name: string }[]
    markerSchema: { name: string }[]
  }
  libs: { path: string; name: string }[]
  shared: Record<'stackTable' | 'frameTable' | 'funcTable' | 'resourceTable' | 'nativeSymbols', Table> & {
    stringArray: string[]
  }
  threads: {
    name: string
    pid: string
    tid: number
    samples: { length: number; stack: Column; time: number[]; weight: number[] | null; weightType: string }
    markers: {
      length: number
      name: number[]
      startTime: number[]
      endTime: number[]
      data: { type: string }[]
    }
  }[]
  counters: {
    name: string
    category: string
    description: string
    pid: string
    mainThreadIndex: number
    samples: { length: number; time: number[]; count: number[] }
  }[]
}

const columns = (table: Table) =>
  Object.entries(table).filter((entry): entry is [string, Column] => Array.isArray(entry[1]))

/** The rules of src/types/profile.ts for version 60: all columns there, equally long, indices within their tables. */
const validate = (text: string): FirefoxProfile => {
  const profile: FirefoxProfile = JSON.parse(text)
  const { stackTable, frameTable, funcTable, resourceTable, nativeSymbols, stringArray } = profile.shared
  expect(profile.meta.preprocessedProfileVersion).toBe(60)
  const names = (table: Table) => columns(table).map(([name]) => name)
  expect(names(stackTable)).toEqual(['frame', 'prefix'])
  expect(names(frameTable)).toEqual([
    ...['address', 'inlineDepth', 'category', 'subcategory', 'func', 'nativeSymbol', 'innerWindowID'],
    ...['line', 'column'],
  ])
  expect(names(funcTable)).toEqual([
    ...['name', 'isJS', 'relevantForJS', 'resource', 'source', 'lineNumber', 'columnNumber'],
  ])
  expect(names(resourceTable)).toEqual(['type', 'lib', 'name', 'host'])
  for (const table of [stackTable, frameTable, funcTable, resourceTable, nativeSymbols])
    for (const [, column] of columns(table)) expect(column.length).toBe(table.length)
  const within = (column: Column | number | undefined, length: number, least = 0) =>
    expect((column as Column).every((at) => at === null || (at >= least && at < length))).toBe(true)
  within(stackTable.frame, frameTable.length)
  within(frameTable.func, funcTable.length)
  within(frameTable.category, profile.meta.categories.length)
  within(funcTable.name, stringArray.length)
  within(funcTable.resource, resourceTable.length, -1)
  within(resourceTable.lib, profile.libs.length)
  ;(stackTable.prefix as Column).forEach((prefix, stack) => {
    expect(prefix === null || prefix < stack).toBe(true)
  })
  for (const { samples, markers } of profile.threads) {
    within(samples.stack, stackTable.length)
    for (const column of [samples.stack, samples.time]) expect(column.length).toBe(samples.length)
    expect([...samples.time].sort((a, b) => a - b)).toEqual(samples.time)
    expect(['samples', 'tracing-ms', 'bytes']).toContain(samples.weightType)
    within(markers.name, stringArray.length)
    for (const [, column] of columns(markers as never)) expect(column.length).toBe(markers.length)
    for (const { type } of markers.data)
      expect(profile.meta.markerSchema.map(({ name }) => name)).toContain(type)
  }
  for (const { name, category, description, pid, mainThreadIndex, samples } of profile.counters) {
    for (const text of [name, category, description, pid]) expect(typeof text).toBe('string')
    expect(profile.threads[mainThreadIndex]).toBeDefined()
    for (const column of [samples.time, samples.count]) expect(column.length).toBe(samples.length)
    expect([...samples.time].sort((a, b) => a - b)).toEqual(samples.time)
  }
  return profile
}

describe('a Firefox profile', () => {
  it.each([...sampleProfiles])('of %s keeps the rules and holds every event', (_, make) => {
    const profile = make()
    const file = validate(writeText('firefox', profile))
    const count = (kind: string) =>
      profile.streams.reduce((sum, stream) => sum + (stream.kind === kind ? stream.length : 0), 0)
    expect(file.threads.reduce((sum, { samples }) => sum + samples.length, 0)).toBe(count('samples'))
    expect(file.threads.reduce((sum, { markers }) => sum + markers.length, 0)).toBe(count('slices'))
    expect(file.shared.stackTable.length).toBe(profile.stacks.length)
  })

  it('has times and weights in milliseconds, and what a stack is made of', () => {
    const { threads, shared, libs } = validate(writeText('firefox', awkward()))
    const thread = threads[0]!
    expect([thread.name, thread.pid, thread.tid]).toEqual([
      'a "quoted" & <tagged>\u{1b}[31m; comm (cpu-clock)',
      '7',
      7,
    ])
    expect(thread.samples).toEqual({
      weightType: 'tracing-ms',
      length: 2,
      stack: [2, 1],
      time: [0, 4_503_599_627.370497],
      weight: [0.000003, 0],
    })
    expect(threads[3]!.markers).toMatchObject({
      startTime: [0.000001],
      endTime: [0.000003],
      data: [{ type: 'slice', result: -11 }],
    })
    expect(libs.map(({ path }) => path)).toEqual(['/bin/a b', '[kernel]'])
    expect(shared.frameTable.address).toEqual([-1, 1, 2, 3])
  })

  it('has a counter for each name, those of memory as changes, and a thread to show them below', () => {
    const counters = [
      { time: 1_500_000, name: 'free', value: 4096 },
      { time: 1_500_000, name: 'cached', value: 10 },
      { time: 2_000_001, name: 'free', value: 1024 },
      { time: 3_000_000, name: 'free', value: Number.NaN },
    ]
    const profile = profileOf({ threads: [], counters, duration: 3_000_000 })
    const inBytes: Profile = {
      ...profile,
      streams: profile.streams.map((stream) => ({ ...stream, id: 1, event: 'meminfo', unit: 'bytes' })),
    }
    const both = { ...profile, streams: [...profile.streams, ...inBytes.streams] }
    const file = validate(writeText('firefox', both))
    expect(file.threads.map(({ name, samples }) => [name, samples.length])).toEqual([['counters', 0]])
    const read = file.counters.map(({ name, category, samples }) => ({ name, category, ...samples }))
    expect(read).toEqual([
      { name: 'free', category: 'vmstat', length: 2, time: [1.5, 2.000001], count: [4096, 1024] },
      { name: 'cached', category: 'vmstat', length: 1, time: [1.5], count: [10] },
      { name: 'free', category: 'Memory', length: 2, time: [1.5, 2.000001], count: [4096, -3072] },
      { name: 'cached', category: 'Memory', length: 1, time: [1.5], count: [10] },
    ])
  })
})
