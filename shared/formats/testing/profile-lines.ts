/** All of a profile in lines that a person can read and a test can compare whole. */
import { frameKinds, type Profile, type Stream } from '../../model/profile.ts'

/** `name (module) kind address`, without what is not there. */
const frameText = ({ strings, functions, frames }: Profile, frame: number): string => {
  const func = frames.func[frame]!
  const module = strings[functions.module[func]!]
  const kind = frameKinds[functions.kind[func]!]!
  const address = frames.address[frame]!
  const parts = [strings[functions.name[func]!]!]
  if (module !== undefined) parts.push(`(${module})`)
  if (kind !== 'unknown') parts.push(kind)
  if (address !== 0n) parts.push(`0x${address.toString(16)}`)
  return parts.join(' ')
}

/** Outermost first, joined by ' ; '; '-' for none. */
const stackText = (profile: Profile, stack: number): string => {
  const parts: string[] = []
  for (let at = stack; at !== -1; at = profile.stacks.parent[at]!) {
    parts.push(frameText(profile, profile.stacks.frame[at]!))
  }
  return parts.length === 0 ? '-' : parts.reverse().join(' ; ')
}

const threadText = ({ threads, strings }: Profile, thread: number): string =>
  thread === -1 ? '-' : `${strings[threads.name[thread]!]} ${threads.pid[thread]}/${threads.tid[thread]}`

const rowText = (profile: Profile, stream: Stream, row: number): string => {
  const { strings } = profile
  if (stream.kind === 'samples') {
    const cpu = stream.cpu[row] === -1 ? '' : ` cpu${stream.cpu[row]}`
    return `${stream.time[row]} [${threadText(profile, stream.thread[row]!)}]${cpu} ${stream.weight[row]}: ${stackText(profile, stream.stack[row]!)}`
  }
  if (stream.kind === 'slices') {
    const result = Number.isNaN(stream.result[row]!) ? '' : ` = ${stream.result[row]}`
    const stack = stream.stack[row] === -1 ? '' : `: ${stackText(profile, stream.stack[row]!)}`
    return `${stream.start[row]} +${stream.duration[row]} [${threadText(profile, stream.thread[row]!)}] ${strings[stream.name[row]!]}${result}${stack}`
  }
  if (stream.kind === 'counter')
    return `${stream.time[row]} ${strings[stream.name[row]!]} = ${stream.value[row]}`
  return `${strings[stream.name[row]!]} [${stream.low[row]}, ${stream.high[row]}) ${stream.count[row]}`
}

/** rows: how many of each stream are shown; the others are counted. */
export const profileLines = (profile: Profile, rows = Number.POSITIVE_INFINITY): string[] => [
  `clock ${profile.clockOrigin}, duration ${profile.duration}`,
  ...profile.streams.flatMap((stream) => {
    const shown = Math.min(stream.length, rows)
    return [
      `${stream.kind} ${stream.id} "${stream.event}" in ${stream.unit}, ${stream.length} rows: ${stream.title}`,
      ...Array.from({ length: shown }, (_, row) => `  ${rowText(profile, stream, row)}`),
      ...(shown < stream.length ? [`  ... and ${stream.length - shown} more`] : []),
    ]
  }),
  ...profile.losses.map(({ kind, count, detail }) => `${kind} ${count}: ${detail}`),
]

/** Sum of the weights by `comm;outermost;...;leaf` of one stream of samples, as folded text has them. */
export const foldedTotals = (profile: Profile, id: number): ReadonlyMap<string, number> => {
  const stream = profile.streams[id]
  if (stream?.kind !== 'samples') throw new Error(`stream ${id} has no samples`)
  const { strings, functions, frames, stacks, threads } = profile
  const totals = new Map<string, number>()
  for (let row = 0; row < stream.length; row++) {
    const path: string[] = []
    for (let at = stream.stack[row]!; at !== -1; at = stacks.parent[at]!) {
      path.push(strings[functions.name[frames.func[stacks.frame[at]!]!]!]!)
    }
    const thread = stream.thread[row]!
    path.push(thread === -1 ? '-' : strings[threads.name[thread]!]!)
    const key = path.reverse().join(';')
    totals.set(key, (totals.get(key) ?? 0) + stream.weight[row]!)
  }
  return totals
}
