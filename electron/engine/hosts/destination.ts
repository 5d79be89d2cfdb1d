/** From a saved host to the hops that lead there: each with what its own connection needs, in the order of passing. */
import { isAbsolute, join } from 'node:path'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { type Authentication, type Host, MAX_JUMPS, type TransportKind } from '../../../shared/model/host.ts'
import type { NotHonoured } from '../../../shared/model/offered-host.ts'
import { knownHostsName } from './known-hosts.ts'
import type { ResolvedAlias, SshConfig } from './ssh-config.ts'
import { expandHome } from './ssh-config-lines.ts'

/** One SSH connection: directly, or through the hop before it. */
export interface Hop {
  /** 'deploy@web-3:2222', for questions, traces and errors */
  readonly name: string
  readonly user: string
  /** without brackets */
  readonly address: string
  readonly port: number
  /** under which its key is looked up in place of address and port; null for those */
  readonly hostKeyAlias: string | null
  readonly authentication: Authentication
  /** absolute, in the order to try; null for the usual ones of ~/.ssh */
  readonly identityFiles: readonly string[] | null
  /** the agent may offer only the keys of `identityFiles` */
  readonly identitiesOnly: boolean
  /** the agent's socket; '' for no agent; null for SSH_AUTH_SOCK */
  readonly identityAgent: string | null
  /** known_hosts files beside ours; null for the usual ones */
  readonly userKnownHostsFiles: readonly string[] | null
  readonly globalKnownHostsFiles: readonly string[] | null
  /** an unknown host key is refused without a question */
  readonly isStrict: boolean
  readonly oldAlgorithms: boolean
  /** each null for ours; keepaliveMs 0 for none */
  readonly connectTimeoutMs: number | null
  readonly keepaliveMs: number | null
  readonly keepaliveCount: number | null
}

export interface Destination {
  /** the last one is the host itself */
  readonly hops: readonly [...Hop[], Hop]
  readonly transport: TransportKind
  /** of the host and of its jumps */
  readonly notHonoured: readonly NotHonoured[]
}

/**
 * Throws host.invalid when jumps lead in a circle, when there are too many, or when one is no destination.
 * @param config as it is now: an alias is resolved anew at each connection
 */
export const resolveDestination = (host: Host, config: SshConfig, home: string): Destination => {
  const resolved = host.alias === '' ? null : config.resolve(host.alias, givenBy(host))
  const last = resolved === null ? ownHop(host, home) : { ...hopOf(resolved), ...overridden(host, home) }
  const notHonoured = [...(resolved?.notHonoured ?? [])]
  const specs = host.jumps.length > 0 ? host.jumps : (resolved?.jumps ?? [])
  const hops = expandJumps(specs, config, host.label, notHonoured)
  return {
    hops: [...hops, last],
    transport: host.transport,
    notHonoured,
  }
}

const givenBy = ({ address, port, user }: Host) => ({
  ...(address === '' ? {} : { address }),
  ...(port === 0 ? {} : { port }),
  ...(user === '' ? {} : { user }),
})

/**
 * As ssh does with -J a,b: the first one with the jumps that the config has for it, the others through the one before
 * them. Iterative, since a config may send jumps in a circle.
 */
const expandJumps = (
  specs: readonly string[],
  config: SshConfig,
  label: string,
  notHonoured: NotHonoured[],
): Hop[] => {
  const hops: Hop[] = []
  let waiting = [...specs]
  const passed = new Set<string>()
  while (waiting.length > 0) {
    // from the back: the first one's own jumps come before it
    const spec = waiting.pop() ?? ''
    const { name, ...given } = parseJump(spec, label)
    const resolved = config.resolve(name, given)
    const hop = hopOf(resolved)
    if (passed.has(hop.name)) throw circle(label, hop.name)
    passed.add(hop.name)
    if (passed.size > MAX_JUMPS) throw tooMany(label)
    hops.unshift(hop)
    notHonoured.push(...resolved.notHonoured)
    if (waiting.length === 0) waiting = [...resolved.jumps]
  }
  return hops
}

