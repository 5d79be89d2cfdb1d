/** Which events of a stream a selection means. */
import type { FunctionRef, Selection, ThreadRef } from '../contract/selection.ts'
import { lowerBound } from './binary-search.ts'
import type { EventStream } from './event-stream.ts'
import type { FunctionNames } from './function-names.ts'
import type { ProfileIndex } from './profile-index.ts'

/** Events [from, to) with mask[i] = 1; no mask: all of them. The mask is scratch: use it before the next query. */
export interface SelectedEvents {
  readonly from: number
  readonly to: number
  readonly mask: Uint8Array | null
}

/**
 * Samples are chosen by their time, slices when they overlap the time range (their weight is not clipped to it).
 * A function chooses samples and slices whose stack contains it, slices of a call of that name, and everything in
 * a process or thread whose group frame it is. Latency and call choose slices, and leave samples as they are.
 */
export function selectEvents(index: ProfileIndex, events: EventStream, selection: Selection): SelectedEvents {
  const { duration, start, thread, node } = events
  const { time } = selection
  const from = time ? lowerBound(start, time.from - events.longest) : 0
  const to = Math.max(from, time ? lowerBound(start, time.to) : events.length)

  const threads = selection.threads ? markThreads(index, selection.threads) : null
  const func = selection.function ? markFunction(index, selection.function) : null
  const calls = duration && selection.call !== undefined ? markCall(index, selection.call) : null
  const latency = duration ? selection.latency : undefined
  const overlaps = duration && time && from < to
  if (!threads && !func && !calls && !latency && !overlaps) return { from, to, mask: null }

  const mask = index.scratch.u8('selected', events.length)
  const names = events.stream.kind === 'slices' ? events.stream.name : null
  for (let i = from; i < to; i++) {
    if (threads && !threads[thread[i]!]) continue
    if (func && !func.nodes[node[i]!] && !func.threads[thread[i]!]) continue
    if (duration) {
      const took = duration[i]!
      if (latency && !(took >= latency.from && took < latency.to)) continue
      if (calls && !calls[names![i]!]) continue
      // A slice that took no time is an instant, and belongs to the range that begins with it.
      if (time && start[i]! < time.from && start[i]! + took <= time.from) continue
    }
    mask[i] = 1
  }
  return { from, to, mask }
}

function markThreads(index: ProfileIndex, chosen: readonly ThreadRef[]): Uint8Array {
  const { threads } = index
  const marks = new Uint8Array(threads.length)
  const whole = new Set<number>()
  const single = new Set<string>()
  for (const { pid, tid } of chosen) {
    if (tid === null) whole.add(pid)
    else single.add(`${pid}/${tid}`)
  }
  for (let i = 0; i < threads.length; i++)
    if (whole.has(threads.pid[i]!) || single.has(`${threads.pid[i]}/${threads.tid[i]}`)) marks[i] = 1
  return marks
}

function markCall(index: ProfileIndex, call: string): Uint8Array {
  return Uint8Array.from(index.profile.strings, (text) => (text === call ? 1 : 0))
}

/** Marks the nodes of the base tree at and below the function, and the threads whose group frame it is. */
function markFunction(index: ProfileIndex, wanted: FunctionRef): { nodes: Uint8Array; threads: Uint8Array } {
  const { functions, base } = index
  const { parent, func } = base.tree
  const isWanted = new Uint8Array(functions.length)
  for (let i = 0; i < functions.length; i++) if (isSameFunction(functions, i, wanted)) isWanted[i] = 1
  const nodes = index.scratch.u8('contains function', base.tree.length)
  for (let node = 1; node < nodes.length; node++) nodes[node] = nodes[parent[node]!]! | isWanted[func[node]!]!
  const threads = new Uint8Array(index.threads.length)
  for (let i = 0; i < threads.length; i++)
    threads[i] = isWanted[functions.ofProcess[i]!]! | isWanted[functions.ofThread[i]!]!
  return { nodes, threads }
}

/** Calls are known by name alone. */
function isSameFunction(functions: FunctionNames, number: number, wanted: FunctionRef): boolean {
  if (functions.names[number] !== wanted.name) return false
  const isCall = number >= functions.callsFrom && number < functions.groupsFrom
  return isCall || functions.modules[number] === wanted.module
}

/** How many events are selected. */
export function countSelected({ from, to, mask }: SelectedEvents): number {
  if (!mask) return to - from
  let count = 0
  for (let i = from; i < to; i++) count += mask[i]!
  return count
}
