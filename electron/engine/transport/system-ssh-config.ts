/** What the system's ssh is told: its configuration, in a file, so that its own jumps follow it too; and its arguments. */
import type { Host } from '../../../shared/model/host.ts'
import type { Hop } from '../hosts/destination.ts'
import { oldAlgorithmOptions } from './algorithms.ts'
import { expandHome } from './private-key.ts'

export interface SystemSshConfig {
  readonly home: string
  /** looked in for host keys, ours first: what is accepted is written into the first */
  readonly knownHostsFiles: readonly string[]
  /** null: ssh's own */
  readonly globalKnownHostsFiles: readonly string[] | null
  readonly isStrict: boolean
  readonly oldAlgorithms: boolean
  readonly connectTimeoutMs: number
}

/**
 * The first value of an option wins: what must hold stands before the person's configuration, what is only a default
 * behind it. Host keys are never checked less than ssh2 checks them.
 */
export const sshConfigText = (config: SystemSshConfig): string =>
  [
    'Host *',
    `  StrictHostKeyChecking ${config.isStrict ? 'yes' : 'ask'}`,
    `  UserKnownHostsFile ${config.knownHostsFiles.map(quotePath).join(' ')}`,
    ...(config.globalKnownHostsFiles === null
      ? []
      : [`  GlobalKnownHostsFile ${config.globalKnownHostsFiles.map(quotePath).join(' ') || 'none'}`]),
    '  UpdateHostKeys no',
    // a fingerprint in the DNS is shown, and the key still asked about
    '  VerifyHostKeyDNS ask',
    '  NoHostAuthenticationForLocalhost no',
    '  HashKnownHosts no',
    '  PermitLocalCommand no',
    '  ForwardAgent no',
    '  ForwardX11 no',
    '  ClearAllForwardings yes',
    '  BatchMode no',
    '  NumberOfPasswordPrompts 3',
    '  RequestTTY no',
    '  RemoteCommand none',
    '  LogLevel INFO',
    ...(config.oldAlgorithms
      ? Object.entries(oldAlgorithmOptions).map(([name, value]) => `  ${name} ${value}`)
      : []),
    `  Include ${quotePath(`${config.home}/.ssh/config`)}`,
    '  Include /etc/ssh/ssh_config',
    'Host *',
    `  ConnectTimeout ${Math.max(1, Math.ceil(config.connectTimeoutMs / 1000))}`,
    '  ServerAliveInterval 15',
    '  ServerAliveCountMax 3',
    '',
  ].join('\n')

const quotePath = (path: string): string => `"${path.replaceAll('%', '%%')}"`

/** Nothing secret, and nothing that could be taken for an option: the form of each is checked when a host is saved. */
export const destinationArguments = (host: Host, hop: Hop): string[] => {
  const { authentication, identity, alias, address, port, user, jumps } = host
  const option = (name: string, value: string) => ['-o', `${name}=${value}`]
  const key = authentication?.method === 'key' ? authentication.path : identity
  const bare = address.replace(/^\[(.*)\]$/, '$1')
  return [
    ...(user === '' ? [] : ['-l', user]),
    ...(port === 0 ? [] : ['-p', String(port)]),
    ...(alias !== '' && bare !== '' ? option('HostName', bare) : []),
    ...(jumps.length === 0 ? [] : ['-J', jumps.join(',')]),
    ...(key === '' ? [] : ['-i', expandHome(key), ...option('IdentitiesOnly', 'yes')]),
    // the key that was chosen, and what the host wants beside it; never the password in its place
    ...(authentication?.method === 'key' || authentication?.method === 'agent'
      ? option('PasswordAuthentication', 'no')
      : []),
    ...(authentication?.method === 'password'
      ? [
          ...option('PubkeyAuthentication', 'no'),
          ...option('PreferredAuthentications', 'keyboard-interactive,password'),
        ]
      : []),
    '--',
    alias !== '' ? alias : hop.address,
  ]
}
