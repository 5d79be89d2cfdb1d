import { describe, expect, it } from 'vitest'
import {
  frameKinds,
  hasEvents,
  kindCode,
  type Profile,
  type SampleStream,
  type SliceStream,
  type StreamKind,
} from '../../model/profile.ts'
import { profileOf } from '../../profile/testing/profile-of.ts'
import { randomProfile } from '../../profile/testing/random-profile.ts'
import { seededRandom } from '../../profile/testing/seeded-random.ts'
import { NO_THREAD } from '../../profile/thread-names.ts'
import { type ExportId, exportHead } from '../export-heads.ts'
import { formatById, formats } from '../registry.ts'
import { parseBytes } from '../testing/battery.ts'
import { checkProfile } from '../testing/check-profile.ts'
import { readCorpus } from '../testing/corpus.ts'
import { sampleProfiles } from '../testing/sample-profiles.ts'
import { writeExport, writeText } from '../testing/write-export.ts'

/** What a format can carry of an event. */
interface Carried {
  readonly time?: boolean
  readonly cpu?: boolean
  readonly address?: boolean
  readonly module?: boolean
  readonly kind?: boolean
  readonly thread?: boolean
  readonly result?: boolean
  /** rows of one thread and stack are one */
  readonly summed?: boolean
  readonly unit?: boolean
  /** slices stay slices */
  readonly slices?: boolean
  readonly counters?: boolean
}

const carried: Partial<Record<ExportId, Carried>> = {
  speedscope: { module: true, thread: true, unit: true },
  pprof: { module: true, thread: true, address: true, summed: true, unit: true },
  firefox: {
    time: true,
    module: true,
    thread: true,
    address: true,
    result: true,
    slices: true,
    counters: true,
  },
  'chrome-trace': {
    ...{ time: true, cpu: true, module: true, thread: true, result: true, slices: true, counters: true },
  },
}

/** Where a format has no events without a thread, they are of one that is called so. */
const isThread = ({ threads, strings }: Profile, thread: number): boolean =>
  thread >= 0 && !strings[threads.name[thread]!]!.endsWith(NO_THREAD) && threads.tid[thread] !== -1

const shorten = (line: string): string =>
  line.length < 200 ? line : `${line.slice(0, 100)} … ${line.slice(-100)}`

/** The first lines that only one of them has: whole lists are too long to read. */
const differences = (a: Profile, b: Profile, of: Carried): string[] => {
  const describeAll = (profile: Profile, origin: number) => [
    ...describeEvents(profile, of, origin, of.summed && profile === b ? countsOf(a) : null),
    ...(of.counters ? describeCounters(profile, origin) : []),
  ]
  const [inA, inB] = [describeAll(a, 0), describeAll(b, b.clockOrigin)]
  const [setA, setB] = [new Set(inA), new Set(inB)]
  return [
    ...inA
      .filter((line) => !setB.has(line))
      .slice(0, 3)
      .map((line) => `only written: ${shorten(line)}`),
    ...inB
      .filter((line) => !setA.has(line))
      .slice(0, 3)
      .map((line) => `only read: ${shorten(line)}`),
  ]
}

/** pprof has beside what events weigh how many there were, in streams of their own: their names. */
const countsOf = ({ streams }: Profile): ReadonlySet<string> => {
  const events = streams.filter(
    (stream): stream is SampleStream | SliceStream => hasEvents(stream.kind) && stream.length > 0,
  )
  return new Set(
    events.flatMap((stream) => {
      const counted = stream.kind === 'slices' ? 'calls' : 'samples'
      const weighs =
        stream.kind === 'slices' || stream.unit !== 'count' || stream.weight.some((weight) => weight !== 1)
      const isPlain = events.length === 1 && stream.event !== counted
      return weighs ? [isPlain ? counted : `${stream.event} ${counted}`] : []
    }),
  )
}

/**
 * Every event as a line of what can be carried, with the weight behind, summed where lines are equal. A reader may
 * begin at the first event: `origin` is then where that was. Streams that are called as one of `passed` are left out.
 */
