import type { Host } from '../../../shared/model/host.ts'
import type { OfferedHost } from '../../../shared/model/offered-host.ts'
import type { CommandHead } from '../arguments.ts'
import type { HostsAction } from '../hosts-arguments.ts'
import { printableLine } from '../printable.ts'
import { formatTable } from '../table.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'

type HostsCommand<Kind extends HostsAction['kind']> = CommandHead & Extract<HostsAction, { kind: Kind }>

export const runHosts = async (
  command: HostsCommand<'hosts'>,
  { client, terminal }: CommandContext,
): Promise<number> => {
  const hosts = await client.call('hosts.list', {})
  if (command.json) await printJson(terminal, hosts)
  else await terminal.print(formatHosts(hosts))
  return 0
}

export const runHostsAdd = async (
  command: HostsCommand<'hosts-add'>,
  { client, terminal }: CommandContext,
): Promise<number> => {
  const host = await client.call('hosts.save', command.draft)
  if (command.json) await printJson(terminal, host)
  else await terminal.print(formatHosts([host]))
  return 0
}

export const runHostsRemove = async (
  command: HostsCommand<'hosts-remove'>,
  { client, terminal }: CommandContext,
): Promise<number> => {
  const host = await findHost(client, command.host)
  await client.call('hosts.remove', { hostId: host.id })
  if (command.json) await printJson(terminal, { removed: host.id })
  return 0
}

/** All that is saved of a host, with what its alias means now. */
export const runHostsShow = async (
  command: HostsCommand<'hosts-show'>,
  { client, terminal }: CommandContext,
): Promise<number> => {
  const host = await findHost(client, command.host)
  const meaning = host.alias === '' ? null : await client.call('hosts.resolveAlias', { alias: host.alias })
  if (command.json) await printJson(terminal, meaning === null ? host : { ...host, meaning })
  else await terminal.print(`${describeHost(host, meaning).map(printableLine).join('\n')}\n`)
  return 0
}

const describeHost = (host: Host, meaning: OfferedHost | null): string[] => {
  const { authentication, identity, transport, jumps, probe } = host
  const facts: [string, string][] = [
    ['id', host.id],
    ['label', host.label],
    ['destination', destinationOf(host)],
    ['alias leads to', meaning === null ? '' : addressOf(meaning)],
    ['jumps', (jumps.length > 0 ? jumps : (meaning?.jumps ?? [])).join(' > ')],
    [
      'login',
      authentication === null
        ? ''
        : authentication.method === 'key'
          ? `key ${authentication.path}`
          : authentication.method,
    ],
    ['only this key', identity],
    ['transport', host.kind === 'ssh' ? transport : ''],
    ['old algorithms', host.oldAlgorithms ? 'accepted' : ''],
    ['root', host.elevation],
    ['group', host.group],
    ['tags', host.tags.join(', ')],
    ['spool', host.spoolDirectory],
    ['probed', probe === null ? 'never' : new Date(probe.at).toISOString()],
  ]
  return [
    ...facts.filter(([, value]) => value !== '').map(([name, value]) => `${name.padEnd(16)}${value}`),
    ...(meaning?.notHonoured ?? []).map(({ keyword, why }) => `not as in ssh   ${keyword}: ${why}`),
  ]
}

const addressOf = ({ user, address, port }: OfferedHost): string => `${user}@${address}:${port}`

const formatHosts = (hosts: readonly Host[]): string =>
  formatTable(hosts, [
    { title: 'ID', value: ({ id }) => id },
    { title: 'LABEL', value: ({ label }) => label },
    {
      title: 'DESTINATION',
      value: destinationOf,
    },
    { title: 'LOGIN', value: ({ authentication }) => authentication?.method ?? '' },
    { title: 'PROBED', value: ({ probe }) => (probe === null ? 'never' : new Date(probe.at).toISOString()) },
  ])

/** A host that follows an alias of the ssh config is named by it. */
const destinationOf = ({ kind, alias, user, address, port }: Host): string => {
  if (kind !== 'ssh') return 'this machine'
  return alias === '' ? `${user}@${address}:${port}` : `${user === '' ? '' : `${user}@`}${alias} (ssh config)`
}
