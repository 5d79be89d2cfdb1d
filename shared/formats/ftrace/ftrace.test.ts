import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { samplesOf, slicesText, stackText, streamsText, weightsText } from '../profile-text.ts'
import { describeDamage, parseBytes } from '../testing/battery.ts'
import { ftrace } from './ftrace.ts'

const names = ['block-pipe', 'graph-documented', 'stacks-pipe', 'trace']
const fixtures = new Map(
  names.map((name) => [
    name,
    new Uint8Array(readFileSync(new URL(`../fixtures/ftrace-${name}.txt`, import.meta.url))),
  ]),
)
const linesOf = (name: string): string[] =>
  new TextDecoder().decode(fixtures.get(name)!).trimEnd().split('\n')
const parse = (name: string) => parseBytes(ftrace, fixtures.get(name)!)

describe('events of ftrace', () => {
  it('are samples with thread, CPU and time, a stream for each event', () => {
    const lines = linesOf('block-pipe')
    const first = Number(/ (\d+\.\d{6}):/.exec(lines[0]!)![1]!.replace('.', ''))
    const expected = (event: string) =>
      lines
        .filter((line) => line.includes(`: ${event}: `))
        .map((line) => {
          const [task, cpu, , time] = line.trim().split(/\s+/)
          const dash = task!.lastIndexOf('-')
          const tid = task!.slice(dash + 1)
          const at = (Number(time!.slice(0, -1).replace('.', '')) - first) * 1000
          return `${at} ${task!.slice(0, dash)} ${tid}/${tid} cpu${Number(cpu!.slice(1, -1))} 1`
        })
    const profile = parse('block-pipe')
    expect(profile.streams.map(({ event }) => event)).toEqual(['block_rq_issue', 'block_rq_complete'])
    expect(weightsText(profile, 0)).toEqual(expected('block_rq_issue'))
    expect(weightsText(profile, 1)).toEqual(expected('block_rq_complete'))
    expect(profile.clockOrigin).toBe(first * 1000)
    expect(profile.losses).toEqual([])
  })

  it.each(['stacks-pipe', 'trace'])('have the stack that follows, and the process: %s', (name) => {
    const lines = linesOf(name)
    const profile = parse(name)
    const events = lines.filter((line) => line.includes(': sched_wakeup: '))
    const samples = samplesOf(profile)
    expect(streamsText(profile)).toEqual([`samples sched_wakeup [count] "sched_wakeup" ${events.length}`])
    expect(Array.from(samples.stack, (stack) => stackText(profile, stack)).flat()).toEqual(
      lines.filter((line) => line.startsWith(' => ')).map((line) => `0 ${line.slice(4).trim()} (-) kernel`),
    )
    expect(
      Array.from(samples.thread, (thread) => [profile.threads.pid[thread], profile.threads.tid[thread]]),
    ).toEqual(
      events.map((line) => {
        const [, tid, pid] = /-(\d+) +\( *(\d+|-+)\)/.exec(line)!
        return [pid!.startsWith('-') ? Number(tid) : Number(pid), Number(tid)]
      }),
    )
    expect(profile.losses).toEqual([])
  })

  it('are read from trace-cmd too, with lost events, user stacks and the function tracer', () => {
    const profile = parseBytes(
      ftrace,
      [
        'cpus=2',
        '     my-app x-12    [000]  10.000000001: sched_switch:         a:1 [120] S ==> b:2 [120]',
        'CPU:1 [LOST 34 EVENTS]',
        '          <idle>-0     [001] d..2.    10.000002: vfs_read <-ksys_read',
        '            sh-7     [001] .....    10.000003: probe: (0x1)',
        '            sh-7     [001] .....    10.000003: <user stack trace>',
        ' =>  /lib/libc.so.6[+0x1234]',
        ' =>  ??',
        '',
      ].join('\n'),
    )
    expect([0, 1, 2].map((id) => weightsText(profile, id))).toEqual([
      ['0 my-app x 12/12 cpu0 1'],
      ['1999 <idle> 0/0 cpu1 1 ksys_read;vfs_read'],
      ['2999 sh 7/7 cpu1 1 [unknown];[unknown]'],
    ])
    expect(profile.losses.map(({ kind, count }) => [kind, count])).toEqual([['lost', 34]])
  })
})

