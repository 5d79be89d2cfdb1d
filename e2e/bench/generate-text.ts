/** Outputs of bpftrace, bcc, strace, perf trace and ftrace of any size, from the fixtures of their formats. */
import { readFileSync } from 'node:fs'
import type { GeneratedText } from './generate-perf-script.ts'
import { clockOf, generateFrom, secondsOf, type TextTemplate } from './text-template.ts'

const fixture = (name: string): string =>
  readFileSync(new URL(`../../shared/formats/fixtures/${name}`, import.meta.url), 'utf8')

/** With their ends. */
const linesOf = (name: string): string[] => fixture(name).match(/.*\n/g) ?? []

const printfLines = (name: string, begin: RegExp): string[] =>
  linesOf(name).filter((line) => begin.test(line))

/** A header and rows. `lead`: as many lines of the file. */
const table = (name: string, lead: number, rest: Omit<TextTemplate, 'lead' | 'records'>): TextTemplate => {
  const lines = linesOf(name)
  return {
    ...rest,
    lead: lines.slice(0, lead).join(''),
    records: lines.slice(lead).filter((line) => line.trim() !== ''),
  }
}

/** Records of several lines, the first of which `begin` knows. */
const blocks = (lines: readonly string[], begin: RegExp): string[] => {
  const found: string[] = []
  for (const line of lines) {
    if (begin.test(line)) found.push(line)
    else if (found.length > 0) found[found.length - 1] += line
  }
  return found
}

const syscallsJson = (): TextTemplate => {
  const lines = linesOf('bpftrace-syscalls.json')
  return {
    lead: lines.slice(0, 2).join(''),
    records: lines.filter((line) => line.includes('"S\\t')),
    trail: lines.filter((line) => line.includes('"M\\tend') || line.includes('"hist"')).join(''),
    time: /"S\\t(\d+)/,
    digits: /^\\t(\d+)/,
  }
}

const slowFunctionJson = (): TextTemplate => {
  const lines = linesOf('bpftrace-slow-function.json')
  return {
    lead: lines.slice(0, 2).join(''),
    records: lines.filter((line) => /"data": "\d/.test(line)),
    time: /"data": "(\d+)/,
  }
}

/** Snapshots of maps: of their keys and values the last digits differ each time. */
const mapsJson = (): TextTemplate => ({
  lead: '{"type": "attached_probes", "data": {"probes": 4}}\n',
  records: ['bpftrace-runqlat.json', 'bpftrace-offcpu-stats.json', 'bpftrace-count-snapshots.json'].flatMap(
    (name) => printfLines(name, /^\{"type": "(map|hist|stats)"/),
  ),
  digits: /"(?:count|total)": (\d+)/,
})

const mapsText = (): TextTemplate => ({
  lead: 'Attaching 4 probes...\n\n\n',
  records: [
    ...fixture('bpftrace-profile-perf.txt')
      .split(/(?<=\]: \d+\n)/)
      .filter((record) => record.startsWith('@')),
    ...fixture('bpftrace-block-hist.txt')
      .split(/\n\n+/)
      .filter((record) => record.startsWith('@'))
      .map((record) => `${record}\n\n`),
  ],
  digits: /(?<=\]: |\) +)(\d+)(?=\n| \|)/,
})

/** As tools/biosnoop_example.txt of bcc shows it. */
const biosnoop = (): TextTemplate => ({
  lead: 'TIME(s)     COMM           PID    DISK      T SECTOR     BYTES  LAT(ms)\n',
  records: [
    '0.000004    supervise      1950   xvda1     W 13092560   4096      0.74\n',
    '2.041016    jbd2/xvda1-8   170    xvda1     W 2132736    8192      0.41\n',
    '3.015700    kworker/u4:2   1959   xvdb      R 13092624   16384    10.02\n',
  ],
  time: /^(\d+\.\d{6}) /,
  formatTime: (ns) => (ns / 1e9).toFixed(6),
  digits: /(\d+\.\d\d)\n/,
})

/** As tools/ext4slower_example.txt of bcc shows it. */
const ext4slower = (): TextTemplate => ({
  lead: 'Tracing ext4 operations slower than 1 ms\nTIME     COMM           PID    T BYTES   OFF_KB   LAT(ms) FILENAME\n',
  records: [
    '06:49:17 bash           3616   R 128     0           7.75 cksum\n',
    '06:49:17 tmux: server   3616   R 39552   0           1.34 [\n',
    '06:49:17 cksum          3617   W 65536   128        18.36 2to3-2.7\n',
    '06:49:18 jbd2/sda1-8    412    S 0       0          14.77 journal of a disk.log\n',
  ],
  time: /^(\d\d:\d\d:\d\d) /,
  formatTime: clockOf,
  digits: /(\d+\.\d\d) /,
})

const graph = (): TextTemplate => ({
  lead: '# tracer: function_graph\n#\n# CPU  DURATION                  FUNCTION CALLS\n# |     |   |                     |   |   |   |\n\n',
  records: [linesOf('ftrace-graph-documented.txt').slice(5).join('')],
  digits: / (\d+\.\d{3}) us/,
})

