/** The same fold as an engineer would write it on a whiteboard: objects, recursion, one event after the other. */
import type { Selection } from '../../contract/selection.ts'
import type { FlameArgs } from '../../contract/views.ts'
import { type ProfileText, type SampleText, type SliceText, splitFrame } from './profile-of.ts'

interface Tree {
  total: number
  self: number
  count: number
  children: Map<string, Tree>
}
type Event = SampleText | SliceText
const isSlice = (event: Event): event is SliceText => 'duration' in event

const who = (text: ProfileText, event: Event) => {
  const thread = text.threads[event.thread] ?? { pid: -1, tid: -1, name: '[no thread]' }
  const main = text.threads.find(({ pid, tid }) => pid === thread.pid && tid === pid)
  return { ...thread, process: main?.name ?? thread.name }
}

const cpuOf = (event: Event): string =>
  isSlice(event) || event.cpu === -1 ? '[no CPU]' : `CPU ${event.cpu ?? 0}`

const stackOf = (event: Event): string[] => {
  if (isSlice(event)) return [`${event.name}@syscall`]
  if (event.stack.length === 0) return ['[no stack]']
  return event.stack.map((frame) => {
    const { name, module } = splitFrame(frame)
    return module === '' ? name : `${name}@${module}`
  })
}

export function naiveSelect<E extends Event>(
  text: ProfileText,
  events: readonly E[],
  selection: Selection,
): E[] {
  const { time, threads, function: func, latency, call, cpus } = selection
  return events.filter((event) => {
    const { pid, tid, name, process } = who(text, event)
    if (time && !isSlice(event) && (event.time < time.from || event.time >= time.to)) return false
    if (threads && !threads.some((one) => one.pid === pid && (one.tid === null || one.tid === tid)))
      return false
    if (cpus && !isSlice(event) && !cpus.includes(event.cpu ?? 0)) return false
    if (func) {
      const groups = [`${process} (pid ${pid})`, `${name} (tid ${tid})`, cpuOf(event)]
      const wanted = func.module === '' ? func.name : `${func.name}@${func.module}`
      const byCall = isSlice(event) && event.name === func.name
      if (!byCall && !stackOf(event).includes(wanted) && !groups.includes(wanted)) return false
    }
    if (!isSlice(event)) return true
    const end = event.start + event.duration
    if (time && event.start >= time.to) return false
    if (time && event.start < time.from && end <= time.from) return false
    if (latency && (event.duration < latency.from || event.duration >= latency.to)) return false
    return call === undefined || call === event.name
  })
}

/** In the form of flameText. */
export function naiveFold(
  text: ProfileText,
  events: readonly Event[],
  { order, group, selection }: Pick<FlameArgs, 'order' | 'group' | 'selection'>,
): string {
  const root: Tree = { total: 0, self: 0, count: 0, children: new Map() }
  for (const event of naiveSelect(text, events, selection)) {
    const { pid, tid, name, process } = who(text, event)
    const groups = {
      none: [],
      process: [`${process} (pid ${pid})`],
      thread: [`${process} (pid ${pid})`, `${name} (tid ${tid})`],
      cpu: [cpuOf(event)],
    }[group]
    const stack = order === 'inverted' ? stackOf(event).reverse() : stackOf(event)
    add(root, [...groups, ...stack], isSlice(event) ? event.duration : event.weight)
  }
  return print(root, '*', '')
}

function add(tree: Tree, path: readonly string[], weight: number): void {
  tree.total += weight
  tree.count++
  const [first, ...others] = path
  if (first === undefined) {
    tree.self += weight
    return
  }
  const child = tree.children.get(first) ?? { total: 0, self: 0, count: 0, children: new Map() }
  tree.children.set(first, child)
  add(child, others, weight)
}

/** CPU 2 before CPU 10 */
const sortKey = (name: string): string => name.replace(/^CPU (\d)$/, 'CPU 0$1')

function print(tree: Tree, name: string, indent: string): string {
  const children = [...tree.children].sort(([a], [b]) => {
    const [nameA = '', moduleA = ''] = sortKey(a).split('@')
    const [nameB = '', moduleB = ''] = sortKey(b).split('@')
    return nameA < nameB ? -1 : nameA > nameB ? 1 : moduleA < moduleB ? -1 : 1
  })
  return [
    `${indent}${name} ${tree.total} ${tree.self} ${tree.count}`,
    ...children.map(([key, child]) => print(child, key, `${indent}  `)),
  ].join('\n')
}
