/** What a tool's last words mean, and what to do. Sources: perf 6.1 and bpftrace 0.17, their sources and real output. */
import type { ErrorCode } from '../../../shared/errors/codes.ts'
import { SmokejumperError } from '../../../shared/errors/errors.ts'

interface Pattern {
  readonly matches: RegExp
  readonly code: ErrorCode
  readonly message: (match: RegExpExecArray) => string
  readonly remedy: string
}

const fullDisk = 'Free space on the host, or set a spool directory with more room in the host’s settings.'

/** The first that matches is it: from the particular to the general. */
const patterns: readonly Pattern[] = [
  {
    matches: /\b(perf|bpftrace): (?:command )?not found|exec: (perf|bpftrace): not found/i,
    code: 'preflight.tool-missing',
    message: ([, a, b]) => `There is no ${a ?? b} on the host.`,
    remedy: 'Install it (Debian: apt install linux-perf or bpftrace), then probe the host again.',
  },
  {
    matches: /perf_event_paranoid setting is (-?\d+)/,
    code: 'capture.not-permitted',
    message: ([, value]) =>
      `perf is not permitted: kernel.perf_event_paranoid is ${value} on the host, and the user is not root.`,
    remedy:
      'Let the user run `sudo -n`, log in as root, or run `sysctl -w kernel.perf_event_paranoid=0` on the host (for processes of one’s own, 2 is enough).',
  },
  {
    matches: /only supports running as the root user/,
    code: 'capture.not-permitted',
    message: () => 'bpftrace is not permitted: it runs as root only.',
    remedy: 'Let the user run `sudo -n` on the host, or log in as root.',
  },
  {
    matches: /No space left on device/i,
    code: 'capture.disk-full',
    message: () => 'The host’s disk got full while the tool was writing.',
    remedy: fullDisk,
  },
  {
    matches: /Couldn't create thread\/CPU maps: No such process|returned with 3 \(No such process\)/,
    code: 'capture.no-such-process',
    message: () => 'A chosen process is not there any more: perf could not attach to it.',
    remedy: 'Choose from the processes that run now.',
  },
  {
    matches: /tracepoint not found: (\S+)/,
    code: 'preflight.kernel-feature',
    message: ([, name]) =>
      `bpftrace found no tracepoint ${name}: tracefs is not mounted on the host, or its kernel was built without it.`,
    remedy: 'On the host, as root: mount -t tracefs tracefs /sys/kernel/tracing',
  },
  {
    matches: /data size field is 0|failed to process type|incompatible file format|not a perf file/i,
    code: 'capture.tool-failed',
    message: () => 'perf could not read its own recording: perf record did not come to its proper end.',
    remedy:
      'Capture again, with a lower rate or a shorter duration if the host was short of space or memory.',
  },
  {
    matches: /Operation not permitted|Permission denied/,
    code: 'capture.not-permitted',
    message: () => 'The host did not permit it.',
    remedy:
      'Let the user run `sudo -n` on the host, or log in as root; in a container it may need CAP_PERFMON and CAP_BPF.',
  },
  {
    matches: /Cannot allocate memory|std::bad_alloc|out of memory/i,
    code: 'capture.tool-failed',
    message: () => 'The tool got no memory on the host.',
    remedy: 'Choose a lower rate or fewer processes, or free memory on the host.',
  },
]

/** Lines that tools write when all is well. */
const harmless = [
  /^\[ perf record: /,
  /couldn't set RLIMIT_MEMLOCK/,
  /^Terminated$/,
  // perf's headline; what is wrong stands in the next line
  /^Error:\s*$/,
  /^warning: Maximum frequency rate/i,
  /^\s*$/,
]

/** The first line on stderr that says that something is wrong; null when there is none. */
export const firstComplaint = (messages: string): string | null => {
  for (const line of messages.slice(0, 100_000).split('\n')) {
    if (!harmless.some((pattern) => pattern.test(line))) return line.trim().slice(0, 300)
  }
  return null
}

export interface ToolEnd {
  /** 'perf' */
  readonly tool: string
  readonly messages: string
  /** of the tool, then of the rendering; null where it did not run */
  readonly toolExit: number | null
  readonly renderExit: number | null
  readonly artifactBytes: number
}

/** Ends of a tool that are no failure: 0, and what is left of our own INT and TERM, or of perf's to its `sleep`. */
const goodExits = [0, 130, 143]
const isGoodExit = (code: number | null): boolean => code === null || goodExits.includes(code)

/** null: nothing went wrong. */
export const classifyToolEnd = (end: ToolEnd): SmokejumperError | null => {
  const isGood = isGoodExit(end.toolExit) && isGoodExit(end.renderExit)
  if (isGood && end.artifactBytes > 0) return null
  const facts = {
    tool: end.tool,
    exitCode: end.toolExit ?? 'none',
    renderExitCode: end.renderExit ?? 'none',
    bytes: end.artifactBytes,
  }
  for (const pattern of patterns) {
    const match = pattern.matches.exec(end.messages)
    if (match) {
      return new SmokejumperError({
        code: pattern.code,
        message: pattern.message(match),
        remedy: pattern.remedy,
        facts,
      })
    }
  }
  const complaint = firstComplaint(end.messages)
  if (!isGood) {
    return new SmokejumperError({
      code: 'capture.tool-failed',
      message: `${end.tool} failed (exit status ${isGoodExit(end.toolExit) ? end.renderExit : end.toolExit}). It said: ${complaint ?? 'nothing'}.`,
      remedy: 'Run the command by hand on the host to see more: it is kept with the capture.',
      facts,
    })
  }
  if (complaint !== null) return emptyOutput(end.tool, complaint, facts)
  return new SmokejumperError({
    code: 'capture.empty',
    message: 'Nothing was recorded: what was chosen did not run on a CPU during the capture.',
    remedy: 'Capture longer, or choose other processes or the whole system.',
    facts,
  })
}

/** For a tool that exits with 0 and leaves nothing but a message. */
export const emptyOutput = (
  tool: string,
  complaint: string,
  facts: Readonly<Record<string, string | number>> = {},
) =>
  new SmokejumperError({
    code: 'capture.tool-empty',
    message: `${tool} ended as if all were well, but gave no data. It said: ${complaint}`,
    remedy: 'Correct on the host what it complains about, then capture again.',
    facts,
  })
