import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Loss, Profile } from '../model/profile.ts'
import { seededRandom } from '../profile/testing/seeded-random.ts'
import { bpftraceSyscalls } from './bpftrace-syscalls.ts'
import type { Format } from './format.ts'
import { createLiveProfile } from './live-profile.ts'
import { perfScript } from './perf-script.ts'
import { distributionText, samplesText, slicesText, stackText, streamsText } from './profile-text.ts'

const MANY = 1_000_000

const readFixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`./fixtures/${name}`, import.meta.url)))

/** As a person sees it: whatever the numbers of strings and rows are, and without what an early end alone means. */
const textOf = (profile: Profile) => ({
  streams: streamsText(profile),
  events: profile.streams.map((stream, id) => {
    if (stream.kind === 'slices') return slicesText(profile, id)
    if (stream.kind === 'distribution') return distributionText(profile, id)
    return samplesText(profile, id).map((line, row) => [
      line,
      ...stackText(profile, (stream as { stack: Int32Array }).stack[row]!),
    ])
  }),
  losses: profile.losses.filter(({ kind }: Loss) => kind !== 'truncated'),
  clockOrigin: profile.clockOrigin,
  duration: profile.duration,
})

const readAll = (format: Format, bytes: Uint8Array): Profile => {
  const parser = format.createParser()
  parser.push(bytes)
  return parser.finish()
}

/** Behind the last record whose end is there: an empty line ends a sample, a newline anything else. */
const wholeRecords: Record<string, (bytes: Uint8Array) => number> = {
  'perf-script': (bytes) => {
    const text = Buffer.from(bytes).toString('latin1')
    const behindSample = text.lastIndexOf('\n\n') + 2
    const records = /^(?:.*PERF_RECORD_.*\n)*/.exec(text.slice(behindSample === 1 ? 0 : behindSample))![0]
    return (behindSample === 1 ? 0 : behindSample) + records.length
  },
  'bpftrace-syscalls': (bytes) => bytes.lastIndexOf(10) + 1,
}

const files: readonly (readonly [Format, string])[] = [
  [perfScript, 'perf-fp.txt'],
  [perfScript, 'perf-three-events.txt'],
  [perfScript, 'perf-lost.txt'],
  [bpftraceSyscalls, 'bpftrace-syscalls.json'],
  [bpftraceSyscalls, 'bpftrace-syscalls.txt'],
]

it.each(files)(
  '%# what has come so far of %s is what its whole records are, wherever it is cut',
  (format, name) => {
    const bytes = readFixture(name)
    const random = seededRandom(7)
    const parser = format.createParser()
    const live = createLiveProfile()
    let looks = 0
    for (let at = 0; at < bytes.length; ) {
      const next = Math.min(bytes.length, at + random.integer(1, Math.ceil(bytes.length / 20)))
      parser.push(bytes.slice(at, next))
      at = next
      // nobody looks each time
      if (random.integer(0, 9) < 3 && next < bytes.length) continue
      const piece = parser.since?.(live.cursor, MANY) ?? null
      if (piece === null) continue
      live.append(piece)
      looks++
      const whole = wholeRecords[format.id]!(bytes.subarray(0, at))
      expect(textOf(live.profile())).toEqual(textOf(readAll(format, bytes.subarray(0, whole))))
    }
    expect(looks).toBeGreaterThan(5)
    // looking has changed nothing
    expect(parser.finish()).toEqual(readAll(format, bytes))
  },
)

it('of more rows than are wanted the first are there, and how many there are', () => {
  const parser = perfScript.createParser()
  parser.push(readFixture('perf-fp.txt'))
  const live = createLiveProfile()
  for (const most of [10, 25]) {
    live.append(parser.since!(live.cursor, most)!)
    expect({ events: live.events, total: live.total }).toEqual({ events: most, total: 106 })
  }
  const all = textOf(readAll(perfScript, readFixture('perf-fp.txt'))).events[0]
  expect(textOf(live.profile()).events[0]).toEqual(all?.slice(0, 25))
})

it('there is nothing to be seen before anything was recognised', () => {
  for (const format of [perfScript, bpftraceSyscalls]) {
    const parser = format.createParser()
    expect(parser.since!(createLiveProfile().cursor, MANY)).toBeNull()
    parser.push(new TextEncoder().encode('Attaching 5 probes...\n'))
    expect(parser.since!(createLiveProfile().cursor, MANY)).toBeNull()
  }
})
