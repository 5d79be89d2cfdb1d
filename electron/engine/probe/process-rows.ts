/** Processes from procps' ps, or from /proc (proc_pid_stat(5)). Commands and names are the host's word: no controls. */
import type { Process } from '../../../shared/model/host.ts'
import { printable } from './probe-output.ts'

const longestCommand = 1000

/** `rows`: pid ppid user pcpu args; `comms`: pid comm. Processes that are in one of them only were short: left out. */
export const parsePsRows = (rows: string, comms: string): Process[] => {
  const commOf = new Map(
    comms.split('\n').flatMap((line): [string, string][] => {
      const match = /^\s*(\d+) (.*)$/.exec(line)
      return match ? [[match[1] ?? '', match[2] ?? '']] : []
    }),
  )
  return rows.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+([\d.]+) ?(.*)$/.exec(line)
    const comm = commOf.get(match?.[1] ?? '')
    if (match === null || comm === undefined) return []
    const [, pid, ppid, user = '', cpu, args = ''] = match
    return [processOf(Number(pid), Number(ppid), user, Number(cpu), comm, args)]
  })
}

/** Sections 'proc' (uptime, ticks), 'stat', 'uid', 'users', 'args' of the script. */
export const parseStatRows = (sections: ReadonlyMap<string, string>): Process[] => {
  const lines = (name: string) => (sections.get(name) ?? '').split('\n')
  const [uptimeLine = '', ticksLine = ''] = lines('proc')
  const uptime = Number.parseFloat(uptimeLine) || 0
  const ticks = Number(ticksLine) || 100
  const userOf = new Map(
    lines('users').map((line): [string, string] => {
      const [name = '', uid = ''] = line.split(':')
      return [uid, name]
    }),
  )
  const uidOf = new Map(
    lines('uid').flatMap((line): [number, string][] => {
      const match = /^\/proc\/(\d+)\/status:Uid:\s+\d+\s+(\d+)/.exec(line)
      return match ? [[Number(match[1]), match[2] ?? '']] : []
    }),
  )
  const argsOf = new Map(
    lines('args').map((line): [number, string] => {
      const space = line.indexOf(' ')
      return [Number(line.slice(0, space)), line.slice(space + 1)]
    }),
  )
  return lines('stat').flatMap((line) => {
    // a comm may hold spaces and parentheses: it ends at the last one
    const open = line.indexOf('(')
    const close = line.lastIndexOf(')')
    if (open < 0 || close < open) return []
    const pid = Number(line.slice(0, open))
    // from field 3 on: state ppid ...; 14 utime, 15 stime, 22 starttime
    const fields = line.slice(close + 2).split(' ')
    const busy = (Number(fields[11]) + Number(fields[12])) / ticks
    const age = uptime - Number(fields[19]) / ticks
    const cpu = age > 0 ? Math.round((busy / age) * 1000) / 10 : 0
    const uid = uidOf.get(pid)
    if (uid === undefined || !Number.isInteger(pid) || !Number.isFinite(cpu)) return []
    const comm = line.slice(open + 1, close)
    const args = argsOf.get(pid)?.trim() ?? ''
    return [processOf(pid, Number(fields[1]), userOf.get(uid) ?? uid, cpu, comm, args || `[${comm}]`)]
  })
}

const processOf = (
  pid: number,
  ppid: number,
  user: string,
  cpu: number,
  comm: string,
  args: string,
): Process => ({
  pid,
  ppid,
  user: printable(user),
  cpu,
  comm: printable(comm),
  command: printable(args).slice(0, longestCommand),
})
