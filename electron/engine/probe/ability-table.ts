/** The abilities, in the order in which they are shown. Recipes name them by id. */
import type { Ability } from '../../../shared/model/host.ts'
import type { Evidence, Judgement } from './abilities.ts'
import { features, judgeBtf, judgeCgroup, judgeFeature, judgeFtrace, judgeSpool } from './kernel-abilities.ts'
import {
  judgeBcc,
  judgeKernelStacks,
  judgeLibbpfTools,
  judgePerf,
  judgeSystemWide,
  judgeTool,
  judgeTraceCmd,
  needsBpf,
} from './tool-abilities.ts'

interface Row {
  readonly id: string
  readonly title: string
  readonly judge: (evidence: Evidence) => Judgement
}

const rows: readonly Row[] = [
  { id: 'perf', title: 'perf', judge: judgePerf },
  { id: 'perf.system-wide', title: 'perf on the whole system', judge: judgeSystemWide },
  { id: 'perf.kernel-stacks', title: 'Kernel stacks with names', judge: judgeKernelStacks },
  { id: 'bpftrace', title: 'bpftrace', judge: (e) => needsBpf(e, judgeTool(e, 'bpftrace')) },
  { id: 'bcc', title: 'bcc tools', judge: judgeBcc },
  { id: 'libbpf-tools', title: 'libbpf-tools', judge: judgeLibbpfTools },
  { id: 'trace-cmd', title: 'trace-cmd', judge: judgeTraceCmd },
  { id: 'strace', title: 'strace', judge: (e) => judgeTool(e, 'strace') },
  { id: 'btf', title: 'Kernel type information (BTF)', judge: judgeBtf },
  { id: 'kprobes', title: 'kprobes: kernel functions', judge: (e) => judgeFeature(e, features.kprobes) },
  { id: 'uprobes', title: 'uprobes: user functions', judge: (e) => judgeFeature(e, features.uprobes) },
  { id: 'tracepoints', title: 'Tracepoints', judge: (e) => judgeFeature(e, features.tracepoints) },
  {
    id: 'syscall-tracepoints',
    title: 'System call tracepoints',
    judge: (e) => judgeFeature(e, features.syscalls),
  },
  { id: 'ftrace', title: 'ftrace: function tracer', judge: judgeFtrace },
  { id: 'cgroup', title: 'cgroups', judge: judgeCgroup },
  { id: 'spool', title: 'Room for a spool', judge: judgeSpool },
]

export const deriveAbilities = (evidence: Evidence): Ability[] =>
  rows.map(({ id, title, judge }) => ({ id, title, ...judge(evidence) }))
