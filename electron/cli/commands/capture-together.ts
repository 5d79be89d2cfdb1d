/** One recipe on several hosts, from one moment on, with a row for each while it runs and at the end. */
import type { CaptureRequest, TogetherRequest } from '../../../shared/contract/capture-request.ts'
import type { EngineClient } from '../../../shared/contract/engine.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import { type CaptureProgress, isActive } from '../../../shared/model/capture.ts'
import type { CaptureGroup, GroupMember, TogetherRow } from '../../../shared/model/capture-group.ts'
import type { Host } from '../../../shared/model/host.ts'
import type { CaptureCommand, TogetherFlags } from '../arguments.ts'
import { exitStatus } from '../exit-status.ts'
import { printable } from '../printable.ts'
import { formatTable } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { type CommandContext, findHost, printJson } from './command-context.ts'

/** Starts, waits until all are stored, and says what each is: 0 all done, 3 some, 1 none. */
export const runTogether = async (
  command: CaptureCommand,
  { common, hosts }: { readonly common: Omit<CaptureRequest, 'hostId'>; readonly hosts: readonly Host[] },
  context: CommandContext,
): Promise<number> => {
  const { client, terminal } = context
  const request: TogetherRequest = {
    ...common,
    hostIds: hosts.map(({ id }) => id),
    allOrNothing: command.together?.allOrNothing ?? false,
  }
  const { groupId, hosts: rows } = await start(request, context)
  noteFailures(rows, terminal)
  const started = rows.filter(({ state }) => state === 'started')
  if (command.detach) {
    for (const { captureId, hostLabel } of started)
      terminal.note(
        printable(
          `${captureId} goes on on ${hostLabel} by itself. Fetch it: smokejumper collect ${captureId}`,
        ),
      )
    if (command.json) await printJson(terminal, { groupId, detached: true, hosts: rows })
    else await terminal.print(started.map(({ captureId }) => `${captureId}\n`).join(''))
    return statusOf(started.length, rows.length)
  }
  const ended = await followTogether(groupId, started, context)
  const group = await client.call('captures.group', { groupId })
  if (command.json) await printJson(terminal, ended ? group : { left: groupId, ...group })
  else await terminal.print(formatGroup(group))
  const ran = new Set(started.map(({ captureId }) => captureId))
  noteFailures(
    group.members.filter(({ captureId }) => ran.has(captureId)),
    terminal,
  )
  if (!ended) return exitStatus.cancelled
  return statusOf(group.members.filter(({ state }) => state === 'done').length, rows.length)
}

const statusOf = (good: number, all: number): number =>
  good === all ? exitStatus.done : good === 0 ? exitStatus.expected : exitStatus.partial

/** Each once, in the order named; at least one. Rejects with host.unknown. */
export const findHosts = async (
  client: EngineClient,
  { hosts, groups }: TogetherFlags,
): Promise<[Host, ...Host[]]> => {
  const found: Host[] = []
  for (const name of hosts) found.push(await findHost(client, name))
  const all = groups.length > 0 ? await client.call('hosts.list', {}) : []
  for (const name of groups) {
    const members = all.filter(({ group }) => group === name)
    if (members.length === 0) throw groupUnknown(name, all)
    found.push(...members)
  }
  const [first, ...rest] = new Map(found.map((host) => [host.id, host])).values()
  if (first === undefined) throw new TypeError('neither a host nor a group')
  return [first, ...rest]
}

const groupUnknown = (name: string, hosts: readonly Host[]) => {
  const groups = [...new Set(hosts.map(({ group }) => group))].filter((group) => group !== '')
  return new SmokejumperError({
    code: 'host.unknown',
    message: `No saved host is in a group "${name}".`,
    remedy:
      groups.length > 0
        ? `There are: ${groups.join(', ')}.`
        : 'No host is in a group yet: give hosts a group in the form of the host.',
    facts: { group: name },
  })
}

const start = async (request: TogetherRequest, { client, terminal, interrupts }: CommandContext) => {
  let last: readonly TogetherRow[] = []
  try {
    return await client.call('captures.startTogether', request, {
      signal: interrupts.signal,
      onProgress: ({ hosts }) => {
        last = hosts
        terminal.showStatus(formatRows(hosts))
      },
    })
  } catch (error) {
    noteFailures(last, terminal)
    throw error
  }
}

