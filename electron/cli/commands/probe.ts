import type { Command } from '../arguments.ts'
import { printableLine } from '../printable.ts'
import { formatTable } from '../table.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'

export const runProbe = async (
  command: Extract<Command, { kind: 'probe' }>,
  { client, terminal, interrupts }: CommandContext,
): Promise<number> => {
  const host = await findHost(client, command.host)
  const report = await client.call(
    'hosts.probe',
    { hostId: host.id },
    {
      signal: interrupts.signal,
      onProgress: ({ step }) => terminal.showStatus(printableLine(step)),
    },
  )
  if (command.json) {
    await printJson(terminal, report)
    return 0
  }
  const { facts, abilities } = report
  const lines = [
    `${facts.hostname}: ${facts.distribution}, Linux ${facts.kernel} ${facts.architecture}, ${facts.cpus} CPUs`,
    `as ${facts.user} (${facts.privilege === 'none' ? 'no root' : facts.privilege}), load ${facts.loadAverage}`,
  ]
  const table = formatTable(abilities, [
    { title: 'CAN', value: ({ state }) => state },
    { title: 'WHAT', value: ({ title }) => title },
    { title: 'BECAUSE', value: ({ detail }) => detail },
    { title: 'WHAT TO DO', value: ({ remedy }) => remedy },
  ])
  await terminal.print(`${lines.map(printableLine).join('\n')}\n\n${table}`)
  return 0
}
