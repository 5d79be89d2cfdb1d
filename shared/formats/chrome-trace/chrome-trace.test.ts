import { describe, expect, it } from 'vitest'
import type { Profile } from '../../model/profile.ts'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { profileLines } from '../testing/profile-lines.ts'
import { chromeTrace } from './chrome-trace.ts'

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url))

interface Event {
  ph: string
  name: string
  ts: number
  dur: number
  pid: number
  tid: number
  args: { data: { startTime: number } }
}

const eventsOf = (bytes: Uint8Array): Event[] => {
  const text = new TextDecoder().decode(bytes)
  // the file that has no end
  const whole = text.endsWith('},\n') ? `${text.slice(0, -2)}]` : text
  const file: Event[] | { traceEvents: Event[] } = JSON.parse(whole)
  return Array.isArray(file) ? file : file.traceEvents
}

/** Each call as `start +duration name`, counted from the events with nothing of the reader under test. */
const callsOf = (bytes: Uint8Array): string[] => {
  const found: { start: number; end: number; name: string }[] = []
  const open = new Map<string, { start: number; name: string }[]>()
  const events = eventsOf(bytes)
  let last = 0
  for (const { ph, name, ts, dur, pid, tid } of events) {
    const thread = `${pid} ${tid}`
    if ('XBE'.includes(ph)) last = Math.max(last, ts + (ph === 'X' ? dur : 0))
    if (ph === 'X') found.push({ start: ts, end: ts + dur, name })
    if (ph === 'B') open.set(thread, [...(open.get(thread) ?? []), { start: ts, name }])
    if (ph === 'E') found.push({ ...open.get(thread)!.pop()!, end: ts })
  }
  for (const begun of open.values()) for (const call of begun) found.push({ ...call, end: last })
  const times = events.filter(({ ph }) => ph !== 'M').map(({ ts }) => ts)
  const profiles = events.flatMap(({ name, args }) => (name === 'Profile' ? [args.data.startTime] : []))
  const origin = Math.min(...times, ...profiles)
  return found
    .map(
      ({ start, end, name }) =>
        `${Math.round((start - origin) * 1000)} +${Math.round((end - start) * 1000)} ${name}`,
    )
    .sort()
}

const slicesOf = ({ streams, strings }: Profile): string[] => {
  const stream = streams.find(({ kind, event }) => kind === 'slices' && event === 'calls')
  if (stream?.kind !== 'slices') return []
  return Array.from(
    stream.name,
    (name, row) => `${stream.start[row]} +${stream.duration[row]} ${strings[name]}`,
  ).sort()
}

describe('traces of Chromium, Node and TypeScript', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(chromeTrace, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it.each([...fixtures])('%s: each call with its time', (_, bytes) => {
    expect(slicesOf(parseBytes(chromeTrace, bytes))).toEqual(callsOf(bytes))
  })

  it('are known by their content', () => {
    for (const [name, bytes] of fixtures) {
      expect(chromeTrace.sniff(bytes.subarray(0, 4096)), name).toBeGreaterThanOrEqual(0.95)
    }
  })

  it('need no end when they are an array', () => {
    expect(
      parseBytes(chromeTrace, fixtures.get('tsc-unclosed.json')!).losses.map(({ detail }) => detail),
    ).toEqual([expect.stringMatching(/^Left out: ends of calls, which last to the end of the trace/)])
  })
})

const read = (events: unknown[], more: object = {}) =>
  profileLines(parseBytes(chromeTrace, JSON.stringify({ traceEvents: events, ...more })))

