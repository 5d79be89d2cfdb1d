/** What resources/remote/probe.sh prints, version 1: name=value lines in a frame. All of it is the host's word. */
import { SmokejumperError } from '../../../shared/errors/errors.ts'
import type { ProbeReport } from '../../../shared/model/host.ts'

export interface ProbeOutput {
  /** '' for what the script did not print or could not read */
  readonly get: (name: string) => string
  /** the lines between the frame's ends */
  readonly raw: string
}

const longestOutput = 64 * 1024

/** Throws probe.failed when the frame is not there or not closed. `stderr` is for the message. */
export const parseProbeOutput = (output: Uint8Array, nonce: string, stderr: string): ProbeOutput => {
  const text = Buffer.from(output).toString('utf8')
  const begin = text.indexOf(`${nonce} begin\n`)
  const from = begin + `${nonce} begin\n`.length
  const end = text.indexOf(`${nonce} end\n`, from)
  if (begin === -1 || end === -1 || end - from > longestOutput) throw unframed(text, stderr, begin !== -1)
  return readProbeLines(text.slice(from, end))
}

/** Of two lines with the same name, the last one counts. */
export const readProbeLines = (raw: string): ProbeOutput => {
  const values = new Map<string, string>()
  for (const line of raw.split('\n')) {
    const equals = line.indexOf('=')
    if (equals > 0) values.set(line.slice(0, equals), printable(line.slice(equals + 1)))
  }
  return { get: (name) => values.get(name) ?? '', raw }
}

/** Without control characters: terminal escapes, line ends. */
export const printable = (text: string): string => text.replace(/\p{Cc}/gu, '').trim()

export const readFacts = ({ get }: ProbeOutput): ProbeReport['facts'] => ({
  hostname: get('hostname'),
  kernel: get('kernel'),
  distribution: unquote(get('os.PRETTY_NAME')) || unquote(get('os.ID')) || 'unknown',
  distributionId: unquote(get('os.ID')),
  architecture: get('arch'),
  cpus: wholeNumber(get('cpus')) ?? 0,
  uptime: Number.parseFloat(get('uptime')) || 0,
  user: get('user'),
  uid: wholeNumber(get('uid')) ?? -1,
  privilege: readPrivilege(get('privilege')),
  perfEventParanoid: wholeNumber(get('sysctl.perf_event_paranoid')),
  kptrRestrict: wholeNumber(get('sysctl.kptr_restrict')),
  cgroup: readCgroup(get('cgroup.v2'), get('cgroup.v1')),
  spoolFree: Math.max(0, wholeNumber(get('spool.free_kb')) ?? 0) * 1024,
  spoolDirectory: get('spool'),
  loadAverage: get('load').split(' ').slice(0, 3).join(' '),
})

const readPrivilege = (value: string): 'root' | 'sudo' | 'none' =>
  value === 'root' || value === 'sudo' ? value : 'none'

const readCgroup = (v2: string, v1: string): string => {
  const hasV1 = (wholeNumber(v1) ?? 0) > 0
  if (v2 === '') return hasV1 ? 'v1' : 'none'
  return hasV1 ? `v1, with v2 at ${v2}` : 'v2'
}

const wholeNumber = (text: string): number | null => (/^-?\d{1,15}$/.test(text) ? Number(text) : null)

/** os-release(5): a value may stand in quotes. */
export const unquote = (value: string): string => value.replace(/^(["'])(.*)\1$/, '$2')

const unframed = (text: string, stderr: string, begun: boolean) =>
  new SmokejumperError({
    code: 'probe.failed',
    message:
      `The host's shell ${begun ? 'stopped in the middle of' : 'did not run'} the probe. ` +
      `It printed: ${JSON.stringify((stderr || text).slice(0, 200))}.`,
    remedy:
      'Check by hand that `sh -s` runs for this user on the host, and that the login files do not end the shell.',
  })
