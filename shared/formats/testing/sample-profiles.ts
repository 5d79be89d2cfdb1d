/** Profiles that exporters are tried with: of real tools, and with all that is awkward. Only for tests. */
import { readFileSync } from 'node:fs'
import type { Profile } from '../../model/profile.ts'
import { profileOf } from '../../profile/testing/profile-of.ts'
import { randomProfile } from '../../profile/testing/random-profile.ts'
import { seededRandom } from '../../profile/testing/seeded-random.ts'
import { formatById } from '../registry.ts'

export const readFixture = (format: string, file: string): Profile => {
  const parser = formatById(format).createParser()
  parser.push(new Uint8Array(readFileSync(new URL(`../fixtures/${file}`, import.meta.url))))
  return parser.finish()
}

export const awkward = (): Profile =>
  profileOf({
    threads: [
      { pid: 7, tid: 7, name: 'a "quoted" & <tagged>\u{1b}[31m; comm' },
      { pid: 7, tid: 8, name: '=cmd|calc' },
      { pid: 7, tid: 8, name: 'renamed' },
    ],
    samples: [
      { time: 0, thread: 0, stack: ['main@/bin/a b', 'f<int, char>;"x"@/bin/a b', 'g@[kernel]'], weight: 3 },
      { time: 5, thread: 2, stack: [], weight: 4 },
      { time: 5, thread: -1, stack: ['main@/bin/a b', '\ud800\u{1f525}@'], weight: 1_000_000_007 },
      {
        time: 4_503_599_627_370_497,
        thread: 0,
        stack: ['main@/bin/a b', 'f<int, char>;"x"@/bin/a b'],
        weight: 0,
      },
    ],
    slices: [
      { start: 1, duration: 2, thread: 0, name: '-read', result: -11 },
      { start: 4_503_599_627_370_001, duration: 999, thread: 1, name: 'write,"all"\n' },
    ],
    buckets: [
      { name: 'read', low: 0, high: 1024, count: 3 },
      { name: 'read', low: 1024, high: Number.POSITIVE_INFINITY, count: 1 },
    ],
    counters: [
      { time: 0, name: 'free', value: 1.5 },
      { time: 7, name: 'free', value: Number.NaN },
    ],
    duration: 4_503_599_627_371_000,
  })

export const sampleProfiles: ReadonlyMap<string, () => Profile> = new Map([
  ['perf with frame pointers', () => readFixture('perf-script', 'perf-fp.txt')],
  ['perf with inlined frames', () => readFixture('perf-script', 'perf-dwarf-inlined.txt')],
  ['perf with three events', () => readFixture('perf-script', 'perf-three-events.txt')],
  ['perf of a JIT', () => readFixture('perf-script', 'perf-jit-java.txt')],
  ['slow calls', () => readFixture('bpftrace-syscalls', 'bpftrace-syscalls.json')],
  ['what is awkward', awkward],
  ['random events', () => profileOf(randomProfile(seededRandom(7), 500))],
])
