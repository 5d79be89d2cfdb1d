/** What can go wrong on the way to a host, each with what to do about it. */
import type { ErrorCode } from '../../../shared/errors/codes.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'

/** Whom we talk to, for messages. */
export interface Target {
  readonly user: string
  /** as it stands in known_hosts: 'web-3', '[web-3]:2222' */
  readonly name: string
  readonly address: string
  readonly port: number
}

const at = (target: Target) => ({ address: target.address, port: target.port, user: target.user })

/** What a host sent, as one short printable line. */
export const printable = (text: string): string =>
  text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, 200)

const socketCodes: Readonly<Record<string, ErrorCode>> = {
  ENOTFOUND: 'ssh.unresolved',
  EAI_AGAIN: 'ssh.unresolved',
  ENODATA: 'ssh.unresolved',
  ECONNREFUSED: 'ssh.refused',
  EHOSTUNREACH: 'ssh.unreachable',
  EHOSTDOWN: 'ssh.unreachable',
  ENETUNREACH: 'ssh.unreachable',
  ENETDOWN: 'ssh.unreachable',
  EADDRNOTAVAIL: 'ssh.unreachable',
  EACCES: 'ssh.unreachable',
  EPERM: 'ssh.unreachable',
  EINVAL: 'ssh.unreachable',
  ETIMEDOUT: 'ssh.timeout',
  ECONNRESET: 'ssh.not-ssh',
}

/** An error of net.connect; with several addresses it is an AggregateError, and a refusal says the most. */
export const connectError = (target: Target, cause: Error): Error => {
  const causes: readonly unknown[] = cause instanceof AggregateError ? cause.errors : [cause]
  const codes = causes.flatMap((one) => (one instanceof Error && 'code' in one ? [String(one.code)] : []))
  const system = codes.includes('ECONNREFUSED') ? 'ECONNREFUSED' : codes[0]
  const code = system === undefined ? undefined : socketCodes[system]
  if (system === undefined || code === undefined) return cause
  const details: Partial<Record<ErrorCode, { message: string; remedy: string }>> = {
    'ssh.unresolved': {
      message: `The name ${target.address} has no address: the name service knows no such host (${system}).`,
      remedy: 'Check the spelling, the network or VPN, or give the IP address instead.',
    },
    'ssh.refused': {
      message: `${target.address} is there, but nothing listens on port ${target.port}: the connection was refused.`,
      remedy: `Check the port (SSH is usually on 22) and that sshd runs on the host.`,
    },
    'ssh.unreachable': {
      message: `There is no way to ${target.address} from here (${system}).`,
      remedy: 'Check the network or VPN and the address; a firewall may also say no.',
    },
    'ssh.timeout': connectTimeoutText(target, null),
    'ssh.not-ssh': {
      message: `${target.address} port ${target.port} accepted the connection and reset it before it said that it speaks SSH.`,
      remedy: 'Check the port. If it is right, sshd or a firewall drops connections from here.',
    },
  }
  const text = details[code]
  if (text === undefined) return cause
  return new SmokejumperError({ code, ...text, facts: { ...at(target), system }, cause })
}

const connectTimeoutText = (target: Target, timeoutMs: number | null) => ({
  message: `${target.address} port ${target.port} did not answer${timeoutMs === null ? '' : ` within ${timeoutMs / 1000} s`}.`,
  remedy:
    'Check the address, that the host is up, and the VPN; a firewall that drops packets looks the same.',
})

export const connectTimedOut = (target: Target, timeoutMs: number) =>
  new SmokejumperError({
    code: 'ssh.timeout',
    ...connectTimeoutText(target, timeoutMs),
    facts: { ...at(target), timeoutMs },
  })

/** Connected, but a step of the handshake or login did not come. */
export const loginTimedOut = (target: Target, step: string, timeoutMs: number) =>
  new SmokejumperError({
    code: 'ssh.timeout',
    message: `${target.name} accepted the connection but went silent while ${step}, for ${timeoutMs / 1000} s.`,
    remedy:
      step === saysHello
        ? 'Check the port: an SSH server speaks first. If the port is right, the host may be too busy to answer.'
        : 'The host may be overloaded, or its login waits for a service (DNS, LDAP). Try again.',
    facts: { ...at(target), step, timeoutMs },
  })
export const saysHello = 'saying that it speaks SSH'

/** Something answered, but no SSH server. `said`: its first bytes. */
export const notSsh = (target: Target, said: string, cause?: Error) =>
  new SmokejumperError({
    code: 'ssh.not-ssh',
    message:
      said === ''
        ? `${target.address} port ${target.port} closed the connection without saying that it speaks SSH.`
        : `What answers on ${target.address} port ${target.port} is no SSH server: it said "${said}".`,
    remedy:
      said === ''
        ? 'Check the port. If it is right, sshd drops connections from here (MaxStartups, a ban after failed logins).'
        : 'Check the port: another service listens there.',
    facts: { ...at(target), said },
    cause,
  })

