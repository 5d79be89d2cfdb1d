import type { Command } from '../arguments.ts'
import { formatTable } from '../table.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'

export const runList = async (
  command: Extract<Command, { kind: 'list' }>,
  { client, terminal, interrupts }: CommandContext,
): Promise<number> => {
  const host = command.host === null ? null : await findHost(client, command.host)
  const list = await client.call(
    'captures.list',
    {
      search: command.search,
      hostId: host?.id ?? null,
      recipeId: command.recipe,
      sort: 'startedAt',
      descending: true,
      offset: 0,
      limit: command.limit,
    },
    { signal: interrupts.signal },
  )
  if (command.json) {
    await printJson(terminal, list)
    return 0
  }
  const count = (value: number | null): string => (value === null ? '' : value.toLocaleString('en'))
  await terminal.print(
    formatTable(list.rows, [
      { title: 'ID', value: ({ id }) => id },
      { title: 'STARTED', value: ({ startedAt }) => new Date(startedAt).toISOString() },
      { title: 'HOST', value: ({ hostLabel }) => hostLabel },
      { title: 'RECIPE', value: ({ recipeId }) => recipeId },
      { title: 'STATE', value: ({ state, incomplete }) => (incomplete ? `${state}, incomplete` : state) },
      {
        title: 'SECONDS',
        value: ({ duration }) => (duration === null ? '' : (duration / 1e9).toFixed(1)),
        align: 'right',
      },
      { title: 'EVENTS', value: ({ events }) => count(events), align: 'right' },
      { title: 'LOST', value: ({ lost }) => count(lost), align: 'right' },
      { title: 'NAME', value: ({ name }) => name },
    ]),
  )
  if (list.total > list.rows.length)
    terminal.note(`${list.rows.length} of ${list.total}; --limit shows more.`)
  return 0
}
