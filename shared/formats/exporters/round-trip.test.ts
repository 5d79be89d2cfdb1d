import { describe, expect, it } from 'vitest'
import {
  frameKinds,
  hasEvents,
  kindCode,
  type Profile,
  type SampleStream,
  type SliceStream,
} from '../../model/profile.ts'
import { profileOf } from '../../profile/testing/profile-of.ts'
import { randomProfile } from '../../profile/testing/random-profile.ts'
import { seededRandom } from '../../profile/testing/seeded-random.ts'
import { NO_THREAD } from '../../profile/thread-names.ts'
import type { ExportId } from '../export-heads.ts'
import { formatById, formats } from '../registry.ts'
import { parseBytes } from '../testing/battery.ts'
import { checkProfile } from '../testing/check-profile.ts'
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
}

const carried: Partial<Record<ExportId, Carried>> = {
  speedscope: { module: true, thread: true, unit: true },
  pprof: { module: true, thread: true, address: true, summed: true, unit: true },
  firefox: { time: true, module: true, thread: true, address: true, result: true, slices: true },
  'chrome-trace': { time: true, cpu: true, module: true, thread: true, result: true, slices: true },
}

/** Where a format has no events without a thread, they are of one that is called so. */
const isThread = ({ threads, strings }: Profile, thread: number): boolean =>
  thread >= 0 && !strings[threads.name[thread]!]!.endsWith(NO_THREAD) && threads.tid[thread] !== -1

const shorten = (line: string): string =>
  line.length < 200 ? line : `${line.slice(0, 100)} … ${line.slice(-100)}`

/** The first lines that only one of them has: whole lists are too long to read. */
const differences = (a: Profile, b: Profile, of: Carried): string[] => {
  const [inA, inB] = [describeEvents(a, of), describeEvents(b, of, b.clockOrigin)]
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

/**
 * Every event as a line of what can be carried, with the weight behind, summed where lines are equal. A reader may
 * begin at the first event: `origin` is then where that was.
 */
const describeEvents = (profile: Profile, of: Carried, origin = 0): string[] => {
  const { strings, functions, frames, stacks, threads } = profile
  const sums = new Map<string, { count: number; weight: number }>()
  const nameFrame = (frame: number): string => {
    const func = frames.func[frame]!
    // pprof has the module of the place where it is, perf has none for what is inlined
    const isInlined = functions.kind[func] === kindCode.inlined
    const module = of.module && !isInlined ? (strings[functions.module[func]!] ?? '') : ''
    const address = of.address ? frames.address[frame]!.toString(16) : ''
    const kind = of.kind ? frameKinds[functions.kind[func]!] : ''
    return [strings[functions.name[func]!]!.toWellFormed(), module, address, kind].join('|')
  }
  for (const stream of profile.streams) {
    if (!hasEvents(stream.kind)) continue
    // how many there were, beside what they weigh
    if (of.summed && /(^|[ ])(samples|calls)$/.test(stream.event)) continue
    const events = stream as SampleStream | SliceStream
    for (let row = 0; row < events.length; row++) {
      const isSlice = events.kind === 'slices'
      const path: string[] = []
      for (let at = events.stack[row]!; at >= 0; at = stacks.parent[at]!)
        path.unshift(nameFrame(stacks.frame[at]!))
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

const isRead = (id: string): boolean => formats.some((format) => format.id === id)

describe.each(Object.entries(carried) as [ExportId, Carried][])('%s', (id, of) => {
  const again = (profile: Profile): Profile => parseBytes(formatById(id), writeExport(id, profile), 10_000)

  it.runIf(isRead(id)).each([...sampleProfiles])('brings %s back', (_, make) => {
    const profile = make()
    const back = again(profile)
    checkProfile(back)
    expect(back.losses).toEqual([])
    expect(differences(profile, back, of)).toEqual([])
  })

  it.runIf(isRead(id))('brings back whatever may be in a profile, for many of them', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const profile = profileOf(randomProfile(seededRandom(seed), 80))
      expect(differences(profile, again(profile), of), `seed ${seed}`).toEqual([])
    }
  })

  it.runIf(isRead(id))('is found by its content', () => {
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
