/** What the system's ssh says on stderr when it fails, as our errors. Its words are those of OpenSSH 7 to 10. */
import type { ErrorCode } from '../../../shared/errors/codes.ts'
import { type Facts, SmokejumperError } from '../../../shared/errors/errors.ts'
import { noCommonAlgorithm, printable, type Target } from './ssh-errors.ts'

/** Lines of it that say nothing about a failure. */
const noise =
  /^(?:debug\d|Warning: Permanently added|Pseudo-terminal|Authenticated to|Connection to \S+ closed)/

interface Saying {
  readonly code: ErrorCode
  readonly pattern: RegExp
  readonly message: (target: Target, match: RegExpExecArray) => string
  readonly remedy: string
}

const keyRemedy =
  'Check the user name and the key or password. Some hosts lock an account after failed logins.'

/** The first that fits wins. A failure at a jump host says its name in ssh's own words. */
const sayings: readonly Saying[] = [
  {
    code: 'ssh.unresolved',
    pattern: /Could not resolve hostname ([^\s:]+)/,
    message: (_, [, name]) => `The name ${name} has no address: the name service knows no such host.`,
    remedy: 'Check the spelling, the network or VPN, or give the IP address instead.',
  },
  {
    code: 'ssh.refused',
    pattern: /connect to host (\S+) port (\d+): Connection refused/,
    message: (_, [, name, port]) =>
      `${name} is there, but nothing listens on port ${port}: the connection was refused.`,
    remedy: 'Check the port (SSH is usually on 22) and that sshd runs on the host.',
  },
  {
    code: 'ssh.timeout',
    pattern: /connect to host (\S+) port (\d+): (?:Connection|Operation) timed out/,
    message: (_, [, name, port]) => `${name} port ${port} did not answer.`,
    remedy:
      'Check the address, that the host is up, and the VPN; a firewall that drops packets looks the same.',
  },
  {
    code: 'ssh.timeout',
    pattern: /timed out during banner exchange|Connection timed out/,
    message: ({ name }) => `${name} accepted the connection but went silent while saying that it speaks SSH.`,
    remedy:
      'Check the port: an SSH server speaks first. If the port is right, the host may be too busy to answer.',
  },
  {
    code: 'ssh.unreachable',
    pattern: /connect to host (\S+) port (\d+): (.+)/,
    message: (_, [, name, , why]) => `There is no way to ${name} from here (${why}).`,
    remedy: 'Check the network or VPN and the address; a firewall may also say no.',
  },
  {
    code: 'ssh.unreachable',
    pattern: /open failed: ([a-z ]+: .*)/,
    message: ({ name }, [, why]) => `The jump host does not pass connections on to ${name} (${why}).`,
    remedy: 'Check the address as the jump host sees it, and AllowTcpForwarding and PermitOpen there.',
  },
  {
    code: 'ssh.auth-failed',
    pattern: /Too many authentication failures/,
    message: ({ name, user }) => `${name} did not let ${user} in: it counted too many failed attempts.`,
    remedy:
      'ssh offers the keys of the agent, then the key files, until the host has enough: name the one that it knows under "Only this key", or choose its key file. With passwords, check the user name.',
  },
  {
    code: 'ssh.auth-failed',
    pattern: /(?:(\S+): )?Permission denied \(([^)]*)\)/,
    message: ({ name, user }, [, who, allowed]) =>
      `${name} did not let ${user} in: what was offered was refused${who ? ` (${who})` : ''}. The host allows: ${allowed}.`,
    remedy: keyRemedy,
  },
  {
    code: 'ssh.not-ssh',
    pattern: /banner line contains invalid|invalid format|Protocol major versions differ|Bad packet length/i,
    message: ({ address, port }) => `What answers on ${address} port ${port} is no SSH server.`,
    remedy: 'Check the port: another service listens there.',
  },
  {
    code: 'ssh.not-ssh',
    pattern: /kex_exchange_identification|ssh_exchange_identification/,
    message: ({ address, port }) =>
      `${address} port ${port} closed the connection without saying that it speaks SSH.`,
    remedy:
      'Check the port. If it is right, sshd drops connections from here (MaxStartups, a ban after failed logins).',
  },
  {
    code: 'host.invalid',
    pattern:
      /(Bad configuration option.*|terminating, \d+ bad configuration.*|Bad owner or permissions on .*)/,
    message: (_, [, why]) => `The system's ssh does not take its configuration: ${why}.`,
    remedy: 'Correct ~/.ssh/config: "ssh -G HOST" shows what it makes of it.',
  },
]

