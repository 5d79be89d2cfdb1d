/** ~/.ssh/config: which hosts it offers, and how each is reached. Read anew each time, and nothing in it is run. */
import { hostname, userInfo } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { NotHonoured, OfferedHost } from '../../../shared/model/offered-host.ts'
import { isPattern } from './match-pattern.ts'
import { type ConfigLines, expandHome, type Place, readConfigLines } from './ssh-config-lines.ts'
import { type Given, type ResolvedConfig, resolveConfig } from './ssh-config-resolve.ts'
import { expandEnvironment, expandTokens, type TokenValues } from './ssh-config-tokens.ts'

export interface SshConfigOptions {
  readonly home: string
  /** default ~/.ssh/config */
  readonly userPath?: string
  /** default /etc/ssh/ssh_config; '' for none */
  readonly systemPath?: string
  /** default: who runs this */
  readonly localUser?: string
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** How a name is reached: paths are absolute, tokens replaced. */
export interface ResolvedAlias {
  readonly alias: string
  readonly hostName: string
  readonly user: string
  readonly port: number
  /** of the config, without 'none'; [] for the usual ones */
  readonly identityFiles: readonly string[]
  /** the config says that no key file is to be tried */
  readonly hasNoIdentityFiles: boolean
  readonly identitiesOnly: boolean
  /** path of its socket; '' for no agent at all; null for SSH_AUTH_SOCK */
  readonly identityAgent: string | null
  /** as `ssh -J` takes them */
  readonly jumps: readonly string[]
  readonly hostKeyAlias: string | null
  /** unknown host keys are refused without asking; never the other way round */
  readonly isStrict: boolean
  /** null for the usual ones */
  readonly userKnownHostsFiles: readonly string[] | null
  readonly globalKnownHostsFiles: readonly string[] | null
  /** null for ours */
  readonly connectTimeoutSeconds: number | null
  /** null for ours; 0 for never */
  readonly serverAliveIntervalSeconds: number | null
  readonly serverAliveCountMax: number | null
  readonly needsSystemSsh: boolean
  readonly notHonoured: readonly NotHonoured[]
  readonly place: Place | null
}

export interface SshConfig {
  readonly files: readonly string[]
  readonly problems: readonly string[]
  /** names that stand there without a pattern, in order */
  readonly aliases: readonly string[]
  resolve(alias: string, given?: Given): ResolvedAlias
}

/** No more are offered; a config with more is made by a program. */
const maxAliases = 5000

export const readSshConfig = async (options: SshConfigOptions): Promise<SshConfig> => {
  const { home } = options
  const systemPath = options.systemPath ?? '/etc/ssh/ssh_config'
  const read = await readConfigLines(
    [
      {
        path: options.userPath ?? join(home, '.ssh', 'config'),
        includeFolder: join(home, '.ssh'),
        isChecked: options.userPath === undefined,
      },
      ...(systemPath === '' ? [] : [{ path: systemPath, includeFolder: '/etc/ssh', isChecked: false }]),
    ],
    home,
  )
  const localUser = options.localUser ?? userInfo().username
  return {
    files: read.files,
    problems: read.problems,
    aliases: aliasesOf(read),
    resolve: (alias, given) =>
      finish(alias, resolveConfig(read.lines, alias, localUser, given), {
        home,
        localUser,
        environment: options.environment ?? process.env,
      }),
  }
}

const aliasesOf = ({ lines }: ConfigLines): string[] => {
  const names = new Set<string>()
  for (const line of lines) {
    const words =
      line.kind === 'host' ? line.patterns : line.kind === 'match' ? originalHosts(line.words) : []
    for (const word of words) {
      // What begins with - would be an option to ssh.
      if (isPattern(word) || word.startsWith('-') || /[\s,/@]/.test(word) || names.size >= maxAliases)
        continue
      names.add(word)
    }
  }
  return [...names]
}

const originalHosts = (words: readonly string[]): string[] => {
  const index = words.findIndex((word) => word.toLowerCase() === 'originalhost')
  return index < 0 ? [] : (words[index + 1]?.split(',') ?? [])
}

interface Here {
  readonly home: string
  readonly localUser: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

const fileTokens = 'dhiklLnpru'
const jumpTokens = 'hnpr'

const finish = (alias: string, config: ResolvedConfig, here: Here): ResolvedAlias => {
  const notHonoured: NotHonoured[] = [...config.notHonoured]
  const word = (keyword: string) => config.settings.get(keyword)?.words[0]
  const leaveOut = (keyword: string, value: string, place: Place | undefined, why: string) =>
    notHonoured.push({ keyword, value, file: place?.file ?? '', line: place?.line ?? 0, why })
  const fullName = hostname()
  const tokens: TokenValues = {
    h: config.hostName,
    n: alias,
    p: String(config.port),
    r: config.user,
    u: here.localUser,
    d: here.home,
    l: fullName,
    L: fullName.split('.')[0] ?? fullName,
    k: word('hostkeyalias') ?? alias,
    i: String(process.getuid?.() ?? ''),
  }
  /** null when it cannot be had, which is told */
  const path = (keyword: string, value: string, place?: Place): string | null => {
    const environment = expandEnvironment(value, here.environment)
    if ('missing' in environment) {
      leaveOut(keyword, value, place, `${environment.missing} is not set here.`)
      return null
    }
    const expanded = expandTokens(environment.text, fileTokens, tokens)
    if ('missing' in expanded) {
      leaveOut(
        keyword,
        value,
        place,
        `The token ${expanded.missing} is only known to the ssh of this machine.`,
      )
      return null
    }
    const homely = expandHome(expanded.text, here.home)
    if (homely === null) leaveOut(keyword, value, place, "It lies in another person's home.")
    // ssh takes it from where it is started, which means nothing here
    return homely === null || isAbsolute(homely) ? homely : join(here.home, homely)
  }
  const paths = (keyword: string): string[] | null => {
    const setting = config.settings.get(keyword)
    if (setting === undefined) return null
    if (setting.words.length === 1 && setting.words[0]?.toLowerCase() === 'none') return []
    return setting.words.flatMap((each) => path(keyword, each, setting.place) ?? [])
  }
  const seconds = (keyword: string): number | null => {
    const setting = config.settings.get(keyword)
    const value = setting?.words[0]
    if (setting === undefined || value === undefined || value.toLowerCase() === 'none') return null
    const parsed = parseSeconds(value)
    if (parsed === null) leaveOut(keyword, value, setting.place, 'It is no time in seconds.')
    return parsed
  }
  const named = config.identityFiles.filter((file) => file.toLowerCase() !== 'none')
  const strict = (word('stricthostkeychecking') ?? 'ask').toLowerCase()
  if (['no', 'off', 'accept-new'].includes(strict))
    leaveOut(
      'StrictHostKeyChecking',
      strict,
      config.settings.get('stricthostkeychecking')?.place,
      'An unknown host key is always shown and asked about, and a changed one refused.',
    )
  const jumps = config.jumps.map((jump) => {
    const expanded = expandTokens(jump, jumpTokens, tokens)
    return 'text' in expanded ? expanded.text : jump
  })
  for (const problem of config.problems) leaveOut('', '', config.place ?? undefined, problem)
  return {
    alias,
    hostName: config.hostName,
    user: config.user,
    port: config.port,
    identityFiles: named.flatMap((file) => path('IdentityFile', file) ?? []),
    hasNoIdentityFiles: config.identityFiles.length > 0 && named.length === 0,
    identitiesOnly: isYes(word('identitiesonly')),
    identityAgent: agentOf(word('identityagent'), here, path),
    jumps,
    hostKeyAlias: word('hostkeyalias')?.toLowerCase() ?? null,
    isStrict: strict === 'yes' || strict === 'true',
    userKnownHostsFiles: paths('userknownhostsfile'),
    globalKnownHostsFiles: paths('globalknownhostsfile'),
    connectTimeoutSeconds: seconds('connecttimeout'),
    serverAliveIntervalSeconds: seconds('serveraliveinterval'),
    serverAliveCountMax: countOf(word('serveralivecountmax')),
    needsSystemSsh: config.needsSystemSsh,
    notHonoured,
    place: config.place,
  }
}

const isYes = (word: string | undefined) => word !== undefined && /^(yes|true)$/i.test(word)

const countOf = (word: string | undefined): number | null =>
  word !== undefined && /^\d{1,6}$/.test(word) ? Number(word) : null

/** sshd_config(5), TIME FORMATS: '90', '1m30s'; null when it is none. */
const parseSeconds = (text: string): number | null => {
  if (!/^(\d{1,9}[smhdw]?)+$/i.test(text)) return null
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }
  return [...text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (sum, [, digits, unit = '']) => sum + Number(digits) * (units[unit.toLowerCase()] ?? 1),
    0,
  )
}

const agentOf = (
  word: string | undefined,
  here: Here,
  path: (keyword: string, value: string) => string | null,
): string | null => {
  if (word === undefined || word === 'SSH_AUTH_SOCK') return null
  if (word.toLowerCase() === 'none') return ''
  // $NAME: the socket stands in that variable
  if (/^\$[A-Za-z_]\w*$/.test(word)) return here.environment[word.slice(1)] ?? ''
  return path('IdentityAgent', word)
}

/** What is shown of it. */
export const describeAlias = (resolved: ResolvedAlias, savedAs: string | null): OfferedHost => ({
  alias: resolved.alias,
  user: resolved.user,
  address: resolved.hostName,
  port: resolved.port,
  jumps: [...resolved.jumps],
  identityFiles: [...resolved.identityFiles],
  identitiesOnly: resolved.identitiesOnly,
  transport: resolved.needsSystemSsh ? 'system-ssh' : 'ssh2',
  notHonoured: [...resolved.notHonoured],
  file: resolved.place?.file ?? '',
  line: resolved.place?.line ?? 0,
  savedAs,
})
