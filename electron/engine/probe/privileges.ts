/** What the user of a host may do there, as the kernel decides it (capabilities(7)). */
import type { ProbeReport } from '../../../shared/model/host.ts'
import type { ProbeOutput } from './probe-output.ts'

export interface Privileges {
  /** perf without restriction: CAP_PERFMON or CAP_SYS_ADMIN, perhaps through sudo */
  readonly perf: boolean
  /** load BPF programs for tracing: CAP_SYS_ADMIN, or CAP_BPF with CAP_PERFMON */
  readonly bpf: boolean
  /** how: 'as root', 'through sudo'; or why not */
  readonly how: string
  /** what to do where it is not; '' where it is */
  readonly remedy: string
}

const capSysAdmin = 21n
const capPerfmon = 38n
const capBpf = 39n

export const readPrivileges = (output: ProbeOutput, facts: ProbeReport['facts']): Privileges => {
  const { privilege, user } = facts
  // of the shell that captures run in: root's, when there is a way to it
  const capabilities = parseCapabilities(output.get(privilege === 'none' ? 'caps' : 'root.caps'))
  const has = (bit: bigint) => ((capabilities >> bit) & 1n) === 1n
  const perf = has(capSysAdmin) || has(capPerfmon)
  const bpf = has(capSysAdmin) || (has(capBpf) && has(capPerfmon))
  const isNever = output.get('elevation') === 'never'
  const whyNot = isNever ? 'and nobody becomes it here' : 'and sudo would ask for a password'
  if (privilege === 'none')
    return {
      perf,
      bpf,
      how: bpf ? `${user} has the capabilities` : `${user} is not root, ${whyNot}`,
      remedy: bpf
        ? ''
        : isNever
          ? 'Let root be become: the form of this host says never.'
          : `Connect as root, or allow sudo without a password: the line \`${user} ALL=(root) NOPASSWD: ALL\` in \`visudo -f /etc/sudoers.d/${user}\`.`,
    }
  if (bpf) return { perf, bpf, how: privilege === 'root' ? 'as root' : 'through sudo', remedy: '' }
  return {
    perf,
    bpf,
    how: 'root there lacks CAP_SYS_ADMIN: this is probably a container',
    remedy: 'Connect to the machine that runs the container, or start it with CAP_SYS_ADMIN.',
  }
}

const parseCapabilities = (hex: string): bigint => (/^[0-9a-f]{1,16}$/i.test(hex) ? BigInt(`0x${hex}`) : 0n)
