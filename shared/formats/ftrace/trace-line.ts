/**
 * A line of ftrace's trace and trace_pipe:
 *
 *     comm-PID     (TGID) [CPU] flags  seconds.micros: event: arguments
 *
 * where TGID (record-tgid) and flags (irq-info; trace-cmd has none) may be missing. comm may hold spaces and hyphens.
 * Source: kernel/trace/trace_output.c, trace_print_context().
 */
export interface TraceLine {
  readonly comm: string
  /** of the process; of the thread where it is not known */
  readonly pid: number
  readonly tid: number
  readonly cpu: number
  readonly seconds: number
  readonly nanoseconds: number
  /** 'sched_switch'; 'function' of the function tracer; 'stack' before a stack trace */
  readonly event: string
  /** outermost first: caller and function of the function tracer */
  readonly functions: readonly string[]
}

const pattern =
  /^\s{0,40}(\S.{0,31}?)-(\d{1,10})\s{1,12}(?:\(\s{0,9}(\d{1,10}|-{1,10})\)\s{1,4})?\[(\d{1,6})\]\s{1,4}(?:([^\s\d:][^\s:]{0,8}|[\d.]{5})\s{1,4})?(\d{1,12})\.(\d{1,9}):\s{1,40}(\S.*)$/s

/** Null when the line is none. */
export const readTraceLine = (line: string): TraceLine | null => {
  const match = pattern.exec(line)
  if (match === null) return null
  const [, comm, thread, process, cpu, , seconds, fraction, rest] = match
  const tid = Number(thread) | 0
  const head = {
    comm: comm!,
    pid: process === undefined || process.startsWith('-') ? tid : Number(process) | 0,
    tid,
    cpu: Number(cpu),
    seconds: Number(seconds),
    nanoseconds: Number(fraction!.padEnd(9, '0')),
  }
  if (/^<(user )?stack trace>/.test(rest!)) return { ...head, event: 'stack', functions: [] }
  const called = /^([\w.$]{1,255})(?:\+0x\S+)? <-([\w.$]{1,255})/.exec(rest!)
  if (called) return { ...head, event: 'function', functions: [called[2]!, called[1]!] }
  const event = /^([\w:.-]{1,128}):/.exec(rest!)?.[1]
  return event === undefined ? null : { ...head, event, functions: [] }
}
