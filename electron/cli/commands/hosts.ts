import type { Host } from '../../../shared/model/host.ts'
import type { Command } from '../arguments.ts'
import { formatTable } from '../table.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'

export const runHosts = async (
  command: Extract<Command, { kind: 'hosts' }>,
  { client, terminal }: CommandContext,
): Promise<number> => {
  const hosts = await client.call('hosts.list', {})
  if (command.json) await printJson(terminal, hosts)
  else await terminal.print(formatHosts(hosts))
  return 0
}

export const runHostsAdd = async (
  command: Extract<Command, { kind: 'hosts-add' }>,
  { client, terminal }: CommandContext,
): Promise<number> => {
  const host = await client.call('hosts.save', command.draft)
  if (command.json) await printJson(terminal, host)
  else await terminal.print(formatHosts([host]))
  return 0
}

export const runHostsRemove = async (
  command: Extract<Command, { kind: 'hosts-remove' }>,
  { client, terminal }: CommandContext,
): Promise<number> => {
  const host = await findHost(client, command.host)
  await client.call('hosts.remove', { hostId: host.id })
  if (command.json) await printJson(terminal, { removed: host.id })
  return 0
}

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
