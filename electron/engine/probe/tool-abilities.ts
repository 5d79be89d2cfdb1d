/** Abilities that a tool gives, with what its user may do. */
import { type Evidence, type Judgement, limited, no, yes } from './abilities.ts'

/**
 * perf_event_paranoid as the kernel documents it (admin-guide/sysctl/kernel.rst, perf-security.rst): >= 0 no raw
 * tracepoints, >= 1 no CPU events, >= 2 no kernel profiling without CAP_PERFMON; Debian's and Ubuntu's own
 * levels 3 and 4 allow nothing at all.
 */
const sysctl = (name: string, value: number): string =>
  `\`sysctl -w kernel.${name}=${value}\` as root (until the next boot; for good in /etc/sysctl.d/)`

export const judgePerf = (evidence: Evidence): Judgement => {
  const tool = judgeTool(evidence, 'perf')
  if (tool.state !== 'yes') return tool
  const { privileges, facts } = evidence
  const paranoid = facts.perfEventParanoid
  if (paranoid === null && !privileges.perf)
    return limited(
      `${tool.detail}, but kernel.perf_event_paranoid is not there: the kernel may lack perf events`,
      'Look for CONFIG_PERF_EVENTS in the kernel, or use another host.',
    )
  if (privileges.perf || paranoid === null || paranoid <= 2) return tool
  return limited(
    `${tool.detail}, but kernel.perf_event_paranoid is ${paranoid}: perf is for root only, and ${privileges.how}`,
    `Run ${sysctl('perf_event_paranoid', 2)}. ${privileges.remedy}`,
  )
}

export const judgeSystemWide = (evidence: Evidence): Judgement => {
  const { privileges, facts } = evidence
  if (evidence.output.get('tool.perf') === '') return no('perf is not installed', evidence.install('perf'))
  if (privileges.perf) return yes(privileges.how)
  const paranoid = facts.perfEventParanoid
  if (paranoid !== null && paranoid <= 0) return yes(`kernel.perf_event_paranoid is ${paranoid}`)
  return no(
    `kernel.perf_event_paranoid is ${paranoid ?? 'not readable'}, and ${privileges.how}; own processes only`,
    `Run ${sysctl('perf_event_paranoid', 0)}. ${privileges.remedy}`,
  )
}

export const judgeKernelStacks = (evidence: Evidence): Judgement => {
  const { privileges, facts } = evidence
  const paranoid = facts.perfEventParanoid
  const restrict = facts.kptrRestrict
  if (evidence.output.get('tool.perf') === '') return no('perf is not installed', evidence.install('perf'))
  if (!privileges.perf && (paranoid === null || paranoid >= 2))
    return no(
      `kernel.perf_event_paranoid is ${paranoid ?? 'not readable'}: only root sees the kernel's side`,
      `Run ${sysctl('perf_event_paranoid', 1)} and ${sysctl('kptr_restrict', 0)}. ${privileges.remedy}`,
    )
  const isHidden = restrict === 2 || (restrict === 1 && !privileges.perf)
  if (isHidden)
    return limited(
      `kernel.kptr_restrict is ${restrict}: kernel frames have addresses but no names`,
      `Run ${sysctl('kptr_restrict', privileges.perf ? 1 : 0)}.`,
    )
  return yes(
    privileges.perf ? privileges.how : `kernel.perf_event_paranoid is ${paranoid}, kptr_restrict ${restrict}`,
  )
}

export const judgeTool = (
  { output, install }: Evidence,
  tool: 'perf' | 'bpftrace' | 'trace-cmd' | 'strace',
) => {
  const path = output.get(`tool.${tool}`)
  if (path === '') return no('not installed', install(tool))
  const version = output.get(`tool.${tool}.version`)
  const status = output.get(`tool.${tool}.status`)
  // Stopped at the limit: the host is slow, which says nothing about the tool.
  if (stoppedStatuses.includes(status)) return yes(`${path}, which did not say its version in time`)
  // Ubuntu's perf is a script that fails when it does not fit the kernel.
  if (status !== '0' && status !== '')
    return no(
      `${path} does not run (exit status ${status}): ${version || 'it printed nothing'}`,
      install(tool),
    )
  return yes(version || path)
}

/** timeout's 124; ended by KILL or TERM */
const stoppedStatuses = ['124', '137', '143']

/** Tools that load BPF programs. */
export const needsBpf = (evidence: Evidence, tool: Judgement): Judgement => {
  if (tool.state !== 'yes') return tool
  const { privileges, output } = evidence
  if (output.get('config').split(' ').includes('BPF_SYSCALL:n'))
    return no(
      `${tool.detail}, but this kernel was built without BPF`,
      'Use a kernel with CONFIG_BPF_SYSCALL.',
    )
  if (output.get('lockdown').includes('[confidentiality]'))
    return no(
      `${tool.detail}, but the kernel is locked down (confidentiality), which forbids tracing with BPF`,
      'Boot without lockdown=confidentiality.',
    )
  if (!privileges.bpf)
    return limited(`${tool.detail}, but only root may use it: ${privileges.how}`, privileges.remedy)
  return yes(`${tool.detail}, ${privileges.how}`)
}

export const judgeBcc = (evidence: Evidence): Judgement => {
  const path = evidence.output.get('bcc')
  const judged = needsBpf(evidence, path === '' ? no('not installed', evidence.install('bcc')) : yes(path))
  if (judged.state === 'yes' && evidence.output.get('headers') === 'no')
    return limited(
      `${judged.detail}, but it compiles against the kernel's headers, which are not there`,
      evidence.install('bcc'),
    )
  return judged
}

export const judgeLibbpfTools = (evidence: Evidence): Judgement => {
  const path = evidence.output.get('libbpf_tools')
  const judged = needsBpf(
    evidence,
    path === '' ? no('not installed', evidence.install('libbpf-tools')) : yes(path),
  )
  if (judged.state === 'yes' && evidence.output.get('btf') === 'no')
    return no(`${judged.detail}, but the kernel has no BTF, which they need`, 'Use bcc or bpftrace here.')
  return judged
}

export const judgeTraceCmd = (evidence: Evidence): Judgement => {
  const tool = judgeTool(evidence, 'trace-cmd')
  if (tool.state !== 'yes' || evidence.facts.privilege !== 'none') return tool
  return limited(
    `${tool.detail}, but only root may use it: ${evidence.privileges.how}`,
    evidence.privileges.remedy,
  )
}
