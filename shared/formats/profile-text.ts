/** A profile in lines of text, so that tests compare whole values that a person can read. */
import { frameKinds, type Profile, type SampleStream } from '../model/profile.ts'

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