describe('the function_graph tracer', () => {
  it('has calls in calls: slices, and the time of each call without those in it', () => {
    const profile = parse('graph-documented')
    expect(slicesText(profile, 0).map((text) => text.replace(/ = NaN.*;/, ' in '))).toEqual([
      '0 +1382 CPU 0 -1/-1 __might_sleep in __might_sleep',
      '0 +2478 CPU 0 -1/-1 kmem_cache_alloc in kmem_cache_alloc',
      '0 +7876 CPU 0 -1/-1 getname in getname',
      '2478 +1389 CPU 0 -1/-1 __might_sleep in __might_sleep',
      '2478 +2553 CPU 0 -1/-1 might_fault in might_fault',
      '2478 +3807 CPU 0 -1/-1 strncpy_from_user in strncpy_from_user',
      '7876 +668 CPU 0 -1/-1 _spin_lock in _spin_lock',
      '8544 +570 CPU 0 -1/-1 expand_files in expand_files',
      '9114 +586 CPU 0 -1/-1 _spin_unlock in _spin_unlock',
      '9700 +113999 sshd 5678/5678 vfs_read = NaN vfs_read',
    ])
    expect(weightsText(profile, 1).slice(0, 4)).toEqual([
      '0 CPU 0 -1/-1 cpu0 1382 sys_open;do_sys_open;getname;kmem_cache_alloc;__might_sleep',
      '0 CPU 0 -1/-1 cpu0 1096 sys_open;do_sys_open;getname;kmem_cache_alloc',
      '0 CPU 0 -1/-1 cpu0 1591 sys_open;do_sys_open;getname',
      '2478 CPU 0 -1/-1 cpu0 1389 sys_open;do_sys_open;getname;strncpy_from_user;might_fault;__might_sleep',
    ])
    // getname's 7876 are all there: its own, and those of what it called
    const own = samplesOf(profile, 1)
    expect(own.weight.slice(0, 6).reduce((sum, weight) => sum + weight, 0)).toBe(7876)
    expect(profile.losses).toEqual([])
  })

  it('has times and tasks with their options (funcgraph-abstime, -proc, -tail)', () => {
    const profile = parseBytes(
      ftrace,
      [
        '   360.774522 |   1)    sh-4802    |               |  d_free() {',
        '   360.774524 |   1)    sh-4802    |   0.2 us      |    call_rcu();',
        '   360.774530 |   1)    sh-4802    | + 10.500 us   |  } /* d_free */',
        '   360.774540 |   0)    <idle>-0   |   1.000 us    |  } (do_idle)',
        '',
      ].join('\n'),
    )
    expect(slicesText(profile, 0)).toEqual([
      '0 +10500 sh 4802/4802 d_free = NaN d_free',
      '2000 +200 sh 4802/4802 call_rcu = NaN d_free;call_rcu',
      '17000 +1000 <idle> 0/0 do_idle = NaN do_idle',
    ])
    expect(weightsText(profile, 1)).toEqual([
      '0 sh 4802/4802 cpu1 10300 d_free',
      '2000 sh 4802/4802 cpu1 200 d_free;call_rcu',
      '17000 <idle> 0/0 cpu0 1000 do_idle',
    ])
    expect(profile.losses).toEqual([])
  })
})

it('ftrace is told by its lines', () => {
  for (const [name, bytes] of fixtures)
    expect(ftrace.sniff(bytes.subarray(0, 4096)), name).toBeGreaterThan(0.85)
})

describeDamage(ftrace, fixtures)
