/** What runs on a host, for choosing PIDs. */
import { randomBytes } from 'node:crypto'
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { Process } from '../../../shared/model/host.ts'
import type { Transport } from '../transport/transport.ts'
import { parsePsRows, parseStatRows } from './process-rows.ts'

const timeoutMs = 20_000

/**
 * procps' ps twice (a comm may hold spaces: it gets a list of its own), or /proc where ps is another one (busybox).
 * The command lines in /proc hold NULs between the arguments.
 */
const script = `LC_ALL=C
export LC_ALL
printf '%s begin\\nself=%s\\n' "$nonce" "$$"
if ps -ww -eo pid=,ppid=,user:64=,pcpu=,args= 2>/dev/null; then
  printf '%s ps\\n' "$nonce"
  ps -eo pid=,comm= 2>/dev/null
else
  printf '%s proc\\n' "$nonce"
  head -n 1 /proc/uptime
  getconf CLK_TCK 2>/dev/null || echo 100
  printf '%s stat\\n' "$nonce"
  cat /proc/[0-9]*/stat 2>/dev/null
  printf '%s uid\\n' "$nonce"
  grep '^Uid:' /proc/[0-9]*/status 2>/dev/null
  printf '%s users\\n' "$nonce"
  cut -d: -f1,3 /etc/passwd
  printf '%s args\\n' "$nonce"
  for folder in /proc/[0-9]*; do
    { args=$(tr '\\000\\n' '  ' <"$folder/cmdline"); } 2>/dev/null && printf '%s %s\\n' "\${folder#/proc/}" "$args"
  done
fi
printf '%s end\\n' "$nonce"
`

/** Ordered by PID. Rejects with probe.failed, or as `transport.run` does. */
export const listProcesses = async (transport: Transport, signal: AbortSignal): Promise<Process[]> => {
  const nonce = randomBytes(12).toString('hex')
  const result = await transport.run(`nonce=${nonce}\n${script}`, { timeoutMs, signal })
  const text = Buffer.from(result.stdout).toString('utf8')
  const begin = text.indexOf(`${nonce} begin\n`)
  const end = text.indexOf(`${nonce} end\n`, begin)
  if (begin === -1 || end === -1) throw unlisted(text)
  const [head = '', ...parts] = text.slice(begin + `${nonce} begin\n`.length, end).split(`${nonce} `)
  const sections = new Map(parts.map((part) => splitOnce(part, '\n')))
  const [selfLine, rows] = splitOnce(head, '\n')
  const self = Number(selfLine.replace('self=', ''))
  const comms = sections.get('ps')
  const all = comms !== undefined ? parsePsRows(rows, comms) : parseStatRows(sections)
  // not what looked
  return all.filter(({ pid, ppid }) => pid !== self && ppid !== self).toSorted((a, b) => a.pid - b.pid)
}

const splitOnce = (text: string, mark: string): [string, string] => {
  const at = text.indexOf(mark)
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + mark.length)]
}

const unlisted = (text: string) =>
  new SmokejumperError({
    code: 'probe.failed',
    message: `The host did not list its processes. It printed: ${JSON.stringify(text.slice(0, 200))}.`,
    remedy:
      'Check by hand that `ps` or /proc can be read by this user on the host, and type the PID instead.',
  })
