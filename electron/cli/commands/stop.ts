import type { Command } from '../arguments.ts'
import { printableLine } from '../printable.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'

/** Stops everything that Smokejumper started on a host; what was recorded is kept. 1: some of it is still stopping. */
export const runStop = async (
  command: Extract<Command, { kind: 'stop' }>,
  { client, terminal, interrupts }: CommandContext,
): Promise<number> => {
  const host = await findHost(client, command.host)
  const result = await client.call(
    'captures.stopAll',
    { hostId: host.id },
    { signal: interrupts.signal, onProgress: ({ step }) => terminal.showStatus(printableLine(step)) },
  )
  if (command.json) await printJson(terminal, result)
  else {
    const { stopped, still, strays } = result
    await terminal.print(
      `${stopped} captures stopped${still > 0 ? `, ${still} of them still stopping` : ''}; ${strays} processes that nobody looked after ended.\n`,
    )
  }
  return result.still > 0 ? 1 : 0
}
