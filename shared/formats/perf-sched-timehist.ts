/**
 * The output of perf sched timehist: a line for each time that a task left a CPU, with how long it had waited before,
 * how long it was then runnable without running (sch delay), and how long it ran. So a line is up to three slices,
 * one behind the other, that end at its time. The call chain says where the task left the CPU: it explains the
 * wait that the task's next line tells of. Source: tools/perf/builtin-sched.c, timehist_print_sample().
 */
import type { Stream } from '../model/profile.ts'
import type { Format } from './format.ts'
import { createHostClock } from './host-clock.ts'
import { createSampleColumns, createSliceColumns } from './stream-columns.ts'
import { createTextParser, type TextContext, type TextReader } from './text-parser.ts'

const EXPECTED = 'the output of perf sched timehist (time cpu task name wait time, sch delay, run time)'
const decoder = new TextDecoder()

const header = /^\s+time\s+cpu\s.*task name\s+wait time\s+sch delay\s+run time/

/** `    1997.634773 [0001]  s  order-wrk-0[12771/12769]   0.000   0.056   0.102      S    do_nanosleep <- ...` */
const runLine =
  /^\s{1,20}(\d{1,12})\.(\d{1,9}) \[(\d{1,6})\]\s{1,4}(?:[ is]{0,4096}\s{2})?(\S.{0,63}?)(?:\[(\d{1,10})(?:\/(\d{1,10}))?\])?\s{1,60}(\d{1,12}\.\d{1,6})\s{1,20}(\d{1,12}\.\d{1,6})\s{1,20}(\d{1,12}\.\d{1,6})(?:\s{1,20}([A-Z]\+?))?(?:\s+(\S.*))?\s*$/

/** what -w and -M print in between: who wakes whom, who is moved */
const noteLine = /^\s{1,20}\d{1,12}\.\d{1,9} \[\d{1,6}\]\s.*\s(awakened|migrated): /

const summaryLine =
  /^\s{1,40}(\S.{0,63}?)\[(\d{1,10})(?:\/(\d{1,10}))?\]\s{1,20}-?\d{1,10}\s{1,20}(\d{1,12})\s{1,20}(\d{1,12}\.\d{3})\s/

const chatter =
  /^(Samples do not have callchains\.|Runtime summary|Idle stats:|Terminated tasks:|[- ]{20,}$|\s+\[tid\/pid\]|\s+comm\s+parent|\s+\(count\)|\s+CPU\s+\d+ idle|\s+<no |\s+Total (number|run time|scheduling))|^\s*Total /

const nanoseconds = (milliseconds: string): number => Math.round(Number(milliseconds) * 1e6)

const createReader = ({ builder }: TextContext): TextReader => {
  const clock = createHostClock()
  const head = { id: 0, event: 'sched', unit: 'ns', title: '' } as const
  const running = createSliceColumns(head)
  const waiting = createSliceColumns(head)
  const delayed = createSliceColumns(head)
  const switches = createSampleColumns(head)
  const runTimes = createSampleColumns(head)
  /** by thread: where and in which state it left the CPU */
  const left = new Map<number, { stack: number; state: string }>()
  let isKnown = false

  const stackOf = (chain: string | undefined): number => {
    let stack = -1
    if (chain === undefined) return stack
    for (const name of chain.split(' <- ').reverse()) {
      stack = builder.stack(stack, builder.frame(builder.func(name, null, 'unknown'), 0, 0))
    }
    return stack
  }

  const read = (match: RegExpExecArray) => {
    const [, seconds, fraction, cpu, comm, tid, pid, wait, delay, run, state = '', chain] = match
    const end = clock.relative(Number(seconds), Number(fraction!.padEnd(9, '0')))
    // there is an idle task for each CPU, and all are number 0
    const name = comm === '<idle>' ? `<idle>/${Number(cpu)}` : comm!
    const id = Number(tid ?? 0) | 0
    const thread = builder.thread(Number(pid ?? id) | 0, id, name)
    const before = left.get(thread)
    const stack = stackOf(chain)
    const [ran, wasDelayed, waited] = [nanoseconds(run!), nanoseconds(delay!), nanoseconds(wait!)]
    running.add(end - ran, ran, thread, builder.string('running'), Number.NaN, stack)
    if (wasDelayed > 0) {
      delayed.add(end - ran - wasDelayed, wasDelayed, thread, builder.string('runnable'), Number.NaN)
    }
    if (waited > 0) {
      const label = builder.string(before?.state ? `waiting (${before.state})` : 'waiting')
      const start = end - ran - wasDelayed - waited
      waiting.add(start, waited, thread, label, Number.NaN, before?.stack ?? -1)
    }
    left.set(thread, { stack, state })
  }

  const summarised = (match: RegExpExecArray) => {
    const [, comm, tid, pid, count, time] = match
    const thread = builder.thread(Number(pid ?? tid) | 0, Number(tid) | 0, comm!)
    switches.add(0, -1, thread, -1, Number(count))
    runTimes.add(0, -1, thread, -1, nanoseconds(time!))
  }

  const streams = (origin: number): Stream[] => {
    const all: Stream[] = [
      { ...running.finish(origin), title: 'On a CPU' },
      { ...waiting.finish(origin), title: 'Off the CPU' },
      { ...delayed.finish(origin), title: 'Runnable, waiting for a CPU' },
      // a summary has no times
      { ...switches.finish(0), unit: 'count', title: 'Times on a CPU' },
      { ...runTimes.finish(0), title: 'Time on a CPU' },
    ]
    return all.filter(({ length }) => length > 0).map((stream, id) => ({ ...stream, id }))
  }

  return {
    line(bytes, start, end) {
      if (start === end) return true
      const line = decoder.decode(bytes.subarray(start, end))
      const ran = runLine.exec(line)
      if (ran) {
        read(ran)
        return true
      }
      if (noteLine.test(line)) return true
      const summary = summaryLine.exec(line)
      if (summary) summarised(summary)
      if (header.test(line)) isKnown = true
      return summary !== null || header.test(line) || chatter.test(line) || line.trim() === ''
    },
    finish() {
      const first = Math.min(running.firstStart(), waiting.firstStart(), delayed.firstStart())
      const origin = Number.isFinite(first) ? first : 0
      const all = streams(origin)
      if (all.length === 0 && !isKnown) return null
      let duration = 0
      for (const stream of all) {
        if (stream.kind !== 'slices') continue
        stream.start.forEach((start, i) => {
          duration = Math.max(duration, start + stream.duration[i]!)
        })
      }
      return { streams: all, clockOrigin: clock.absolute(origin), duration }
    },
  }
}

const sniff = (bytes: Uint8Array): number => {
  const lines = decoder.decode(bytes).split(/\r?\n/)
  if (lines.some((line) => header.test(line))) return 0.97
  if (lines.some((line) => /^Runtime summary$/.test(line))) return 0.9
  const runs = lines.filter((line) => runLine.test(line) || noteLine.test(line)).length
  return runs === 0 ? 0 : (0.9 * runs) / lines.length
}

export const perfSchedTimehist: Format = {
  id: 'perf-sched-timehist',
  title: 'perf sched timehist',
  sniff,
  createParser: () => createTextParser({ tool: 'perf', expected: EXPECTED, createReader }),
}