/**
 * @param said all that ssh printed on stderr before it ended
 * @param isLoggedIn it had been, before
 */
export const explainSystemSsh = (target: Target, said: string, isLoggedIn = false): SmokejumperError => {
  const lines = said.split(/\r?\n/).filter((line) => line.trim() !== '' && !noise.test(line))
  const text = lines.join('\n')
  const facts: Facts = {
    address: target.address,
    port: target.port,
    user: target.user,
    said: printable(lines.at(-1) ?? ''),
  }
  const hostKey = explainHostKey(target, text, facts)
  if (hostKey !== null) return hostKey
  const algorithm = /Unable to negotiate with .*: (no matching [^.]*)/.exec(text)
  if (algorithm) return noCommonAlgorithm(target, algorithm[1] ?? '', false, new Error(printable(text)))
  for (const { code, pattern, message, remedy } of sayings) {
    const match = pattern.exec(text)
    if (match === null) continue
    return new SmokejumperError({ code, message: printableAll(message(target, match)), remedy, facts })
  }
  // said in place of all else when nothing was answered to what was tried
  if (!isLoggedIn && /^Connection (?:closed|reset) by \S+ port \d+/.test(text)) return hungUp(target, facts)
  return new SmokejumperError({
    code: 'ssh.connection-lost',
    message: `The connection to ${target.name} was lost${facts.said === '' ? '' : `: ${facts.said}`}.`,
    remedy: 'Check the network and that the host is up, then try again.',
    facts,
  })
}

/** hungUpUnanswered of ssh-errors.ts says more: here it is not known how far the login was. */
const hungUp = (target: Target, facts: Facts) =>
  new SmokejumperError({
    code: 'ssh.connection-lost',
    message: `${target.name} exchanged keys and hung up before anybody was logged in (${facts.said}).`,
    remedy:
      'Its sshd log says why: `journalctl -u ssh` there. The time to log in may have been over (LoginGraceTime); a Banner file of 256 KiB to 1 MiB in its sshd_config does this too: shorten it.',
    facts,
  })

const printableAll = (text: string) => text.replace(/[^\x20-\x7e]+/g, ' ').slice(0, 500)

const explainHostKey = (target: Target, text: string, facts: Facts): SmokejumperError | null => {
  if (/REVOKED HOST KEY|marked as revoked/.test(text))
    return new SmokejumperError({
      code: 'hostkey.revoked',
      message: `The host key that ${nameIn(text, /host key for (\S+) (?:is|was) marked as revoked/) ?? target.name} shows is marked as revoked. Nothing was sent to the host.`,
      remedy: 'Do not connect. Ask the administrator: the host needs a new key, or somebody is in between.',
      facts: { ...facts, ...placeIn(text) },
    })
  const changed = /Host key for (\S+) has changed/.exec(text)
  if (changed || /REMOTE HOST IDENTIFICATION HAS CHANGED/.test(text)) {
    const name = changed?.[1] ?? target.name
    const shown =
      /The fingerprint for the (\S+) key sent by the remote host is\s+(SHA256:[A-Za-z0-9+/]+)/.exec(text)
    const place = placeIn(text)
    return new SmokejumperError({
      code: 'hostkey.changed',
      message:
        `${printable(name)} is known by another key, but the host now shows the ${shown ? `${shown[1]} key ${shown[2]}` : 'one'}. ` +
        'Somebody may be in between, or the host was installed anew. Nothing was sent to it.',
      remedy: `Ask the host's administrator whether it is right. Only if it is, remove line ${place.line ?? '?'} of ${place.file ?? 'your known_hosts file'} and connect again.`,
      facts: {
        ...facts,
        ...place,
        ...(shown ? { keyType: shown[1] ?? '', fingerprint: shown[2] ?? '' } : {}),
      },
    })
  }
  if (/Host key verification failed|No \S+ host key is known/.test(text))
    return new SmokejumperError({
      code: 'hostkey.unknown',
      message: `The host key of ${target.name} is not known and was not accepted. Nothing was sent to the host.`,
      remedy:
        'Compare the fingerprint with what the administrator says, then connect again and accept it. With StrictHostKeyChecking yes in the ssh config, add it to your known_hosts file first.',
      facts,
    })
  return null
}

const nameIn = (text: string, pattern: RegExp) => pattern.exec(text)?.[1]

/** 'Offending ED25519 key in /home/me/.ssh/known_hosts:3' */
const placeIn = (text: string): { file?: string; line?: number } => {
  const place = /Offending .*key (?:in|for .* in) (.+):(\d+)/.exec(text)
  return place ? { file: printable(place[1] ?? ''), line: Number(place[2]) } : {}
}
