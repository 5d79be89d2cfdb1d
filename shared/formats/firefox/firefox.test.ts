import { describe, expect, it } from 'vitest'
import { isExpected } from '../../errors/errors.ts'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { readFixtures } from '../testing/fixtures.ts'
import { profileLines } from '../testing/profile-lines.ts'
import { firefox } from './firefox.ts'

const fixtures = readFixtures(new URL('./fixtures/', import.meta.url))
const read = (version: number) =>
  profileLines(parseBytes(firefox, fixtures.get(`version-${version}.written-from-the-docs.json`)!))

describe('processed profiles of the Firefox Profiler', () => {
  it.each([...fixtures])('%s: every row', async (name, bytes) => {
    const lines = profileLines(parseBytes(firefox, bytes))
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`./fixtures/${name}.expected.txt`)
  })

  it('may have tables, strings and libraries of each thread', () => {
    const main = '[GeckoMain 4711/4711]'
    const root = '(root)'
    const native = `${root} ; main (/usr/lib/firefox/libxul.so) user 0x1234`
    expect(read(30)).toEqual([
      'clock 1795853749001250000, duration 5000000',
      'samples 0 "samples" in count, 5 rows: samples',
      `  500000 ${main} 1: ${native} ; render (orders.js) jit`,
      `  1500000 ${main} 1: ${native} ; render (orders.js) jit`,
      `  2500001 ${main} 1: ${native}`,
      `  3750000 ${main} 1: -`,
      `  5000000 ${main} 1: ${root} ; poll (/usr/lib/firefox/libxul.so) inlined 0x5678`,
      'slices 1 "markers" in ns, 2 rows: markers',
      `  1000000 +500000 ${main} Paint: ${native}`,
      `  2250000 +1750000 ${main} Runnable`,
      'samples 2 "instants" in count, 1 rows: instant markers',
      `  2000000 ${main} 1: DOMEvent group`,
      'counter 3 "memory" in bytes, 3 rows: memory',
      '  0 malloc (4711) = 4096',
      '  1000000 malloc (4711) = 5120',
      '  2000000 malloc (4711) = 4608',
    ])
  })

  it('may have weights in milliseconds, addresses of 64 bits, differences of times, allocations', () => {
    const start = '_start (/opt/demo/ordersd) user 0x1000'
    const run = `${start} ; order_loop<int>::run() (/opt/demo/ordersd) inlined 0x2000`
    const call = `${run} ; read (/usr/lib/x86_64-linux-gnu/libc.so.6) user 0x3000`
    expect(read(56)).toEqual([
      'clock 100100000, duration 300000',
      'samples 0 "samples" in ns, 5 rows: time',
      `  0 [ordersd 812/812] 100000: ${call} ; __x64_sys_read ([kernel.kallsyms]) kernel 0xffffffff81880000`,
      `  50000 [worker-1 812/813] 125000: ${start}`,
      `  100000 [ordersd 812/812] 100000: ${call}`,
      `  200000 [ordersd 812/812] 250000: ${run}`,
      '  300000 [ordersd 812/812] 500000: -',
      'samples 1 "native allocations" in bytes, 2 rows: bytes',
      `  100000 [worker-1 812/813] 4096: ${run}`,
      `  200000 [worker-1 812/813] -4096: ${run}`,
    ])
  })

  it('may share all tables', () => {
    const main = 'main (file:///srv/orders.mjs) jit'
    const hash = `${main} ; hashOrders (file:///srv/orders.mjs) jit`
    const digest = `${hash} ; EVP_DigestUpdate (/usr/lib/libcrypto.so.3) user 0x1e240`
    expect(read(60)).toEqual([
      'clock 1795853749001250000, duration 2250000',
      'samples 0 "samples" in count, 4 rows: samples',
      `  0 [node 77/77] 1: ${digest}`,
      `  1000000 [node 77/77] 3: ${hash}`,
      `  2000000 [worker 77/77] 1: ${hash}`,
      `  2250000 [node 77/77] 1: ${digest}`,
      'slices 1 "markers" in ns, 1 rows: markers',
      '  1250000 +500000 [node 77/77] GC',
      'counter 2 "counters" in count, 2 rows: counters',
      '  0 processCPU (77) = 10',
      '  1500000 processCPU (77) = 20',
    ])
  })

  it('are known by their content', () => {
    for (const bytes of fixtures.values()) {
      expect(firefox.sniff(bytes.subarray(0, 4096))).toBeGreaterThanOrEqual(0.9)
    }
  })

  it('that are not processed are refused with what to do', () => {
    const raw =
      '{"meta":{"version":24,"interval":1},"threads":[{"samples":{"schema":{"stack":0},"data":[[1]]}}]}'
    expect(() => parseBytes(firefox, raw)).toThrow(
      expect.toSatisfy(
        (error) => isExpected(error) && error.remedy.startsWith('Open it in the Firefox Profiler'),
      ),
    )
  })

  it('whose tables point at what is not there are read as far as they go', () => {
    const thread = {
      ...{ name: 't', pid: '1', tid: 1, stringArray: ['f'] },
      funcTable: { name: [0, 9], resource: [5, -1] },
      frameTable: { func: [0, 1, 77], address: ['x', -1, 3] },
      stackTable: { frame: [0, 1, 8, 0], prefix: [2, 0, 1, null] },
      samples: { stack: [0, 1, 2, 99], time: [1, 2, 3, 4], weight: [1, 1, 1] },
      markers: { name: [0, 0], startTime: [1, 2], endTime: [2, 1], phase: [3, 1] },
    }
    const text = JSON.stringify({ meta: { preprocessedProfileVersion: 40 }, threads: [thread] })
    expect(profileLines(parseBytes(firefox, text))).toEqual([
      'clock 1000000, duration 2000000',
      'samples 0 "samples" in count, 3 rows: samples',
      '  0 [t 1/1] 1: f',
      '  1000000 [t 1/1] 1: f ; [unknown]',
      '  2000000 [t 1/1] 1: f ; [unknown]',
      expect.stringMatching(/^unparsed 2: Left out: names of functions that are not there/),
      expect.stringMatching(/^unparsed 1: Left out: callers of stacks that are not there/),
      expect.stringMatching(/^unparsed 1: Left out: frames of stacks that are not there/),
      expect.stringMatching(/^unparsed 1: Left out: samples whose time or weight is missing/),
      expect.stringMatching(/^unparsed 1: Left out: ends of markers that had not begun/),
      expect.stringMatching(/^unparsed 1: Left out: markers without their times/),
    ])
  })
})

describeDamage(firefox, fixtures)