const describeEvents = (
  profile: Profile,
  of: Carried,
  origin: number,
  passed: ReadonlySet<string> | null,
): string[] => {
  const { strings, functions, frames, stacks, threads } = profile
  const sums = new Map<string, { count: number; weight: number }>()
  const addressOf = (stack: number) => (stack < 0 ? null : frames.address[stacks.frame[stack]!])
  const nameFrame = (stack: number): string => {
    const frame = stacks.frame[stack]!
    const func = frames.func[frame]!
    // pprof has the module of the place where it is, perf has none for what is inlined
    const isInlined =
      of.summed &&
      functions.kind[func] === kindCode.inlined &&
      addressOf(stacks.parent[stack]!) === frames.address[frame]
    const module = of.module && !isInlined ? (strings[functions.module[func]!] ?? '') : ''
    const address = of.address ? frames.address[frame]!.toString(16) : ''
    const kind = of.kind ? frameKinds[functions.kind[func]!] : ''
    return [strings[functions.name[func]!]!.toWellFormed(), module, address, kind].join('|')
  }
  for (const stream of profile.streams) {
    if (!hasEvents(stream.kind)) continue
    if (passed?.has(stream.event)) continue
    const events = stream as SampleStream | SliceStream
    for (let row = 0; row < events.length; row++) {
      const isSlice = events.kind === 'slices'
      const path: string[] = []
      for (let at = events.stack[row]!; at >= 0; at = stacks.parent[at]!) path.unshift(nameFrame(at))
      const call = isSlice ? strings[events.name[row]!]!.toWellFormed() : ''
      const isCallFrame = isSlice && !of.slices && path.length === 0
      if (isCallFrame) path.push(`${call}||${of.address ? 0 : ''}|`)
      const thread = events.thread[row]!
      const time = isSlice ? events.start[row]! : events.time[row]!
      const parts = [
        of.slices ? events.kind : '',
        of.unit ? events.unit : '',
        of.time ? time + origin : '',
        of.cpu && !isSlice ? events.cpu[row] : '',
        of.thread && isThread(profile, thread) ? `${threads.pid[thread]}/${threads.tid[thread]}` : '',
        of.slices && isSlice ? call : '',
        of.result && isSlice ? events.result[row] : '',
        path.join(';'),
      ]
      const key = JSON.stringify(parts)
      const sum = sums.get(key) ?? { count: 0, weight: 0 }
      sum.count++
      sum.weight += isSlice ? events.duration[row]! : events.weight[row]!
      sums.set(key, sum)
    }
  }
  return [...sums]
    .filter(([, { weight }]) => !of.summed || weight !== 0)
    .map(([key, { count, weight }]) => `${key} ${of.summed ? '' : count} ${Math.round(weight)}`)
    .sort()
}

/** Values that are no number cannot be written as JSON. */
const describeCounters = ({ streams, strings }: Profile, origin: number): string[] =>
  streams.flatMap((stream) =>
    stream.kind !== 'counter'
      ? []
      : Array.from(stream.time, (time, row) => ({ time, row }))
          .filter(({ row }) => Number.isFinite(stream.value[row]))
          .map(
            ({ time, row }) =>
              `${stream.event} ${strings[stream.name[row]!]} at ${time + origin}: ${stream.value[row]}`,
          ),
  )

const canWrite = (id: ExportId, kind: StreamKind): boolean => {
  const from: readonly StreamKind[] | undefined = exportHead(id).from
  return from === undefined || from.includes(kind)
}

describe.each(Object.entries(carried) as [ExportId, Carried][])('%s', (id, of) => {
  const again = (profile: Profile): Profile => parseBytes(formatById(id), writeExport(id, profile), 10_000)

  it.each([...sampleProfiles])('brings %s back', (_, make) => {
    const profile = make()
    const back = again(profile)
    checkProfile(back)
    expect(back.losses).toEqual([])
    expect(differences(profile, back, of)).toEqual([])
  })

  it('brings back whatever may be in a profile, for many of them', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const profile = profileOf(randomProfile(seededRandom(seed), 80))
      expect(differences(profile, again(profile), of), `seed ${seed}`).toEqual([])
    }
  })

  it('brings back what can be read of every real file', () => {
    let written = 0
    for (const { id: from, name, bytes } of readCorpus()) {
      const profile = parseBytes(formatById(from), bytes)
      if (!profile.streams.some(({ kind, length }) => length > 0 && canWrite(id, kind))) continue
      written++
      const back = again(profile)
      checkProfile(back)
      expect(differences(profile, back, of), `${name} of ${from}`).toEqual([])
    }
    expect(written).toBeGreaterThan(50)
  }, 60_000)

  it('is found by its content', () => {
    for (const [, make] of sampleProfiles) {
      const bytes = writeExport(id, make()).subarray(0, 64 * 1024)
      const best = formats
        .map((format) => ({ id: format.id, sure: format.sniff(bytes) }))
        .sort((a, b) => b.sure - a.sure)
      expect(best[0]?.id).toBe(id)
    }
  })
})

describe('folded', () => {
  it.each([...sampleProfiles].filter(([name]) => name !== 'slow calls'))(
    'text of %s is the same when it was read and written again',
    (_, make) => {
      const profile = make()
      for (const raw of [false, true]) {
        const text = writeText('folded', profile, { raw })
        const back = parseBytes(formatById('folded'), text)
        checkProfile(back)
        expect(writeText('folded', back, { raw: true })).toBe(text)
      }
    },
  )
})
