/**
 * What a capture costs its host beside its tool: the supervisor, and following it over a real sshd.
 *
 * CPU time of /proc/PID/stat: a process's own and that of its children that ended and were waited for, which the
 * kernel sums in nanoseconds and shows in ticks. The supervisor waits for all that it starts, and for its tool only at
 * the end, so that the tool is not in it. Following is all that sshd does for our connection: its processes of the
 * session, which wait for each shell that they start. Both are differences within one recording: what starting and
 * ending it costs is not in them.
 */
import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { hostDefaults } from '../../shared/model/host.ts'
import { openBench, readStatus } from '../integration/capture-fixture.ts'
import { descendants } from '../sshd/processes.ts'
import { startSshd } from '../sshd/sshd.ts'
import { type Measure, type Row, round } from './row.ts'

/** of one CPU */
const MUST = 0.005
const SECONDS = 60
/** USER_HZ: of each Linux that there is */
const TICKS_PER_SECOND = 100

export const overheadRows: Measure = async (scale) => {
  const seconds = Math.max(10, Math.round(SECONDS * scale))
  await using sshd = await startSshd()
  await using bench = await openBench()
  const spoolDirectory = join(bench.directory, 'spools')
  await mkdir(spoolDirectory)
  const { id: hostId } = await bench.call('hosts.save', {
    ...hostDefaults,
    ...{ label: 'Bench', address: sshd.address, port: sshd.port, user: sshd.user, spoolDirectory },
    authentication: { method: 'key', path: sshd.key.path },
  })
  const { captureId } = await bench.call('captures.start', {
    ...{ hostId, recipeId: 'cpu-profile', name: '' },
    parameters: { seconds: seconds + 30, pids: [], hz: 49 },
  })
  await bench.reached(captureId, 'two seconds', ({ elapsedSeconds }) => elapsedSeconds >= 2)
  const spool = join(spoolDirectory, `smokejumper-${process.getuid?.()}`, captureId)
  const supervisor = readStatus(spool, 'supervisor')
  const tool = readStatus(spool, 'tool_pid')
  const look = () => ({
    at: performance.now(),
    supervisor: ticksOf(supervisor),
    following: sshd.sessions().reduce((sum, { pid }) => sum + ticksOf(pid), 0),
    tool: [tool, ...descendants(tool).map(({ pid }) => pid)].reduce((sum, pid) => sum + ticksOf(pid), 0),
    client: process.cpuUsage(),
  })
  const from = look()
  await delay(seconds * 1000)
  const to = look()
  const { user, system } = process.cpuUsage(from.client)
  await bench.call('captures.discard', { captureId })

  const wallSeconds = (to.at - from.at) / 1000
  const share = (what: 'supervisor' | 'following' | 'tool') =>
    (to[what] - from[what]) / TICKS_PER_SECOND / wallSeconds
  const both = share('supervisor') + share('following')
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`
  const row = (what: string, value: number, must: number | null): Row => ({
    what: `${what}, of one CPU (${Math.round(wallSeconds)} s at 49 Hz over sshd)`,
    measured: percent(value),
    must: must === null ? '' : percent(must),
    holds: must === null ? null : value < must,
    figures: { percentOfOneCpu: round(100 * value) },
  })
  return [
    row('supervisor and following', both, MUST),
    row('supervisor alone', share('supervisor'), null),
    row('following alone', share('following'), null),
    row('the tool (perf record) alone', share('tool'), null),
    row('our side: engine and library', (user + system) / 1e6 / wallSeconds, null),
  ]
}

const ticksOf = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  // comm may hold spaces and parentheses: it ends at the last one
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // utime, stime, cutime, cstime
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}