/** '[user@]host[:port]' */
const parseJump = (spec: string, label: string): { name: string; user?: string; port?: number } => {
  const parts = /^(?:([^@]+)@)?(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/.exec(spec)
  const [, user, name = '', port] = parts ?? []
  if (
    parts === null ||
    name.startsWith('-') ||
    (port !== undefined && (Number(port) < 1 || Number(port) > 65535))
  )
    throw new SmokejumperError({
      code: 'host.invalid',
      message: `The jump "${spec}" on the way to ${label} is no user@host:port and no alias.`,
      remedy: 'Correct the jumps of the host, or ProxyJump in the ssh config.',
      facts: { jump: spec },
    })
  return {
    name: name.replace(/^\[(.*)\]$/, '$1'),
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port: Number(port) }),
  }
}

/** 'jump 1 of 2, deploy@bastion:22', for questions; '' for the host itself. */
export const placeOf = (hops: readonly Hop[], index: number): string =>
  index === hops.length - 1 ? '' : `jump ${index + 1} of ${hops.length - 1}, ${hops[index]?.name}`

const nameOf = (user: string, address: string, port: number): string =>
  `${user}@${address.includes(':') ? `[${address}]` : address}:${port}`

const hopOf = (resolved: ResolvedAlias): Hop => ({
  name: nameOf(resolved.user, resolved.hostName, resolved.port),
  user: resolved.user,
  address: resolved.hostName,
  port: resolved.port,
  hostKeyAlias: resolved.hostKeyAlias,
  authentication: { method: 'auto' },
  identityFiles: resolved.hasNoIdentityFiles
    ? []
    : resolved.identityFiles.length === 0
      ? null
      : resolved.identityFiles,
  identitiesOnly: resolved.identitiesOnly,
  identityAgent: resolved.identityAgent,
  userKnownHostsFiles: resolved.userKnownHostsFiles,
  globalKnownHostsFiles: resolved.globalKnownHostsFiles,
  isStrict: resolved.isStrict,
  oldAlgorithms: false,
  connectTimeoutMs: milliseconds(resolved.connectTimeoutSeconds),
  keepaliveMs: milliseconds(resolved.serverAliveIntervalSeconds),
  keepaliveCount: resolved.serverAliveCountMax,
})

const milliseconds = (seconds: number | null) => (seconds === null ? null : seconds * 1000)

/** A host without an alias: nothing but what it says itself. */
const ownHop = (host: Host, home: string): Hop => {
  const address = host.address.replace(/^\[(.*)\]$/, '$1')
  return {
    name: nameOf(host.user, address, host.port),
    user: host.user,
    address,
    port: host.port,
    hostKeyAlias: null,
    identityFiles: null,
    identitiesOnly: false,
    identityAgent: null,
    userKnownHostsFiles: null,
    globalKnownHostsFiles: null,
    isStrict: false,
    connectTimeoutMs: null,
    keepaliveMs: null,
    keepaliveCount: null,
    ...overridden(host, home),
  }
}

/** What is chosen for the host itself, and wins over its alias. */
const overridden = (
  host: Host,
  home: string,
): Pick<Hop, 'authentication' | 'oldAlgorithms'> & Partial<Hop> => ({
  authentication: host.authentication ?? { method: 'auto' },
  oldAlgorithms: host.oldAlgorithms,
  ...(host.identity === ''
    ? {}
    : {
        identityFiles: [absolute(host.identity, home)],
        identitiesOnly: true,
      }),
})

const absolute = (path: string, home: string): string => {
  const homely = expandHome(path, home) ?? path
  return isAbsolute(homely) ? homely : join(home, homely)
}

/** How its key stands in known_hosts; an alias without a port, as OpenSSH has it. */
export const hostKeyNameOf = ({ hostKeyAlias, address, port }: Hop): string =>
  hostKeyAlias ?? knownHostsName(address, port)

const circle = (label: string, hop: string) =>
  new SmokejumperError({
    code: 'host.invalid',
    message: `The jumps on the way to ${label} lead in a circle: ${hop} comes twice.`,
    remedy: 'Correct the jumps of the host, or ProxyJump in the ssh config.',
    facts: { hop },
  })

const tooMany = (label: string) =>
  new SmokejumperError({
    code: 'host.invalid',
    message: `The way to ${label} has more than ${MAX_JUMPS} jumps.`,
    remedy: 'Correct the jumps of the host, or ProxyJump in the ssh config.',
    facts: { jumps: MAX_JUMPS },
  })
