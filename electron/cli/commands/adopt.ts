import type { HostSpool, HostSweep } from '../../../shared/model/host-spool.ts'
import type { Command } from '../arguments.ts'
import { printable, printableLine } from '../printable.ts'
import { formatTable } from '../table.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'
import { followCapture } from './follow-capture.ts'

/** A client that has looked within so many seconds is still there. */
const recently = 10

/** Takes over what is on the host, one capture after the other. Gives the exit status of the last that did not end well. */
export const runAdopt = async (
  command: Extract<Command, { kind: 'adopt' }>,
  context: CommandContext,
): Promise<number> => {
  const { client, terminal, interrupts } = context
  const host = await findHost(client, command.host)
  const call = {
    signal: interrupts.signal,
    onProgress: ({ step }: { step: string }) => terminal.showStatus(printableLine(step)),
  }
  const sweep = await client.call('captures.onHost', { hostId: host.id, look: true }, call)
  if (command.list) {
    if (command.json) await printJson(terminal, sweep)
    else await terminal.print(printable(describeSweep(sweep)))
    return 0
  }
  const chosen = choose(sweep.spools, command.captureIds)
  if (chosen.length === 0) terminal.note(`Nothing on ${host.label} is to be taken over.`)
  let status = 0
  for (const captureId of chosen) {
    await client.call('captures.adopt', { hostId: host.id, captureId, partial: command.partial }, call)
    const ended = await followCapture({ captureId, json: command.json, partial: command.partial }, context)
    if (ended !== 0) status = ended
  }
  return status
}

const choose = (spools: readonly HostSpool[], named: readonly string[]): readonly string[] =>
  named.length > 0
    ? named
    : spools
        .filter(({ isKnown, recipeId }) => !isKnown && recipeId !== '')
        .filter(
          ({ clientSeconds, running }) => !running || clientSeconds === null || clientSeconds >= recently,
        )
        .map(({ captureId }) => captureId)

const describeSweep = ({ spools, strays }: HostSweep): string => {
  const table = formatTable(spools, [
    { title: 'ID', value: ({ captureId }) => captureId },
    { title: 'NAME', value: ({ name }) => printableLine(name) },
    { title: 'STATE', value: ({ state, running }) => (running ? state : `${state || 'unknown'}, ended`) },
    { title: 'SECONDS', value: (each) => `${Math.round(each.elapsedSeconds)} of ${each.plannedSeconds}` },
    { title: 'BYTES', value: ({ bytes }) => String(bytes) },
    { title: 'STARTED BY', value: ({ startedBy }) => printableLine(startedBy) },
    { title: 'HERE', value: ({ isKnown }) => (isKnown ? 'yes' : 'no') },
  ])
  const lines = strays.map(
    ({ pid, command }) => `nobody looks after process ${pid}: ${printableLine(command)}\n`,
  )
  return `${table}${lines.join('')}`
}