const noteFailures = (
  rows: readonly Pick<TogetherRow, 'hostLabel' | 'error'>[],
  terminal: Terminal,
): void => {
  for (const { hostLabel, error } of rows)
    if (error !== null) terminal.note(printable(`${hostLabel}: ${error.message}\n  ${error.remedy}`))
}

const formatRows = (rows: readonly TogetherRow[]): string =>
  formatTable(rows, [
    { title: 'HOST', value: ({ hostLabel }) => hostLabel },
    { title: 'STATE', value: ({ state }) => state },
    { title: 'NOW', value: ({ step, error }) => error?.message ?? step },
  ]).trimEnd()

/** False when it was left with a second Ctrl-C. */
const followTogether = async (
  groupId: string,
  started: readonly TogetherRow[],
  { client, terminal, interrupts, joined = false }: CommandContext,
): Promise<boolean> => {
  const running = new Map<string, CaptureProgress>()
  const ids = new Set(started.flatMap(({ captureId }) => captureId ?? []))
  const left = Promise.withResolvers<boolean>()
  interrupts.takeOver((count) => {
    if (count > 1) {
      left.resolve(false)
      return
    }
    terminal.note(
      `Stopping all; what was recorded is kept. Ctrl-C again leaves them to ${joined ? 'the workbench' : 'their hosts'}.`,
    )
    client.call('captures.stopTogether', { groupId }).catch(left.reject)
  })
  const stopShowing = client.on('capture.progress', (progress) => {
    if (!ids.has(progress.captureId)) return
    running.set(progress.captureId, progress)
    terminal.showStatus(formatProgress([...ids].flatMap((id) => running.get(id) ?? [])))
  })
  try {
    return await Promise.race([waitForAll(client, groupId, ids), left.promise])
  } finally {
    stopShowing()
  }
}

const waitForAll = (client: EngineClient, groupId: string, ids: ReadonlySet<string>): Promise<true> => {
  const ended = Promise.withResolvers<true>()
  const look = (): void => {
    client.call('captures.group', { groupId }).then(({ members }) => {
      if (members.every(({ state }) => !isActive(state))) ended.resolve(true)
    }, ended.reject)
  }
  const stop = client.on('captures.changed', ({ captureIds }) => {
    if (captureIds.some((id) => ids.has(id))) look()
  })
  look()
  return ended.promise.finally(stop)
}

const formatProgress = (rows: readonly CaptureProgress[]): string =>
  formatTable(rows, [
    { title: 'HOST', value: ({ hostLabel }) => hostLabel },
    { title: 'NOW', value: ({ phase, connection }) => (connection === 'lost' ? 'connection lost' : phase) },
    {
      title: 'ELAPSED',
      value: ({ elapsedSeconds, plannedSeconds }) => `${elapsedSeconds.toFixed(0)} of ${plannedSeconds} s`,
      align: 'right',
    },
    { title: 'BYTES', value: ({ bytes }) => `${(bytes / 1e6).toFixed(1)} MB`, align: 'right' },
    {
      title: 'TRACER',
      value: ({ tracerCpuSeconds }) => `${tracerCpuSeconds.toFixed(2)} s CPU`,
      align: 'right',
    },
  ]).trimEnd()

const formatGroup = (group: CaptureGroup): string => {
  const { members, spread } = group
  const table = formatTable(members, [
    { title: 'ID', value: ({ captureId }) => captureId },
    { title: 'HOST', value: ({ hostLabel }) => hostLabel },
    { title: 'STATE', value: ({ state }) => state },
    {
      title: 'EVENTS',
      value: ({ events }) => (events === null ? '' : events.toLocaleString('en')),
      align: 'right',
    },
    { title: 'BYTES', value: ({ bytes }) => bytes.toLocaleString('en'), align: 'right' },
    { title: 'STARTED', value: startOf, align: 'right' },
    {
      title: 'TRACER',
      value: ({ tracerCpuPercent }) => (tracerCpuPercent === null ? '' : `${tracerCpuPercent.toFixed(1)} %`),
      align: 'right',
    },
  ])
  return spread === null
    ? table
    : `${table}Started within ${milliseconds(spread.by)} of each other, give or take ${milliseconds(spread.error)}.\n`
}

/** After the first. */
const startOf = ({ start: at }: GroupMember): string =>
  at === null ? '' : `+${milliseconds(at.at)} ± ${milliseconds(at.error)}`

const milliseconds = (ns: number): string => `${(ns / 1e6).toFixed(1)} ms`
