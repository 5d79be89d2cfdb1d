import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Profile } from '../model/profile.ts'
import { MAX_LINE_BYTES } from './line-reader.ts'
import { perfScript } from './perf-script.ts'
import { frameText, samplesOf, samplesText, stackText } from './profile-text.ts'

const fixtures = new URL('./fixtures/', import.meta.url)
const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, fixtures)))

const parse = (input: Uint8Array | string, chunkBytes = Number.POSITIVE_INFINITY): Profile => {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input
  const parser = perfScript.createParser()
  for (let at = 0; at < bytes.length; at += chunkBytes) parser.push(bytes.slice(at, at + chunkBytes))
  return parser.finish()
}

describe('perf script', () => {
  it('reads an event with its call chain, leaf first, in every column', () => {
    const profile = parse(
      [
        'order-wrk-1 12769/12772 [001]  1185.637351267:   20408163 cpu-clock:ppp: ',
        '\t            114c spin+0x1c (/opt/demo/wl/liborder.so)',
        '\tffffffff821ef691 do_syscall_64+0x71 ([kernel.kallsyms])',
        '\t           891f4 [unknown] (/usr/lib/x86_64-linux-gnu/libc.so.6)',
        '',
        '',
      ].join('\n'),
    )
    expect(samplesText(profile)).toEqual(['0 order-wrk-1 12769/12772 cpu1 20408163'])
    expect(stackText(profile, samplesOf(profile).stack[0]!)).toEqual([
      '114c spin (/opt/demo/wl/liborder.so) user',
      'ffffffff821ef691 do_syscall_64 ([kernel.kallsyms]) kernel',
      '891f4 [unknown] (/usr/lib/x86_64-linux-gnu/libc.so.6) unknown',
    ])
    const { event, unit, title } = samplesOf(profile)
    expect({ event, unit, title }).toEqual({
      event: 'cpu-clock:ppp',
      unit: 'ns',
      title: 'CPU time (cpu-clock:ppp)',
    })
    expect(profile.clockOrigin).toBe(1185637351267)
    expect(profile.duration).toBe(0)
    expect(profile.losses).toEqual([])
  })

  it('counts what perf record took on a busy host', () => {
    const profile = parse(fixture('perf-fp.txt'))
    const text = new TextDecoder().decode(fixture('perf-fp.txt'))
    const headers = text.split('\n').filter((line) => line.includes('cpu-clock:ppp:'))
    const periods = headers.map((line) => Number(/: +(\d+) cpu-clock/.exec(line)?.[1]))
    expect(samplesOf(profile).length).toBe(headers.length)
    expect(samplesOf(profile).weight.reduce((sum, weight) => sum + weight, 0)).toBe(
      periods.reduce((sum, period) => sum + period, 0),
    )
    expect(profile.losses).toEqual([])
  })

  it('makes a stream of each event, with a unit of its own', () => {
    const profile = parse(fixture('perf-three-events.txt'))
    expect(profile.streams.map(({ id, event, unit, length }) => [id, event, unit, length])).toEqual([
      [0, 'sched:sched_switch', 'count', 33],
      [1, 'cpu-clock', 'ns', 26],
      [2, 'task-clock', 'ns', 25],
    ])
  })

  it('knows the units of events', () => {
    const unit = (event: string) =>
      parse(`a 1/1 [000] 1.000000000: 7 ${event}: \n\n`).streams.map((stream) => stream.unit)[0]
    expect(
      [
        'cycles',
        'cycles:u',
        'cpu-cycles:P',
        'cpu_core/cycles/',
        'task-clock:u',
        'instructions',
        'page-faults',
      ].map(unit),
    ).toEqual(['cycles', 'cycles', 'cycles', 'cycles', 'ns', 'count', 'count'])
  })

  it('counts each sample as one where there is no period, and never mixes these with others', () => {
    const profile = parse(
      'a 1/1 [000] 1.000000001: cpu-clock: \n\na 1/1 [000] 1.000000002: 500 cpu-clock: \n\n',
    )
    expect(profile.streams.map((stream) => [stream.event, stream.unit])).toEqual([
      ['cpu-clock', 'count'],
      ['cpu-clock', 'ns'],
    ])
    expect(samplesOf(profile, 0).weight).toEqual(Float64Array.of(1))
    expect(samplesOf(profile, 1).weight).toEqual(Float64Array.of(500))
  })

  it('reads tracepoints with their trace text', () => {
    const profile = parse(fixture('perf-sched-switch-trace.txt'))
    expect(profile.streams.map(({ event, unit, length }) => [event, unit, length])).toEqual([
      ['sched:sched_switch', 'count', 26],
    ])
    expect(profile.losses).toEqual([])
  })

  it('reads the default fields: comm padded on the left, tid only, microseconds, no call chain', () => {
    const profile = parse(fixture('perf-default-fields.txt'))
    expect(samplesOf(profile, 0).event).toBe('sched:sched_stat_runtime')
    expect(samplesText(profile, 0)[0]).toBe('0 perf 16643/16643 cpu0 1')
    expect(profile.streams.reduce((sum, stream) => sum + stream.length, 0)).toBe(25)
    expect(profile.losses).toEqual([])
  })

  it('reads the frame that stands behind the event of a sample without call chain', () => {
    const profile = parse(fixture('perf-no-call-chains.txt'))
    expect(samplesOf(profile).length).toBe(12)
    expect(stackText(profile, samplesOf(profile).stack[0]!)).toEqual([
      'ffffffff821f2c2b pv_native_safe_halt ([kernel.kallsyms]) kernel',
    ])
    expect(profile.losses).toEqual([])
  })

  it('marks inlined functions, which have no module of their own', () => {
    const profile = parse(fixture('perf-dwarf-inlined.txt'))
    const inlined = Array.from({ length: profile.frames.length }, (_, frame) => frameText(profile, frame))
    expect(inlined).toContain('27304 __libc_start_main_impl (-) inlined')
    expect(profile.losses).toEqual([])
  })

  it('finds the module behind symbols with spaces and parentheses, and in modules with parentheses', () => {
    const profile = parse(
      [
        'a 1/1 [000] 1.000000000: 1 cpu-clock: ',
        '\t 1 std::function<void (int)>::operator()(int) const+0x1a (/opt/a b/lib (x86)/l.so)',
        '\t 2 (anonymous namespace)::run(Job&)+0x3 (/usr/bin/app (deleted))',
        '\t 3 LambdaForm$DMH (deopt)+0x4 (/tmp/perf-77.map)',
        '\t 4 nf_hook+0x4 ([nf_conntrack])',
        '\t 5 clock_gettime+0x4 ([vdso])',
        '\t 6 ext4_read ([ext4])',
        '\t 7 drv_poll (/lib/modules/6.1/kernel/drv.ko.xz)',
        '\t 8 f+0x1 (//anon)',
        '\t 9 f+0x1 (/home/ada/.debug/jit/x/jitted-12-3.so)',
        '\tffffffffc0001000 bpf_prog_6deef7357e7b4530+0x1 (bpf_prog_6deef7357e7b4530)',
        '',
        '',
      ].join('\n'),
    )
    expect(stackText(profile, samplesOf(profile).stack[0]!)).toEqual([
      '1 std::function<void (int)>::operator()(int) const (/opt/a b/lib (x86)/l.so) user',
      '2 (anonymous namespace)::run(Job&) (/usr/bin/app (deleted)) user',
      '3 LambdaForm$DMH (deopt) (/tmp/perf-77.map) jit',
      '4 nf_hook ([nf_conntrack]) kernel',
      '5 clock_gettime ([vdso]) user',
      '6 ext4_read ([ext4]) kernel',
      '7 drv_poll (/lib/modules/6.1/kernel/drv.ko.xz) kernel',
      '8 f (//anon) jit',
      '9 f (/home/ada/.debug/jit/x/jitted-12-3.so) jit',
      'ffffffffc0001000 bpf_prog_6deef7357e7b4530 (bpf_prog_6deef7357e7b4530) kernel',
    ])
  })

  it('keeps every name that a thread had, and reads names with spaces, digits and colons', () => {
    const profile = parse(
      [
        'bash 7/7 [000] 1.000000000: 1 cpu-clock: \n',
        'tokio-runtime w 1 7/8 [000] 1.000000001: 1 cpu-clock: \n',
        'kworker/0:1H-kb 9/9 [000] 1.000000002: 1 cpu-clock: \n',
        'gzip 7/7 [000] 1.000000003: 1 cpu-clock: \n',
        '',
      ].join('\n'),
    )
    expect(samplesText(profile)).toEqual([
      '0 bash 7/7 cpu0 1',
      '1 tokio-runtime w 1 7/8 cpu0 1',
      '2 kworker/0:1H-kb 9/9 cpu0 1',
      '3 gzip 7/7 cpu0 1',
    ])
    expect(profile.threads.length).toBe(4)
  })

  it('reads headers without CPU, without process, and with the time of day', () => {
    const profile = parse(
      [
        'gzip 31371/31372  5149.740521489:   20408163 cpu-clock: \n',
        'gzip 31371 [001]  5149.740521490:   20408163 cpu-clock: \n',
        'gzip 31371/31371 [000] 2026-11-23 03:28:21.145447870  5149.740521491:   20408163 cpu-clock: \n',
        '',
      ].join('\n'),
    )
    expect(samplesText(profile)).toEqual([
      '0 gzip 31371/31372 cpu-1 20408163',
      '1 gzip 31371/31371 cpu1 20408163',
      '2 gzip 31371/31371 cpu0 20408163',
    ])
  })

  it('sorts samples by time, those of one time as they came', () => {
    const at = (time: string, pid: number) => `a ${pid}/${pid} [000] ${time}: 1 cpu-clock: \n\n`
    const profile = parse(
      [at('9.000000005', 1), at('8.999999999', 2), at('9.000000005', 3), at('9.000000001', 4)].join(''),
    )
    expect(samplesText(profile)).toEqual([
      '0 a 2/2 cpu0 1',
      '2 a 4/4 cpu0 1',
      '6 a 1/1 cpu0 1',
      '6 a 3/3 cpu0 1',
    ])
    expect(profile.clockOrigin).toBe(8999999999)
    expect(profile.duration).toBe(6)
  })

  it('keeps nanoseconds exact on a host that has been up for years', () => {
    const profile = parse(
      'a 1/1 [000] 1795404502.000000001: 1 cpu-clock: \n\na 1/1 [000] 1795404502.000000002: 1 cpu-clock: \n\n',
    )
    expect(samplesOf(profile).time).toEqual(Float64Array.of(0, 1))
  })

  it('counts lost events, and says where perf says so first', () => {
    const profile = parse(fixture('perf-lost.txt'))
    expect(profile.losses).toEqual([
      {
        kind: 'lost',
        count: 8,
        detail: 'perf dropped events because its buffer was full; it first says so at line 1 (byte 0).',
      },
    ])
  })

  it('counts throttling and lost samples', () => {
    const profile = parse(
      [
        'a 1/1 [000] 1.000000000: PERF_RECORD_THROTTLE',
        'a 1/1 [000] 1.000000000: PERF_RECORD_LOST_SAMPLES lost 12',
        'a 1/1 [000] 1.000000000: PERF_RECORD_UNTHROTTLE',
        '',
      ].join('\n'),
    )
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([
      ['lost', 12],
      ['throttled', 1],
    ])
    expect(profile.streams).toEqual([])
  })

  it('passes over task, mmap and namespace records and the header of perf.data', () => {
    for (const name of ['perf-records.txt', 'perf-namespaces.txt', 'perf-with-header.txt']) {
      const profile = parse(fixture(name))
      expect(profile.losses, name).toEqual([])
      expect(samplesOf(profile).length, name).toBeGreaterThan(0)
    }
  })

  it('takes a recording of nothing for an answer when perf says what it recorded', () => {
    const profile = parse('# ========\n# captured on    : Mon Nov 23 02:19:47 2026\n# ========\n#\n')
    expect(profile.streams).toEqual([])
    expect(profile.duration).toBe(0)
  })

  it('reads lines that end in CR LF', () => {
    const unix = fixture('perf-with-header.txt')
    const dos = new TextEncoder().encode(new TextDecoder().decode(unix).replaceAll('\n', '\r\n'))
    expect(parse(dos)).toEqual(parse(unix))
  })

  it('counts lines that are nothing and goes on', () => {
    const profile = parse(
      'hello\u001b[31m\na 1/1 [000] 1.000000000: 1 cpu-clock: \n\t 1 f (/b)\n\t what is this\n\nrc=0\n',
    )
    expect(samplesOf(profile).length).toBe(1)
    expect(profile.losses).toEqual([
      {
        kind: 'unparsed',
        count: 3,
        detail:
          'Lines that could not be read and were left out, the first at line 1 (byte 0): "hello\\u{1b}[31m"',
      },
    ])
  })

  it('does not grow with an endless line', () => {
    const parser = perfScript.createParser()
    const chunk = new Uint8Array(1024 * 1024).fill(120)
    const before = process.memoryUsage().arrayBuffers
    for (let megabytes = 0; megabytes < 100; megabytes++) parser.push(chunk)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024)
    parser.push(new TextEncoder().encode('\na 1/1 [000] 1.000000000: 1 cpu-clock: \n\n'))
    const profile = parser.finish()
    expect(samplesOf(profile).length).toBe(1)
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 1]])
  })

  it('takes a line for too long at the same length, however it is cut', () => {
    for (const extra of [0, 1]) {
      const input = `${'x'.repeat(MAX_LINE_BYTES + extra)}\na 1/1 [000] 1.000000000: 1 cpu-clock: \n\n`
      expect(parse(input, 1000)).toEqual(parse(input))
    }
  })
})
