/** Abilities of the kernel. Without root tracefs cannot be read: then the list of PMUs and the kernel's config speak. */
import type { Bytes } from '../../../shared/units/units.ts'
import { type Evidence, type Judgement, limited, no, unknown, yes } from './abilities.ts'

type Kconfig = 'KPROBES' | 'UPROBES' | 'TRACEPOINTS' | 'FTRACE_SYSCALLS' | 'FUNCTION_TRACER'

interface Feature {
  /** directory in /sys/bus/event_source/devices, which everybody may read */
  readonly pmu?: string
  readonly config: Kconfig
  /** line of the probe that root's look at tracefs gives */
  readonly tracefs: string
}

export const features = {
  kprobes: { pmu: 'kprobe', config: 'KPROBES', tracefs: 'root.kprobe_events' },
  uprobes: { pmu: 'uprobe', config: 'UPROBES', tracefs: 'root.uprobe_events' },
  tracepoints: { pmu: 'tracepoint', config: 'TRACEPOINTS', tracefs: 'root.event.sched/sched_switch' },
  syscalls: { config: 'FTRACE_SYSCALLS', tracefs: 'root.event.raw_syscalls/sys_enter' },
} satisfies Record<string, Feature>

const mount = '`mount -t tracefs tracefs /sys/kernel/tracing` as root'

export const judgeFeature = (evidence: Evidence, feature: Feature): Judgement => {
  const { output, facts, privileges } = evidence
  const config = configOf(evidence, feature.config)
  const hasPmu = feature.pmu !== undefined && output.get('pmus').split(' ').includes(feature.pmu)
  const seen = output.get(feature.tracefs)
  const source =
    seen !== ''
      ? `seen in ${output.get('tracefs')}`
      : hasPmu
        ? 'the kernel lists it'
        : `CONFIG_${feature.config} is set`
  if (seen === 'no' || (seen === '' && !hasPmu && config === 'n'))
    return no(
      config === 'n'
        ? `this kernel was built without CONFIG_${feature.config}`
        : `not in ${output.get('tracefs')}: this kernel lacks CONFIG_${feature.config}`,
      `Use a kernel with CONFIG_${feature.config}.`,
    )
  if (seen === '' && !hasPmu && config === '')
    return unknown(
      'tracefs cannot be read, and the kernel does not show its configuration',
      privileges.remedy || `Mount tracefs: ${mount}.`,
    )
  if (facts.privilege === 'none')
    return limited(`${source}, but only root may use it: ${privileges.how}`, privileges.remedy)
  if (seen === '' && output.get('debugfs') === '')
    return limited(`${source}, but tracefs is not mounted, and tools may not find it`, `Mount it: ${mount}.`)
  return yes(source)
}

export const judgeFtrace = (evidence: Evidence): Judgement => {
  const { output, facts, privileges } = evidence
  if (facts.privilege === 'none')
    return configOf(evidence, 'FUNCTION_TRACER') === 'n'
      ? no(
          'this kernel was built without CONFIG_FUNCTION_TRACER',
          'Use a kernel with CONFIG_FUNCTION_TRACER.',
        )
      : unknown(`only root can look: ${privileges.how}`, privileges.remedy)
  if (output.get('root.tracefs') !== 'readable')
    return unknown('tracefs is not mounted', `Mount it: ${mount}.`)
  const tracers = output.get('root.tracers').split(' ')
  if (!tracers.includes('function'))
    return no(
      `the kernel has no function tracer (it has: ${tracers.join(', ') || 'none'})`,
      'Use a kernel with CONFIG_FUNCTION_TRACER.',
    )
  if (output.get('sysctl.ftrace_enabled') === '0')
    return limited('kernel.ftrace_enabled is 0', 'Run `sysctl -w kernel.ftrace_enabled=1` as root.')
  if (output.get('root.functions') === '')
    return limited(
      'the tracer is there, but its list of functions cannot be read: this kernel does not let functions be traced',
      'Use another kernel, or bpftrace with user functions and tracepoints.',
    )
  return yes(`tracers: ${tracers.join(', ')}`)
}

export const judgeBtf = ({ output }: Evidence): Judgement =>
  output.get('btf') === 'yes'
    ? yes('/sys/kernel/btf/vmlinux')
    : no('there is no /sys/kernel/btf/vmlinux', 'Use a kernel with CONFIG_DEBUG_INFO_BTF (5.2 and newer).')

export const judgeCgroup = ({ facts }: Evidence): Judgement => {
  if (facts.cgroup === 'v2') return yes('v2')
  if (facts.cgroup === 'none')
    return no('no cgroup file system is mounted', 'Mount it: `mount -t cgroup2 none /sys/fs/cgroup` as root.')
  return limited(
    `${facts.cgroup}: tools can filter by process, but not by cgroup`,
    'Boot with systemd.unified_cgroup_hierarchy=1 for v2 alone.',
  )
}

/** What a capture leaves free, with what it needs at least (capture/preflight.ts). */
const leastFree: Bytes = 40 * 1024 * 1024
const enoughFree: Bytes = 256 * 1024 * 1024

export const judgeSpool = ({ facts }: Evidence): Judgement => {
  const remedy = 'Free space on the host, or set another spool directory for it.'
  if (facts.spoolDirectory === '')
    return no(
      'no folder for a spool can be written',
      "Set a spool directory in the host's settings that exists and that the user may write.",
    )
  const detail = `${Math.floor(facts.spoolFree / 1_048_576)} MiB free in ${facts.spoolDirectory}`
  if (facts.spoolFree < leastFree) return no(detail, remedy)
  return facts.spoolFree < enoughFree ? limited(`${detail}: short captures only`, remedy) : yes(detail)
}

/** 'y', 'm', 'n'; '' when the kernel does not show its configuration. */
const configOf = ({ output }: Evidence, name: Kconfig): string =>
  output
    .get('config')
    .split(' ')
    .find((entry) => entry.startsWith(`${name}:`))
    ?.slice(name.length + 1) ?? ''
