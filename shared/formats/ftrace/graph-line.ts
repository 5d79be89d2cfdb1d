/**
 * A line of ftrace's function_graph tracer, whose columns before the function depend on its options:
 *
 *      1)   0.512 us    |      kmem_cache_alloc();
 *      123.456789 |   1)    bash-1234    | ! 113.9 us  |    } (vfs_read)
 *
 * Source: Documentation/trace/ftrace.rst, kernel/trace/trace_functions_graph.c.
 */
export interface GraphLine {
  readonly cpu: number
  /** funcgraph-abstime; null without */
  readonly time: { readonly seconds: number; readonly nanoseconds: number } | null
  /** funcgraph-proc; null without */
  readonly task: { readonly comm: string; readonly pid: number } | null
  /** ns, NaN where there is none */
  readonly duration: number
  /** leaf: `f();`, enter: `f() {`, leave: `}` */
  readonly kind: 'leaf' | 'enter' | 'leave'
  /** '' of a leave without funcgraph-tail */
  readonly name: string
}

const pattern =
  /^\s{0,20}(?:(\d{1,12})\.(\d{6,9}) \|\s{1,6})?(\d{1,6})\)\s{1,8}(?:(\S.{0,31}?)-(\d{1,10})\s{1,12}\|\s{0,12}(?:\S{4,6}\s{1,4}\|)?\s{0,12})?(?:[+!#*@$ ]?\s{0,12}(\d{1,15}(?:\.\d{1,6})?) us\s{0,12})?\s{0,20}\|\s{1,4096}(\S.*)$/s

/** Null when the line is none. */
export const readGraphLine = (line: string): GraphLine | null => {
  const match = pattern.exec(line)
  if (match === null) return null
  const [, seconds, fraction, cpu, comm, pid, duration, code] = match
  const head = {
    cpu: Number(cpu),
    time:
      seconds === undefined
        ? null
        : { seconds: Number(seconds), nanoseconds: Number(fraction!.padEnd(9, '0')) },
    task: comm === undefined ? null : { comm, pid: Number(pid) | 0 },
    duration: duration === undefined ? Number.NaN : Math.round(Number(duration) * 1000),
  }
  const call = /^([\w.$]{1,255})(?: \[\w+\])?\(.{0,1000}?\)(;| \{)/.exec(code!)
  if (call) return { ...head, kind: call[2] === ';' ? 'leaf' : 'enter', name: call[1]! }
  const leave = /^\}(?: (?:\/\* (?:<([\w.$]+)> ?|([\w.$]+) |)|\(([\w.$]+)\)))?/.exec(code!)
  if (leave === null) return null
  return { ...head, kind: 'leave', name: leave[1] ?? leave[2] ?? leave[3] ?? '' }
}

/** `bash-1234  =>  sshd-5678`, between rules: the CPU goes on with the second. */
export const readGraphSwitch = (line: string): { cpu: number; comm: string; pid: number } | null => {
  const match = /^\s{0,20}(\d{1,6})\)\s{1,12}\S.{0,40}?\s{1,12}=>\s{1,12}(\S.{0,31}?)-(\d{1,10})\s*$/.exec(
    line,
  )
  return match === null ? null : { cpu: Number(match[1]), comm: match[2]!, pid: Number(match[3]) | 0 }
}
