import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { frameKinds } from '../model/profile.ts'
import { bccTable } from './bcc-table.ts'
import { samplesOf, slicesText, stackText, streamsText, weightsText } from './profile-text.ts'
import { describeDamage, parseBytes } from './testing/battery.ts'

const names = ['execsnoop', 'offcputime', 'runqslower', 'syscount', 'tcpstates', 'wakeuptime']
const readFixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`./fixtures/bcc-${name}.txt`, import.meta.url)))
const textOf = (name: string) => new TextDecoder().decode(readFixture(name))
const fixtures = new Map(names.map((name) => [name, readFixture(name)]))
const parse = (name: string) => parseBytes(bccTable, fixtures.get(name)!)
const rowsOf = (name: string, skipped: number): string[][] =>
  new TextDecoder()
    .decode(fixtures.get(name)!)
    .trimEnd()
    .split('\n')
    .slice(skipped)
    .map((line) => line.trim().split(/\s+/))

const seconds = (clock: string): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

describe('tables of bcc tools', () => {
  it('with a latency become slices that end at the time of their row: runqslower', () => {
    const rows = rowsOf('runqslower', 2).map(([time, comm, tid, latency]) => ({
      start: seconds(time!) * 1e9 - Number(latency) * 1000,
      rest: `+${Number(latency) * 1000} ${comm} ${tid}/${tid} run queue latency = NaN`,
    }))
    const first = Math.min(...rows.map(({ start }) => start))
    const profile = parse('runqslower')
    expect(streamsText(profile)).toEqual(['slices bcc [ns] "Latency: run queue latency" 28'])
    expect(slicesText(profile)).toEqual(
      rows.sort((a, b) => a.start - b.start).map(({ start, rest }) => `${start - first} ${rest}`),
    )
    expect(profile.clockOrigin).toBe(first)
    expect(profile.losses).toEqual([])
  })

  it('without times have slices at 0, each under its call: tcpstates', () => {
    const profile = parse('tcpstates')
    expect(slicesText(profile)).toEqual(
      rowsOf('tcpstates', 1).map(
        (row) => `0 +${Math.round(Number(row[10]) * 1e6)} ${row[2]} ${row[1]}/${row[1]} ${row[7]} = NaN`,
      ),
    )
    expect(profile.losses).toEqual([])
  })

  it('without a latency become samples with what they are about as a frame: execsnoop', () => {
    const profile = parse('execsnoop')
    expect(weightsText(profile)).toEqual(
      rowsOf('execsnoop', 1).map(
        ([comm, pid, , , ...args]) => `0 ${comm} ${pid}/${pid} cpu-1 1 ${args.join(' ')}`,
      ),
    )
    expect(frameKinds[profile.functions.kind[0]!]).toBe('group')
    expect(profile.losses).toEqual([])
  })

  it('of counts become samples of that weight, and of total times another stream: syscount', () => {
    const profile = parse('syscount')
    const rows = rowsOf('syscount', 3)
    expect(streamsText(profile)).toEqual([
      'samples bcc [count] "Counts: syscalls" 10',
      'samples bcc [ns] "Time: syscalls" 10',
    ])
    expect(weightsText(profile, 0)).toEqual(rows.map(([call, count]) => `0  -1/-1 cpu-1 ${count} ${call}`))
    expect(weightsText(profile, 1)).toEqual(
      rows.map(([call, , time]) => `0  -1/-1 cpu-1 ${Math.round(Number(time) * 1000)} ${call}`),
    )
    expect(profile.losses).toEqual([])
  })

  it('have a row for each file that was opened: opensnoop', () => {
    const profile = parseBytes(bccTable, readFixture('opensnoop'))
    const rows = textOf('opensnoop').split('\n').slice(1, -1)
    expect(weightsText(profile)).toEqual(
      rows.map((row) => {
        const [pid, comm, , , path] = row.trim().split(/\s+/)
        return `0 ${comm} ${pid}/${pid} cpu-1 1 ${path}`
      }),
    )
    expect(profile.losses).toEqual([])
  })

  it('have how long connections were open: tcplife', () => {
    const profile = parseBytes(bccTable, readFixture('tcplife'))
    const rows = textOf('tcplife').split('\n').slice(1, -1)
    expect(slicesText(profile)).toEqual(
      rows.map((row) => {
        const [pid, comm, ...rest] = row.trim().split(/\s+/)
        return `0 +${Math.round(Number(rest.at(-1)) * 1e6)} ${comm} ${pid}/${pid} calls = NaN`
      }),
    )
    expect(profile.losses).toEqual([])
  })

  it('have names with spaces, letters for operations, and cross midnight: the *slower tools', () => {
    const profile = parseBytes(
      bccTable,
      [
        'Tracing ext4 operations slower than 1 ms',
        'TIME     COMM           PID    T BYTES   OFF_KB   LAT(ms) FILENAME',
        '23:59:59 tmux: server   3616   R 128     0           7.75 my file.txt',
        '00:00:00 bash           3616   S 0       0           1.5 cksum',
        '',
      ].join('\n'),
    )
    expect(slicesText(profile)).toEqual([
      '0 +7750000 tmux: server 3616/3616 read = 128',
      '1006250000 +1500000 bash 3616/3616 fsync = 0',
    ])
    expect(profile.losses).toEqual([])
  })

  it('of functions: funccount', () => {
    const profile = parseBytes(
      bccTable,
      `Tracing 5 functions for "b'tcp_*'"... Hit Ctrl-C to end.\n^C\nFUNC      COUNT\nb'tcp_send_fin'   2\nstd::map<int, int>::at(int const&) 31\nDetaching...\n`,
    )
    expect(weightsText(profile)).toEqual([
      '0  -1/-1 cpu-1 2 tcp_send_fin',
      '0  -1/-1 cpu-1 31 std::map<int, int>::at(int const&)',
    ])
    expect(profile.losses).toEqual([])
  })

  it('count the rows that do not fit', () => {
    const profile = parseBytes(bccTable, 'PID  COMM  LAT(ms)\n1 a 2.5\nfailed to do it\n2 b 3\n')
    expect(slicesText(profile)).toEqual(['0 +2500000 a 1/1 calls = NaN', '0 +3000000 b 2/2 calls = NaN'])
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['unparsed', 1]])
  })
})

