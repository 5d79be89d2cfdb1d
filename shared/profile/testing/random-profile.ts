/** Small profiles with everything that is awkward: recursion, missing stacks, missing threads and CPUs, equal times. */
import type { ProfileText, SampleText, SliceText } from './profile-of.ts'
import type { Random } from './seeded-random.ts'

const functions = [
  'main@app',
  'work@app',
  'work@app#2',
  'alloc@libc',
  'Sort<int>@app',
  'read@[kernel]',
  'idle@',
]
const calls = ['read', 'write', 'fsync', 'nanosleep']

export function randomProfile(random: Random, events = 200): ProfileText {
  const threads = [
    { pid: 10, tid: 10, name: 'web' },
    { pid: 10, tid: 11, name: 'web-io' },
    { pid: 20, tid: 21, name: 'db-log' },
    { pid: 20, tid: 20, name: 'db' },
  ]
  const duration = 1000
  const times = Array.from({ length: events }, () => random.integer(0, duration)).sort((a, b) => a - b)
  const samples: SampleText[] = times.map((time) => ({
    time,
    thread: random.integer(-1, threads.length - 1),
    stack: Array.from({ length: random.integer(0, 6) }, () => random.pick(functions)),
    weight: random.integer(0, 5),
    cpu: random.integer(-1, 11),
  }))
  const slices: SliceText[] = times.map((start) => ({
    start,
    duration: random.chance(0.1) ? random.integer(0, 300) : random.integer(0, 20),
    thread: random.integer(-1, threads.length - 1),
    name: random.pick(calls),
    result: random.integer(-5, 5),
  }))
  return { threads, samples, slices, duration }
}
