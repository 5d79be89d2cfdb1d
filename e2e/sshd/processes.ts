/** The processes of this machine, from /proc. */
import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessRow {
  readonly pid: number
  readonly ppid: number
  readonly comm: string
}

export const processes = (): ProcessRow[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = statOf(name)
      // comm may hold spaces and parentheses: it ends at the last one
      const open = stat.indexOf('(')
      const close = stat.lastIndexOf(')')
      if (open < 0) return []
      const ppid = Number(stat.slice(close + 2).split(' ')[1])
      return [{ pid: Number(name), ppid, comm: stat.slice(open + 1, close) }]
    })

/** All processes below this one. */
export const descendants = (pid: number): ProcessRow[] => {
  const all = processes()
  const found: ProcessRow[] = []
  for (let level = new Set([pid]); level.size > 0; ) {
    const next = all.filter((row) => level.has(row.ppid))
    found.push(...next)
    level = new Set(next.map((row) => row.pid))
  }
  return found
}

const statOf = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch (error) {
    // ended since the folder was listed
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return ''
    throw error
  }
}
