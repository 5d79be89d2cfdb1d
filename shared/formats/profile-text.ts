/** A profile in lines of text, so that tests compare whole values that a person can read. */
import { frameKinds, type Profile, type SampleStream, type Stream } from '../model/profile.ts'

export const samplesOf = (profile: Profile, id = 0): SampleStream => {
  const stream = profile.streams[id]
  if (stream?.kind !== 'samples') throw new Error(`stream ${id} has no samples`)
  return stream
}

export const frameText = (profile: Profile, frame: number): string => {
  const func = profile.frames.func[frame]!
  const module = profile.functions.module[func]!
  const address = profile.frames.address[frame]!.toString(16)
  const kind = frameKinds[profile.functions.kind[func]!]
  return `${address} ${profile.strings[profile.functions.name[func]!]} (${profile.strings[module] ?? '-'}) ${kind}`
}

/** leaf first, as perf prints them */
export const stackText = (profile: Profile, stack: number): string[] => {
  const lines: string[] = []
  for (let at = stack; at !== -1; at = profile.stacks.parent[at]!) {
    lines.push(frameText(profile, profile.stacks.frame[at]!))
  }
  return lines
}

export const samplesText = (profile: Profile, id = 0) => {
  const stream = samplesOf(profile, id)
  return Array.from({ length: stream.length }, (_, i) => {
    const thread = stream.thread[i]!
    const { pid, tid, name } = profile.threads
    const comm = profile.strings[name[thread]!]
    return `${stream.time[i]} ${comm} ${pid[thread]}/${tid[thread]} cpu${stream.cpu[i]} ${stream.weight[i]}`
  })
}

const streamOf = <K extends Stream['kind']>(profile: Profile, id: number, kind: K) => {
  const stream = profile.streams[id]
  if (stream?.kind !== kind) throw new Error(`stream ${id} has no ${kind}`)
  return stream as Extract<Stream, { kind: K }>
}

const threadText = ({ threads, strings }: Profile, thread: number): string =>
  `${strings[threads.name[thread]!]} ${threads.pid[thread]}/${threads.tid[thread]}`

/** outermost first, names only */
export const foldedText = (profile: Profile, stack: number): string => {
  const names: string[] = []
  for (let at = stack; at !== -1; at = profile.stacks.parent[at]!) {
    names.push(profile.strings[profile.functions.name[profile.frames.func[profile.stacks.frame[at]!]!]!]!)
  }
  return names.reverse().join(';')
}

export const slicesText = (profile: Profile, id = 0): string[] => {
  const stream = streamOf(profile, id, 'slices')
  return Array.from({ length: stream.length }, (_, i) =>
    [
      `${stream.start[i]} +${stream.duration[i]} ${threadText(profile, stream.thread[i]!)}`,
      `${profile.strings[stream.name[i]!]} = ${stream.result[i]}`,
      foldedText(profile, stream.stack[i]!),
    ]
      .join(' ')
      .trimEnd(),
  )
}

export const distributionText = (profile: Profile, id = 0): string[] => {
  const stream = streamOf(profile, id, 'distribution')
  return Array.from(
    { length: stream.length },
    (_, i) => `${profile.strings[stream.name[i]!]} [${stream.low[i]}, ${stream.high[i]}) ${stream.count[i]}`,
  )
}

/** Each sample as its time, thread, weight and folded stack. */
export const weightsText = (profile: Profile, id = 0): string[] => {
  const stream = streamOf(profile, id, 'samples')
  return Array.from({ length: stream.length }, (_, i) =>
    [
      `${stream.time[i]} ${threadText(profile, stream.thread[i]!)} cpu${stream.cpu[i]}`,
      `${stream.weight[i]} ${foldedText(profile, stream.stack[i]!)}`,
    ]
      .join(' ')
      .trimEnd(),
  )
}

/** Of each stream its kind, event, unit, title and length. */
export const streamsText = (profile: Profile): string[] =>
  profile.streams.map(
    ({ kind, event, unit, title, length }) => `${kind} ${event} [${unit}] "${title}" ${length}`,
  )
