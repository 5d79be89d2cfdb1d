/**
 * The header of a table that a tracing tool prints a line at a time, and what its columns are: those of bcc and
 * libbpf-tools (`TIME     COMM   PID    LAT(us)`), and of our own bpftrace programs (`#ns\tpid\tcomm\tlat_ns`).
 */

export type ColumnRole =
  | 'time'
  | 'latency'
  | 'count'
  | 'total'
  | 'pid'
  | 'tid'
  | 'comm'
  | 'cpu'
  | 'call'
  | 'result'
  | 'other'

export interface Column {
  readonly name: string
  readonly role: ColumnRole
  /** ns in one of its units; of times without a unit NaN: the value tells */
  readonly scale: number
}

export interface TableShape {
  readonly columns: readonly Column[]
  /** one group for each column */
  readonly row: RegExp
  /** tabs stand between the columns, and only there */
  readonly isTabbed: boolean
}

const scales: Readonly<Record<string, number>> = { n: 1, u: 1e3, m: 1e6, s: 1e9 }

const intervals = /^(lat|latency|delta|dur|duration|delay|elapsed|age|wait|blocked|que)$/
const comms = /^(comm|pcomm|task|process)$/
const calls = /^(func|syscall|call|id|op|probe|oldstate|t|d|rwbs|event|hardirq|softirq)$/
const results = /^(ret|rval|result|bytes)$/

/** Unit of a name that has one: 'LAT(us)', 'lat_ns', 'LATms', 'TOTAL_usecs', 'MS'. */
const splitUnit = (name: string): { base: string; scale: number } | null => {
  const match = /^(.*?)_?\(?(n|u|m|)s(?:ecs?)?\)?$/.exec(name)
  if (match === null) return null
  return { base: match[1]!, scale: scales[match[2]! || 's']! }
}

const readColumn = (name: string, at: number, hasCount: boolean): Column => {
  const lower = name.toLowerCase()
  const timed = splitUnit(lower)
  const as = (role: ColumnRole, scale = 1): Column => ({ name, role, scale })
  if (timed !== null) {
    const { base, scale } = timed
    if (base === 'total' || (base === 'time' && hasCount)) return as('total', scale)
    if (base === 'time' || (base === '' && at === 0)) return as('time', scale)
    if (base === '' || intervals.test(base)) return as('latency', scale)
  }
  if (lower === 'time') return as('time', Number.NaN)
  if (lower === 'pid' || lower === 'tgid') return as('pid')
  if (lower === 'tid') return as('tid')
  if (lower === 'cpu') return as('cpu')
  if (lower === 'count') return as('count')
  if (comms.test(lower)) return as('comm')
  if (calls.test(lower)) return as('call')
  if (results.test(lower)) return as('result')
  return as('other')
}

/** Only the first column of a role counts: biosnoop has QUE(ms) beside LAT(ms). */
const readColumns = (names: readonly string[]): Column[] => {
  const hasCount = names.some((name) => /^count$/i.test(name))
  const seen = new Set<ColumnRole>()
  return names.map((name, at) => {
    const column = readColumn(name, at, hasCount)
    const isFirst = column.role === 'other' || !seen.has(column.role)
    seen.add(column.role)
    return isFirst ? column : { name, role: 'other', scale: 1 }
  })
}

/**
 * Columns are told apart by spaces, and names of threads and functions hold spaces: the first of them may, up to a
 * length, and so may the last column.
 */
const rowPattern = (columns: readonly Column[]): RegExp => {
  let hasSpaced = false
  const groups = columns.map(({ role, name }, at) => {
    if (role === 'time' || role === 'latency' || role === 'total') return '([-\\d.:]+)'
    if (role === 'pid' || role === 'tid' || role === 'count' || role === 'cpu') return '(-?\\d+)'
    if (at === columns.length - 1) return '(.*)'
    if (!hasSpaced && (role === 'comm' || /^func$/i.test(name))) {
      hasSpaced = true
      return role === 'comm' ? '(.{1,64}?)' : '(.{1,1024}?)'
    }
    return '(\\S+)'
  })
  // the last column may be empty
  const last = groups.pop()!
  const pattern =
    groups.length === 0 ? last : `${groups.join('\\s+')}${last === '(.*)' ? '(?:\\s+(.*))?' : `\\s+${last}`}`
  return new RegExp(`^\\s*${pattern}\\s*$`, 's')
}

const known: ReadonlySet<ColumnRole> = new Set(['latency', 'count', 'total', 'pid', 'tid', 'comm'])

/** A quick look: rows begin with numbers or words in small letters, mostly. */
export const mayBeHeader = (line: string): boolean => /^\s{0,40}[#%A-Z]/.test(line)

/** Null when the line is none. Text of a few hundred characters at most: a header is no longer. */
export const readTableHeader = (line: string): TableShape | null => {
  if (line.length > 500) return null
  if (line.startsWith('#') && line.includes('\t')) {
    const columns = readColumns(line.slice(1).split('\t'))
    return columns.some(({ role }) => known.has(role))
      ? { columns, row: new RegExp(`^${columns.map(() => '([^\\t]*)').join('\\t')}$`), isTabbed: true }
      : null
  }
  const names = line
    .trim()
    .replace(/ \((\w+|%)\)/g, '($1)')
    .split(/\s+/)
  const isName = (name: string) => /^(?:->|[A-Z#%][A-Z0-9_#%/]*[a-z]*(?:\((?:\w+|%)\))?)$/.test(name)
  if (names.length < 2 || !names.every(isName)) return null
  const columns = readColumns(names)
  // one word could be anything
  return columns.some(({ role }) => known.has(role))
    ? { columns, row: rowPattern(columns), isTabbed: false }
    : null
}
