/**
 * speedscope's own format: a sampled profile for each stream and thread, weights in nanoseconds, bytes or without a
 * unit. Frames are functions with their module as the file. Slices weigh their duration; those without a stack stand
 * as their call. What it cannot carry: times, CPUs, addresses, kinds, distributions, counters and losses.
 * Source: speedscope's src/lib/file-format-spec.ts.
 */
import {
  hasEvents,
  type Profile,
  type SampleStream,
  type SliceStream,
  type Unit,
} from '../../model/profile.ts'
import type { ExportOptions } from '../exporter.ts'
import { BRACKET_CLOSE, BRACKET_OPEN, type ByteSink, COMMA, createByteSink } from './byte-sink.ts'
import { rowsByThread, type ThreadRows } from './rows-by-thread.ts'
import { unsupported } from './unsupported.ts'

const SCHEMA = 'https://www.speedscope.app/file-format-schema.json'

const units: Readonly<Record<Unit, string>> = {
  ns: 'nanoseconds',
  bytes: 'bytes',
  count: 'none',
  cycles: 'none',
}

/** of stacks that are kept as they were written: most are met again and again */
const MOST_KEPT = 32 * 1024 * 1024

/** Writes stacks as the numbers of their functions, outermost first. */
const createStackWriter = ({ stacks, frames }: Profile, sink: ByteSink) => {
  const known = new Map<number, Uint8Array>()
  const apart = createByteSink()
  const path: number[] = []
  let kept = 0
  return (stack: number) => {
    const before = known.get(stack)
    if (before !== undefined) return sink.bytes(before)
    path.length = 0
    for (let at = stack; at >= 0; at = stacks.parent[at]!) path.push(frames.func[stacks.frame[at]!]!)
    for (let depth = path.length - 1; depth >= 0; depth--) {
      apart.number(path[depth]!)
      if (depth > 0) apart.byte(COMMA)
    }
    const written = apart.take()
    sink.bytes(written)
    if (kept + written.length > MOST_KEPT) return
    kept += written.length
    known.set(stack, written)
  }
}

/** Frames are the functions under their own numbers, then the calls of slices. */
const writeFrames = function* (profile: Profile, sink: ByteSink): Generator<Uint8Array, Map<number, number>> {
  const { functions, strings } = profile
  for (let func = 0; func < functions.length; func++) {
    const module = functions.module[func]!
    sink.text(`${func === 0 ? '' : ','}{"name":${JSON.stringify(strings[functions.name[func]!] ?? '')}`)
    sink.text(module < 0 ? '}' : `,"file":${JSON.stringify(strings[module] ?? '')}}`)
    if (sink.isFull) yield sink.take()
  }
  const calls = new Map<number, number>()
  for (const stream of profile.streams) {
    if (stream.kind !== 'slices') continue
    for (let row = 0; row < stream.length; row++) {
      if (stream.stack[row]! >= 0 || calls.has(stream.name[row]!)) continue
      const number = functions.length + calls.size
      calls.set(stream.name[row]!, number)
      sink.text(`${number === 0 ? '' : ','}{"name":${JSON.stringify(strings[stream.name[row]!] ?? '')}}`)
      if (sink.isFull) yield sink.take()
    }
  }
  return calls
}

const writeProfile = function* (
  stream: SampleStream | SliceStream,
  { rows }: ThreadRows,
  title: string,
  calls: ReadonlyMap<number, number>,
  writeStack: (stack: number) => void,
  sink: ByteSink,
): Generator<Uint8Array> {
  const weight = stream.kind === 'slices' ? stream.duration : stream.weight
  let total = 0
  for (const row of rows) total += weight[row]!
  sink.text(`{"type":"sampled","name":${JSON.stringify(title)},"unit":"${units[stream.unit]}"`)
  sink.text(`,"startValue":0,"endValue":${total},"samples":[`)
  let first = true
  for (const row of rows) {
    if (!first) sink.byte(COMMA)
    first = false
    sink.byte(BRACKET_OPEN)
    const stack = stream.stack[row]!
    if (stack >= 0) writeStack(stack)
    else if (stream.kind === 'slices') sink.number(calls.get(stream.name[row]!)!)
    sink.byte(BRACKET_CLOSE)
    if (sink.isFull) yield sink.take()
  }
  sink.text('],"weights":[')
  first = true
  for (const row of rows) {
    if (!first) sink.byte(COMMA)
    first = false
    sink.number(weight[row]!)
    if (sink.isFull) yield sink.take()
  }
  sink.text(']}')
}

export const writeSpeedscope = function* (profile: Profile, options: ExportOptions): Generator<Uint8Array> {
  const streams = profile.streams.filter(
    (stream): stream is SampleStream | SliceStream => hasEvents(stream.kind) && stream.length > 0,
  )
  if (streams.length === 0) throw unsupported('speedscope JSON', 'samples or slices')
  const sink = createByteSink()
  sink.text(`{"$schema":"${SCHEMA}","version":"0.0.1","exporter":"smokejumper"`)
  sink.text(`,"name":${JSON.stringify(options.name ?? 'profile')},"shared":{"frames":[`)
  const calls = yield* writeFrames(profile, sink)
  const writeStack = createStackWriter(profile, sink)
  sink.text(']},"profiles":[')
  let count = 0
  let heaviest = 0
  let most = -1
  for (const stream of streams) {
    const weight = stream.kind === 'slices' ? stream.duration : stream.weight
    for (const thread of rowsByThread(profile, stream)) {
      const total = thread.rows.reduce((sum, row) => sum + weight[row]!, 0)
      if (stream === streams[0] && total > most) {
        most = total
        heaviest = count
      }
      const label = thread.thread < 0 ? thread.name : `${thread.name} ${thread.pid}/${thread.tid}`
      const title = streams.length === 1 ? label : `${stream.event}: ${label}`
      if (count++ > 0) sink.text(',')
      yield* writeProfile(stream, thread, title, calls, writeStack, sink)
    }
  }
  // what one looks at first is the thread that did most
  sink.text(`],"activeProfileIndex":${heaviest}}\n`)
  yield sink.take()
}