describe('stacks of bcc tools', () => {
  it('have the time off the CPU by thread: offcputime', () => {
    const profile = parse('offcputime')
    expect(streamsText(profile)).toEqual(['samples bcc [ns] "Blocked time" 3'])
    expect(weightsText(profile)[1]).toBe(
      '0 ksoftirqd/0 14/14 cpu-1 1515556000 ret_from_fork_asm;ret_from_fork;kthread;smpboot_thread_fn;schedule;__schedule;bpf_trace_run4;bpf_prog_6896d07dd3e1383c_sched_switch',
    )
    expect(Array.from(samplesOf(profile).weight)).toEqual([240_000, 1_515_556_000, 21_000])
    expect(profile.losses).toEqual([])
  })

  it('have addresses, and who woke whom: wakeuptime', () => {
    const profile = parse('wakeuptime')
    const { weight, stack, thread } = samplesOf(profile)
    expect(Array.from(weight)).toEqual([33_000, 8_193_000])
    expect(Array.from(thread, (row) => profile.strings[profile.threads.name[row]!])).toEqual([
      'dd',
      'order-wrk-0',
    ])
    const frames = stackText(profile, stack[0]!)
    expect(frames.slice(0, 2)).toEqual([
      'ffffffffc0025dff bpf_prog_1e63a9e15492c3dc_sched_wakeup (-) kernel',
      'ffffffff814ba40d bpf_trace_run1 (-) kernel',
    ])
    expect(frames.at(-1)).toBe('0 waker: python3 (-) unknown')
  })
})

it('tables and stacks of bcc are told by their first lines', () => {
  for (const [name, bytes] of fixtures) expect(bccTable.sniff(bytes), name).toBeGreaterThan(0.7)
})

describeDamage(bccTable, fixtures)