describe('the events of a trace', () => {
  const at = { pid: 7, tid: 8 }

  it('are calls that nest, whose own time adds up to what passed', () => {
    const lines = read([
      { ...at, ph: 'X', name: 'inner', ts: 2, dur: 3 },
      { ...at, ph: 'X', name: 'outer', ts: 1, dur: 10 },
      { ...at, ph: 'B', name: 'b', ts: 20.5 },
      { ...at, ph: 'B', name: 'c', ts: 21 },
      { ...at, ph: 'E', ts: 23 },
      { ...at, ph: 'E', name: 'b', ts: 24.25 },
      { ...at, ph: 'E', name: 'never began', ts: 25 },
      { ...at, ph: 'M', name: 'thread_name', args: { name: 'worker' } },
      { ph: 'X', name: 'elsewhere', ts: 3, dur: 1, pid: 'db', tid: '0x7fff' },
      { ph: 'M', name: 'process_name', pid: 'db', args: { name: 'database' } },
    ])
    expect(lines).toEqual([
      'clock 1000, duration 23250',
      'slices 0 "calls" in ns, 5 rows: calls',
      '  0 +10000 [worker 7/8] outer',
      '  1000 +3000 [worker 7/8] inner',
      '  2000 +1000 [database 0x7fff 0/0] elsewhere',
      '  19500 +3750 [worker 7/8] b',
      '  20000 +2000 [worker 7/8] c',
      'samples 1 "self time" in ns, 7 rows: time in calls',
      '  0 [worker 7/8] 1000: outer group',
      '  1000 [worker 7/8] 3000: outer group ; inner group',
      '  2000 [database 0x7fff 0/0] 1000: elsewhere group',
      '  4000 [worker 7/8] 6000: outer group',
      '  19500 [worker 7/8] 500: b group',
      '  20000 [worker 7/8] 2000: b group ; c group',
      '  22000 [worker 7/8] 1250: b group',
      'unparsed 1: Left out: ends (E) of calls that had not begun; the first at byte 363.',
    ])
  })

  it('are operations by category and id, also when their end stands first', () => {
    const lines = read([
      { ...at, ph: 'e', cat: 'net', id: '0x1', name: 'request', ts: 9 },
      { ...at, ph: 'b', cat: 'net', id: '0x1', name: 'request', ts: 1 },
      { ...at, ph: 'b', cat: 'net', id: '0x1', name: 'headers', ts: 2 },
      { ...at, ph: 'e', cat: 'net', id: '0x1', name: 'headers', ts: 3 },
      { ...at, ph: 'b', cat: 'net', id2: { local: '0x1' }, name: 'open', ts: 5 },
      { ...at, pid: 9, ph: 'e', cat: 'net', id2: { local: '0x1' }, name: 'open', ts: 6 },
    ])
    expect(lines).toEqual([
      'clock 1000, duration 8000',
      'slices 0 "async" in ns, 3 rows: asynchronous operations',
      '  0 +8000 [thread 8 7/8] request',
      '  1000 +1000 [thread 8 7/8] headers',
      '  4000 +4000 [thread 8 7/8] open',
      expect.stringMatching(/^unparsed 1: Left out: ends of operations, which last to the end of the trace/),
      expect.stringMatching(/^unparsed 1: Left out: ends of operations that had not begun/),
    ])
  })

  it('are counters, instants, and samples with their stacks', () => {
    const lines = read(
      [
        { ...at, ph: 'C', name: 'heap', ts: 1, args: { used: 5, free: 7 } },
        { ...at, ph: 'C', name: 'fds', ts: 2, args: { value: 3 } },
        { ...at, pid: 9, ph: 'C', name: 'fds', ts: 3, args: { value: 'many' } },
        { ...at, pid: 9, ph: 'C', name: 'fds', ts: 3, args: { value: 4 } },
        { ...at, ph: 'i', name: 'tick', ts: 4 },
        { ...at, ph: 'X', name: 'call', ts: 5, dur: 1, sf: 2 },
        { ...at, ph: 's', name: 'flow', ts: 5, id: 1 },
        { ...at, ph: 'X', name: 'no time', dur: 1 },
        7,
      ],
      {
        samples: [{ cpu: 3, tid: 8, ts: 6.5, name: 'cpu-clock', sf: 2, weight: 1000 }, { name: 'cpu-clock' }],
        stackFrames: {
          1: { name: 'main', category: '/bin/a' },
          2: { name: 'f', category: 'libc.so', parent: 1 },
        },
      },
    )
    expect(lines).toEqual([
      'clock 1000, duration 5500',
      'slices 0 "calls" in ns, 1 rows: calls',
      '  4000 +1000 [thread 8 7/8] call: main (/bin/a) ; f (libc.so)',
      'samples 1 "self time" in ns, 1 rows: time in calls',
      '  4000 [thread 8 7/8] 1000: call group',
      'samples 2 "instants" in count, 1 rows: instant events',
      '  3000 [thread 8 7/8] 1: tick group',
      'counter 3 "counters" in count, 4 rows: counters',
      '  0 heap used = 5',
      '  0 heap free = 7',
      '  1000 fds = 3',
      '  2000 fds [9] = 4',
      'samples 4 "cpu-clock" in ns, 1 rows: CPU time (cpu-clock)',
      '  5500 [thread 8 7/8] cpu3 1000: main (/bin/a) ; f (libc.so)',
      expect.stringMatching(/^unparsed 1: Left out: counter values that are no numbers/),
      expect.stringMatching(/^unparsed 1: Left out: events without a time \(ts\)/),
      expect.stringMatching(/^unparsed 1: Left out: values that are no events of a trace/),
      expect.stringMatching(/^unparsed 1: Left out: samples without a time \(ts\)/),
    ])
  })

  it('keep every nanosecond of an epoch', () => {
    const events =
      '[{"ph":"X","ts":1712345678901234.567,"dur":0.001,"name":"a"},{"ph":"X","ts":1712345678901234.569,"dur":1,"name":"b"}'
    expect(profileLines(parseBytes(chromeTrace, events)).slice(0, 4)).toEqual([
      'clock 1712345678901234700, duration 1002',
      'slices 0 "calls" in ns, 2 rows: calls',
      '  0 +1 [thread 0 0/0] a',
      '  2 +1000 [thread 0 0/0] b',
    ])
  })

  it('whose frames are each other’s parents are read to their end', () => {
    const frames = { 1: { name: 'a', parent: 2 }, 2: { name: 'b', parent: 1 } }
    expect(read([], { samples: [{ ts: 1, tid: 1, sf: 1 }], stackFrames: frames })).toEqual([
      'clock 1000, duration 0',
      'samples 0 "samples" in count, 1 rows: samples',
      '  0 [thread 1 0/1] 1: b ; a',
    ])
  })
})

describeDamage(chromeTrace, fixtures)