/** `detail`: ssh2's words, which name the kind of algorithm. `old`: whether old ones were offered too. */
export const noCommonAlgorithm = (target: Target, detail: string, old: boolean, cause: Error) =>
  new SmokejumperError({
    code: 'ssh.no-common-algorithm',
    message: `${target.name} and Smokejumper have no algorithm in common (${printable(detail)}).`,
    remedy: old
      ? 'The host allows only algorithms that are unsafe or too new. Look at HostKeyAlgorithms, KexAlgorithms, Ciphers and MACs in its sshd_config.'
      : 'If it is an old server that cannot be updated, allow old algorithms for this host. Otherwise look at HostKeyAlgorithms, KexAlgorithms, Ciphers and MACs in its sshd_config.',
    facts: { ...at(target), detail: printable(detail) },
    cause,
  })

export interface Refusal {
  /** in words: 'the password', 'the key ~/.ssh/id_ed25519' */
  readonly what: string
  /** methods that were tried */
  readonly tried: readonly string[]
  /** methods that the host says may go on */
  readonly allowed: readonly string[]
  readonly remedy: string
}

export const authFailed = (target: Target, refusal: Refusal) =>
  new SmokejumperError({
    code: 'ssh.auth-failed',
    message:
      `${target.name} did not let ${target.user} in: ${refusal.what}. ` +
      `Tried: ${refusal.tried.join(', ') || 'nothing'}. The host allows: ${refusal.allowed.map(printable).join(', ') || 'nothing else'}.`,
    remedy: refusal.remedy,
    facts: {
      ...at(target),
      tried: refusal.tried.join(','),
      allowed: refusal.allowed.map(printable).join(','),
    },
  })

/**
 * The host let no more be tried (MaxAuthTries), before what would have been right came up.
 * @param offered the keys that were offered, in order
 */
export const tooManyOffered = (
  target: Target,
  offered: readonly { readonly name: string; readonly source: 'agent' | 'file' }[],
): Pick<Refusal, 'what' | 'remedy'> => {
  if (offered.length === 0)
    return {
      what: 'it counted too many failed attempts',
      remedy: `Check the user name ${target.user} and the password, then connect again. Some hosts lock an account after failed logins.`,
    }
  const fromAgent = offered.filter(({ source }) => source === 'agent').length
  const fromFiles = offered.length - fromAgent
  const what = [
    ...(fromAgent > 0 ? [`${counted(fromAgent, 'key')} of the ssh-agent`] : []),
    ...(fromFiles > 0 ? [counted(fromFiles, 'key file')] : []),
  ].join(' and ')
  const shown = offered.slice(0, 6).map(({ name }) => printable(name))
  const more = offered.length - shown.length
  return {
    what: `it counted too many failed attempts. It was offered ${what}: ${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`,
    remedy:
      fromAgent === 0
        ? 'Choose the one key file that this host knows, as its way to log in.'
        : fromFiles === 0
          ? 'Name the one key that this host knows under "Only this key" (IdentitiesOnly), so that the agent offers no other; or choose its key file.'
          : 'Choose the one key file that this host knows, or name it under "Only this key" (IdentitiesOnly), so that neither the agent nor ~/.ssh offers another.',
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** `why`: what is known of the end, '' when nothing is. */
export const connectionLost = (target: Target, why: string, cause?: Error) =>
  new SmokejumperError({
    code: 'ssh.connection-lost',
    message: `The connection to ${target.name} was lost${why === '' ? '' : `: ${why}`}.`,
    remedy: 'Check the network and that the host is up, then try again.',
    facts: at(target),
    cause,
  })

/**
 * Keys were exchanged, and the first attempt to log in was never answered. sshd does so when its text for users (Banner)
 * has more than the 256 KiB that its own processes pass to each other (MONITOR_MAX_MSGLEN in monitor_wrap.c); from 1 MiB
 * on it leaves the text out (load_banner in auth2.c).
 */
export const hungUpUnanswered = (target: Target, cause?: Error) =>
  new SmokejumperError({
    code: 'ssh.connection-lost',
    message: `${target.name} exchanged keys and hung up, before it said how one may log in.`,
    remedy:
      'Something fails in its sshd, whose log says what: `journalctl -u ssh` there. A Banner file of 256 KiB to 1 MiB in its sshd_config does this: shorten it.',
    facts: at(target),
    cause,
  })

/** More than the 35,000 bytes that RFC 4253, section 6.1, has everybody take. */
export const largePacket = (target: Target, step: string, cause: Error) =>
  new SmokejumperError({
    code: 'ssh.connection-lost',
    message: `${target.name} sent a packet of more than 35,000 bytes while ${step}, which ends the connection.`,
    remedy:
      "Probably the text that greets users (Banner in its sshd_config) is too long: shorten it, or choose the system's ssh for this host.",
    facts: at(target),
    cause,
  })

export const runTimedOut = (target: Target, timeoutMs: number) =>
  new SmokejumperError({
    code: 'ssh.timeout',
    message: `${target.name} did not finish within ${timeoutMs / 1000} s, and was told to stop.`,
    remedy: 'The host may be very busy. Try again.',
    facts: { ...at(target), timeoutMs },
  })

export const promptDismissed = (question: string) =>
  new SmokejumperError({
    code: 'prompt.dismissed',
    message: `"${question}" was not answered, so the connection was not made.`,
    remedy: 'Connect again and answer, or choose another way to log in for this host.',
  })
