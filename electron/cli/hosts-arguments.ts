/** `smokejumper hosts ...` as a command: the flags of `hosts add` say what the fields of the host form say. */
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { elevations, type HostDraft, hostDraftSchema, transports } from '../../shared/model/host.ts'
import { parseInteger, UsageError } from '../usage-error.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const
const many = { type: 'string', multiple: true } as const

const draftOptions = {
  ...{ label: text, alias: text, address: text, port: text, user: text },
  ...{ agent: flag, key: text, password: flag, identity: text },
  ...{ jump: many, transport: text, 'old-algorithms': flag, elevation: text },
  ...{ group: text, tag: many, spool: text },
} as const

const commonOptions = {
  json: flag,
  library: text,
  'if-damaged': text,
  help: { ...flag, short: 'h' },
} as const

const parseFlags = (args: string[]) =>
  parseArgs({ args, allowPositionals: true, options: { ...commonOptions, ...draftOptions } })
export type HostsFlags = ReturnType<typeof parseFlags>['values']

export type HostsAction =
  | { readonly kind: 'hosts' }
  | { readonly kind: 'hosts-add'; readonly draft: HostDraft }
  | { readonly kind: 'hosts-show'; readonly host: string }
  | { readonly kind: 'hosts-test'; readonly host: string }
  | { readonly kind: 'hosts-remove'; readonly host: string }

const ofHost = { show: 'hosts-show', test: 'hosts-test', remove: 'hosts-remove' } as const

/** Throws a UsageError, or what parseArgs throws. */
export const parseHosts = (
  args: string[],
  defaultUser: string,
): { readonly action: HostsAction; readonly flags: HostsFlags } => {
  const { values: flags, positionals } = parseFlags(args)
  const [action, host, ...more] = positionals
  if (more.length > 0) throw new UsageError(`What is "${more[0]}"?`)
  if (action === 'add') {
    if (host !== undefined)
      throw new UsageError(
        `What is "${host}"? An address goes behind --address, a name of the ssh config behind --alias.`,
      )
    return { action: { kind: 'hosts-add', draft: draftHost(flags, defaultUser) }, flags }
  }
  const stray = Object.keys(flags).find((option) => !Object.hasOwn(commonOptions, option))
  if (stray !== undefined) throw new UsageError(`--${stray} belongs to "hosts add".`)
  if (action === undefined) return { action: { kind: 'hosts' }, flags }
  if (action === 'show' || action === 'test' || action === 'remove') {
    if (host === undefined || host === '') throw new UsageError('The HOST is missing.')
    return { action: { kind: ofHost[action], host }, flags }
  }
  throw new UsageError(
    `There is no "hosts ${action}". There are: hosts, hosts add, hosts show, hosts test, hosts remove.`,
  )
}

const draftHost = (flags: HostsFlags, defaultUser: string): HostDraft => {
  const { alias = '', address = '' } = flags
  if (alias === '' && address === '') throw new UsageError('--address is missing, or --alias.')
  const ways = [flags.agent, flags.key !== undefined, flags.password].filter(Boolean)
  if (ways.length > 1) throw new UsageError('Choose one of --agent, --key and --password.')
  if (flags.key === '') throw new UsageError('The file of --key is missing.')
  if (flags.identity !== undefined && (flags.key !== undefined || flags.password))
    throw new UsageError(
      '--identity says which key the agent may offer: it has no meaning with --key and --password.',
    )
  // with an alias, the ssh config says what is not said here
  const port = flags.port ?? (alias === '' ? '22' : null)
  const draft: HostDraft = {
    label: flags.label ?? (alias === '' ? address : alias),
    ...{ alias, address },
    port: port === null ? 0 : parseInteger(port, '--port', 1, 65535),
    user: flags.user ?? (alias === '' ? defaultUser : ''),
    authentication:
      flags.key !== undefined
        ? { method: 'key', path: flags.key }
        : { method: flags.password ? 'password' : flags.agent ? 'agent' : 'auto' },
    identity: flags.identity ?? '',
    jumps: (flags.jump ?? []).flatMap((given) => given.split(',')).filter((jump) => jump.trim() !== ''),
    transport: readOneOf('--transport', transports, flags.transport),
    oldAlgorithms: flags['old-algorithms'] ?? false,
    elevation: readOneOf('--elevation', elevations, flags.elevation),
    group: flags.group ?? '',
    tags: (flags.tag ?? []).flatMap((given) => given.split(',')).filter((tag) => tag.trim() !== ''),
    spoolDirectory: flags.spool ?? '',
  }
  const checked = hostDraftSchema.safeParse(draft)
  if (checked.success) return checked.data
  throw new UsageError(checked.error.issues.map(describeIssue).join(' '))
}

/** The first one is what is taken when nothing is said. */
const readOneOf = <const Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
  given: string | undefined,
): Choice => {
  if (given === undefined) return choices[0]
  const choice = choices.find((known) => known === given)
  if (choice === undefined) throw new UsageError(`${name} takes one of: ${choices.join(', ')}.`)
  return choice
}

const flagOf: Readonly<Record<string, string>> = {
  ...{ jumps: '--jump', tags: '--tag', authentication: '--key', spoolDirectory: '--spool' },
}

const describeIssue = ({ path: [head], message }: z.core.$ZodIssue): string => {
  const field = String(head)
  return `${Object.hasOwn(flagOf, field) ? flagOf[field] : `--${field}`}: ${message}.`
}
