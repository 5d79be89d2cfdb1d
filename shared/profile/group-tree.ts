/** Process, thread and CPU frames between the root and the stacks. */
import { ROOT } from '../contract/views.ts'
import { type CallTree, callTree } from './call-tree.ts'
import type { EventStream } from './event-stream.ts'
import type { FunctionNames } from './function-names.ts'
import type { StackEnds } from './invert-tree.ts'

export function groupTree(
  base: CallTree,
  names: FunctionNames,
  events: EventStream,
  group: 'process' | 'thread' | 'cpu',
): StackEnds {
  const parent: number[] = [-1]
  const func: number[] = [ROOT]
  const groupOf =
    group === 'cpu'
      ? placeCpus(names, events, parent, func)
      : placeThreads(names, events, group, parent, func)
  const codeFrom = parent.length

  // Group by group, so that one array from base node to new node serves all: `owner` says whose entry it is.
  const order = sortByGroup(groupOf, codeFrom)
  const copy = new Int32Array(base.length)
  const owner = new Int32Array(base.length).fill(-1)
  const node = new Int32Array(events.length)
  const path: number[] = []
  for (let k = 0; k < order.length; k++) {
    const event = order[k]!
    const top = groupOf[event]!
    let at = events.node[event]!
    while (at !== 0 && owner[at] !== top) {
      path.push(at)
      at = base.parent[at]!
    }
    let above = at === 0 ? top : copy[at]!
    while (path.length > 0) {
      const next = path.pop()!
      owner[next] = top
      copy[next] = parent.push(above) - 1
      func.push(base.func[next]!)
      above = copy[next]!
    }
    node[event] = above
  }
  return { tree: callTree(new Int32Array(parent), new Int32Array(func), codeFrom), node }
}

/** Appends a node per process, or per process and thread, that has events; gives the node of each event. */
function placeThreads(
  names: FunctionNames,
  events: EventStream,
  group: 'process' | 'thread',
  parent: number[],
  func: number[],
): Int32Array {
  const nodeOf = new Int32Array(names.ofThread.length).fill(-1)
  const seen = new Uint8Array(names.ofThread.length)
  const { length, thread: threadOf } = events
  for (let i = 0; i < length; i++) seen[threadOf[i]!] = 1
  const processes = new Map<number, number>()
  const threads = new Map<string, number>()
  for (let thread = 0; thread < seen.length; thread++) {
    if (!seen[thread]) continue
    const process = names.ofProcess[thread]!
    let node = processes.get(process)
    if (node === undefined) {
      node = parent.push(0) - 1
      func.push(process)
      processes.set(process, node)
    }
    if (group === 'thread') {
      const key = `${node} ${names.ofThread[thread]!}`
      const known = threads.get(key)
      const above = node
      node = known ?? parent.push(above) - 1
      if (known === undefined) func.push(names.ofThread[thread]!)
      threads.set(key, node)
    }
    nodeOf[thread] = node
  }
  return events.thread.map((thread) => nodeOf[thread]!)
}

/** Likewise per CPU, with one for events that are on none. */
function placeCpus(names: FunctionNames, events: EventStream, parent: number[], func: number[]): Int32Array {
  const nodeOf = new Map<number, number>()
  const place = (cpu: number): number => {
    const known = nodeOf.get(cpu)
    if (known !== undefined) return known
    const made = parent.push(0) - 1
    func.push(names.ofCpu.get(cpu)!)
    nodeOf.set(cpu, made)
    return made
  }
  if (events.cpu === null) return new Int32Array(events.length).fill(place(-1))
  return events.cpu.subarray(0, events.length).map((cpu) => place(Math.max(-1, cpu)))
}

function sortByGroup(groupOf: Int32Array, groups: number): Int32Array {
  const place = new Int32Array(groups + 1)
  for (let i = 0; i < groupOf.length; i++) place[groupOf[i]! + 1]!++
  for (let group = 0; group < groups; group++) place[group + 1]! += place[group]!
  const order = new Int32Array(groupOf.length)
  for (let i = 0; i < groupOf.length; i++) {
    const group = groupOf[i]!
    order[place[group]!] = i
    place[group]!++
  }
  return order
}