/** By name: what the format is, and what it is made of. */
export const textInputs: ReadonlyMap<
  string,
  { readonly format: string; readonly template: () => TextTemplate }
> = new Map([
  ['bpftrace JSON, slow calls', { format: 'bpftrace-syscalls', template: syscallsJson }],
  ['bpftrace JSON, slow functions with stacks', { format: 'bpftrace', template: slowFunctionJson }],
  ['bpftrace JSON, maps', { format: 'bpftrace', template: mapsJson }],
  [
    'bpftrace text, slow calls',
    {
      format: 'bpftrace-syscalls',
      template: () => ({
        lead: linesOf('bpftrace-syscalls.txt').slice(0, 2).join(''),
        records: printfLines('bpftrace-syscalls.txt', /^S\t/),
        time: /^S\t(\d+)/,
        digits: /^\t(\d+)/,
      }),
    },
  ],
  [
    'bpftrace text, table',
    {
      format: 'bpftrace',
      template: () => table('bpftrace-slow-calls.tsv', 2, { time: /^(\d+)\t/, digits: /\t(\d{7,})\t/ }),
    },
  ],
  ['bpftrace text, maps', { format: 'bpftrace', template: mapsText }],
  [
    'bpftrace text, events',
    {
      format: 'bpftrace',
      template: () => table('bpftrace-syncsnoop.txt', 3, { time: /^(\S+)/, formatTime: clockOf }),
    },
  ],
  ['biosnoop', { format: 'bcc-table', template: biosnoop }],
  ['ext4slower', { format: 'bcc-table', template: ext4slower }],
  [
    'execsnoop',
    { format: 'bcc-table', template: () => table('bcc-execsnoop.txt', 1, { digits: /^\S+ +(\d+)/ }) },
  ],
  ['opensnoop', { format: 'bcc-table', template: () => table('bcc-opensnoop.txt', 1, {}) }],
  [
    'runqslower',
    {
      format: 'bcc-table',
      template: () =>
        table('bcc-runqslower.txt', 2, { time: /^(\S+)/, formatTime: clockOf, digits: /(\d+)\n/ }),
    },
  ],
  ['tcplife', { format: 'bcc-table', template: () => table('bcc-tcplife.txt', 1, { digits: /(\S+)\n/ }) }],
  [
    'tcpstates',
    { format: 'bcc-table', template: () => table('bcc-tcpstates.txt', 1, { digits: /(\S+)\n/ }) },
  ],
  [
    'offcputime',
    {
      format: 'bcc-table',
      template: () => ({
        records: fixture('bcc-offcputime.txt')
          .split(/\n\n+/)
          .filter((record) => record.trim() !== '')
          .map((record) => `${record.trimEnd()}\n\n`),
        digits: /^ +(\d+)$/m,
      }),
    },
  ],
  [
    'strace -f -ttt -T',
    {
      format: 'strace',
      template: () => ({
        lead: linesOf('strace-timed.txt')[0]!,
        records: [
          ...linesOf('strace-timed.txt')
            .slice(1)
            .map((line) => `[pid 12770] ${line}`),
          ...blocks(linesOf('strace-threads.txt').slice(1), /<unfinished \.\.\.>/).filter((block) =>
            /resumed>/.test(block),
          ),
        ],
        time: /^\[pid \d+\] (\d+\.\d+)/m,
        formatTime: secondsOf(6),
        digits: /<(\d\.\d+)>$/m,
      }),
    },
  ],
  [
    'perf trace',
    {
      format: 'perf-trace',
      template: () => ({
        records: linesOf('perftrace-duration.txt'),
        time: /^ *(\d+\.\d{3})/,
        formatTime: (ns) => (2_234_664 + ns / 1e6).toFixed(3),
        digits: /\( *(\d+\.\d{3}) ms/,
      }),
    },
  ],
  [
    'perf trace with call chains',
    {
      format: 'perf-trace',
      template: () => ({
        records: blocks(linesOf('perftrace-chains.txt'), /^ *\d+\.\d{3} \(/),
        time: /^ *(\d+\.\d{3})/,
        formatTime: (ns) => (2_234_664 + ns / 1e6).toFixed(3),
      }),
    },
  ],
  [
    'ftrace events',
    {
      format: 'ftrace',
      template: () => ({
        records: linesOf('ftrace-block-pipe.txt'),
        time: / (\d+\.\d{6}): /,
        formatTime: (ns) => (2298 + ns / 1e9).toFixed(6),
      }),
    },
  ],
  [
    'ftrace events with stacks',
    {
      format: 'ftrace',
      template: () => ({
        records: blocks(linesOf('ftrace-stacks-pipe.txt'), /: sched_wakeup: /),
        time: / (\d+\.\d{6}): /,
        formatTime: (ns) => (2298 + ns / 1e9).toFixed(6),
      }),
    },
  ],
  ['ftrace function_graph', { format: 'ftrace', template: graph }],
])

export const generateText = (name: string, seed: number, bytes: number): GeneratedText => {
  const input = textInputs.get(name)
  if (input === undefined) throw new Error(`No input is called "${name}".`)
  return generateFrom(input.template(), seed, bytes)
}
