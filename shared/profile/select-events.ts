/** Which events of a stream a selection means. */
import type { FunctionRef, Selection, ThreadRef } from '../contract/selection.ts'
import { lowerBound } from './binary-search.ts'
import type { EventStream } from './event-stream.ts'
import { type FunctionNames, MOST_CPUS } from './function-names.ts'
import type { ProfileIndex } from './profile-index.ts'

/** Events [from, to) with mask[i] = 1. The mask is scratch: use it before the next selection is made. */
export interface SelectedEvents {
  readonly from: number
  readonly to: number
  readonly mask: Uint8Array
  /** [wholeFrom, to): all that the stream has there is selected; `to` where that is not known of any */
  readonly wholeFrom: number
}

/**
 * Samples are chosen by their time, slices when they overlap the time range (their weight is not clipped to it).
 * A function chooses samples and slices whose stack contains it, slices of a call of that name, and everything in
 * a process or thread or on a CPU whose group frame it is. Latency and call choose slices, and leave samples as they
 * are; CPUs choose samples, and leave slices as they are. `index` and `events` are those of the selection's transforms; what these leave out is not selected.
 */
export function selectEvents(index: ProfileIndex, events: EventStream, selection: Selection): SelectedEvents {
  const { stream, kept } = events
  const { time, latency, call } = selection
  mustFollow(index, selection)
  const from = time ? lowerBound(events.start, time.from - events.longest) : 0
  const to = Math.max(from, time ? lowerBound(events.start, time.to) : events.length)
  const mask = index.scratch.u8('selected', events.length).fill(1, from, to)

  // One loop for each condition that there is: loops that ask about absent ones take three times as long.
  if (kept) for (let i = from; i < to; i++) mask[i]! &= kept[i]!
  if (selection.threads) keepMarked(mask, from, to, events.thread, markThreads(index, selection.threads))
  if (selection.cpus && events.cpu) keepCpus(mask, from, to, events.cpu, selection.cpus)
  if (selection.function) {
    const { nodes, threads, cpu } = markFunction(index, selection.function)
    const { node, thread, cpu: cpus } = events
    if (cpu === null) for (let i = from; i < to; i++) mask[i]! &= nodes[node[i]!]! | threads[thread[i]!]!
    else
      for (let i = from; i < to; i++) {
        const isOnCpu = Math.max(-1, cpus?.[i] ?? -1) === cpu ? 1 : 0
        mask[i]! &= nodes[node[i]!]! | threads[thread[i]!]! | isOnCpu
      }
  }
  const isFiltered = selection.threads ?? selection.function ?? (events.cpu && selection.cpus)
  if (stream.kind === 'samples') return { from, to, mask, wholeFrom: isFiltered ? to : from }

  const { duration, start } = stream
  if (call !== undefined) keepMarked(mask, from, to, stream.name, markCall(index, call))
  // Numbers in place of branches, which are guessed wrong for half of the slices: a fifth of the time.
  if (latency)
    for (let i = from; i < to; i++)
      mask[i]! &= Number(duration[i]! >= latency.from) & Number(duration[i]! < latency.to)
  // A slice that took no time is an instant, and belongs to the range that begins with it.
  if (time)
    for (let i = from; i < to && start[i]! < time.from; i++)
      if (start[i]! + duration[i]! <= time.from) mask[i] = 0
  const begins = time ? lowerBound(start, time.from) : 0
  return {
    from,
    to,
    mask,
    wholeFrom: isFiltered || latency || call !== undefined ? to : Math.min(to, begins),
  }
}

/** Stacks that were not transformed would be selected, silently, as if nothing had been asked for. */
function mustFollow(index: ProfileIndex, { transforms = [] }: Selection): void {
  if (index.transforms !== transforms && JSON.stringify(index.transforms) !== JSON.stringify(transforms))
    throw new Error('A query looks at an index without the transforms of its selection')
}

function keepMarked(mask: Uint8Array, from: number, to: number, column: Int32Array, marks: Uint8Array): void {
  for (let i = from; i < to; i++) mask[i]! &= marks[column[i]!]!
}

function keepCpus(
  mask: Uint8Array,
  from: number,
  to: number,
  column: Int32Array,
  chosen: readonly number[],
): void {
  const isChosen = new Set(chosen)
  const marks = new Uint8Array(MOST_CPUS)
  for (const cpu of isChosen) if (cpu < MOST_CPUS) marks[cpu] = 1
  for (let i = from; i < to; i++) {
    const cpu = column[i]!
    if (cpu >= 0 && cpu < MOST_CPUS) mask[i]! &= marks[cpu]!
    else if (!isChosen.has(cpu)) mask[i] = 0
  }
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

/** Marks the nodes of the base tree at and below the function; the threads, or gives the CPU, whose group frame it is. */
function markFunction(
  index: ProfileIndex,
  wanted: FunctionRef,
): { nodes: Uint8Array; threads: Uint8Array; cpu: number | null } {
  const { functions, base } = index
  const { parent, func } = base.tree
  const isWanted = new Uint8Array(functions.length)
  for (let i = 0; i < functions.length; i++) if (isSameFunction(functions, i, wanted)) isWanted[i] = 1
  const nodes = index.scratch.u8('contains function', base.tree.length)
  for (let node = 1; node < nodes.length; node++) nodes[node] = nodes[parent[node]!]! | isWanted[func[node]!]!
  const threads = new Uint8Array(index.threads.length)
  for (let i = 0; i < threads.length; i++)
    threads[i] = isWanted[functions.ofProcess[i]!]! | isWanted[functions.ofThread[i]!]!
  let cpu: number | null = null
  for (const [number, func] of functions.ofCpu) if (isWanted[func]) cpu = number
  return { nodes, threads, cpu }
}

/** Calls are known by name alone. */
function isSameFunction(functions: FunctionNames, number: number, wanted: FunctionRef): boolean {
  if (functions.names[number] !== wanted.name) return false
  const isCall = number >= functions.callsFrom && number < functions.groupsFrom
  return isCall || functions.modules[number] === wanted.module
}

/** How many events are selected. */
export function countSelected({ from, to, mask }: Pick<SelectedEvents, 'from' | 'to' | 'mask'>): number {
  let count = 0
  for (let i = from; i < to; i++) count += mask[i]!
  return count
}
