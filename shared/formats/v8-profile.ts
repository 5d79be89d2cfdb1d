/**
 * V8's CPU profile: a tree of calls, the node that ran at each sample, and the microseconds between samples. As a
 * file (.cpuprofile) its nodes name their children, in the chunks of a trace their parent.
 * Source: the Chrome DevTools Protocol, Profiler.Profile; v8/src/profiler/profile-generator.cc for the chunks.
 */
import type { Nanoseconds, StackIndex, ThreadIndex } from '../units/units.ts'
import { float64Column, int32Column } from './growable-columns.ts'
import { integerOf, type JsonValue, member, numberOf, textOf } from './json/json-value.ts'
import type { ProfileBuilder } from './profile-builder.ts'
import type { SampleColumns } from './stream-columns.ts'

const MICROSECOND = 1000

interface Node {
  readonly name: string
  readonly url: string | null
  readonly isCode: boolean
  parent: number | undefined
}

/** Names in parentheses stand for what is no function: (program), (idle), (garbage collector). */
const readNode = (value: JsonValue): Node => {
  const frame = member(value, 'callFrame') ?? value
  const name = textOf(member(frame, 'functionName')) || '(anonymous)'
  const url = textOf(member(frame, 'url')) || null
  const isCode = url !== null || textOf(member(frame, 'codeType')) === 'JS'
  return { name, url, isCode, parent: integerOf(member(value, 'parent')) }
}

export const createV8Profile = () => {
  const nodes = new Map<number, Node>()
  const samples = int32Column()
  const deltas = float64Column()

  const resolve = (builder: ProfileBuilder) => {
    const stacks = new Map<number, StackIndex>()
    const path: number[] = []
    return (id: number): StackIndex => {
      path.length = 0
      let at: number | undefined = id
      while (at !== undefined && nodes.has(at) && !stacks.has(at)) {
        // marked on the way, so that nodes which are each other's parents end
        stacks.set(at, -1)
        path.push(at)
        at = nodes.get(at)!.parent
      }
      let stack = at === undefined ? -1 : (stacks.get(at) ?? -1)
      for (let node = path.pop(); node !== undefined; node = path.pop()) {
        const { name, url, isCode, parent } = nodes.get(node)!
        const isRoot = parent === undefined && name === '(root)'
        if (!isRoot) {
          stack = builder.stack(
            stack,
            builder.frame(builder.func(name, url, isCode ? 'jit' : 'unknown'), 0, 0),
          )
        }
        stacks.set(node, stack)
      }
      return stacks.get(id) ?? -1
    }
  }

  return {
    get length() {
      return samples.length
    },
    /** False for what is no node. */
    addNode(value: JsonValue): boolean {
      const id = integerOf(member(value, 'id'))
      if (id === undefined) return false
      const known = nodes.get(id)
      const node = readNode(value)
      nodes.set(id, { ...node, parent: node.parent ?? known?.parent })
      const children = member(value, 'children')
      for (const child of Array.isArray(children) ? children : []) {
        const childId = integerOf(child)
        if (childId === undefined) continue
        const existing = nodes.get(childId)
        if (existing) existing.parent = id
        else nodes.set(childId, { name: '(unknown)', url: null, isCode: false, parent: id })
      }
      return true
    },
    addSample(value: JsonValue): boolean {
      samples.push(integerOf(value) ?? -1)
      return integerOf(value) !== undefined
    },
    addDelta(value: JsonValue): boolean {
      deltas.push(numberOf(value) ?? 0)
      return numberOf(value) !== undefined
    },
    /**
     * A sample weighs the time to the next one, the last one that to `end`. Samples whose times are missing go to
     * `untimed`, where each counts one. Returns how many these were.
     */
    finish(options: {
      readonly builder: ProfileBuilder
      readonly start: Nanoseconds
      /** NaN: unknown */
      readonly end: Nanoseconds
      readonly thread: ThreadIndex
      readonly samples: SampleColumns
      readonly untimed: SampleColumns
    }): number {
      const stackOf = resolve(options.builder)
      const timed = Math.min(samples.length, deltas.length)
      const times = new Float64Array(timed)
      const order = new Uint32Array(timed)
      let passed = 0
      for (let row = 0; row < timed; row++) {
        passed += deltas.get(row)
        times[row] = options.start + Math.round(passed * MICROSECOND)
        order[row] = row
      }
      // V8 writes samples of one moment out of order
      order.sort((a, b) => times[a]! - times[b]! || a - b)
      for (let i = 0; i < timed; i++) {
        const row = order[i]!
        const time = times[row]!
        const next = i + 1 < timed ? times[order[i + 1]!]! : options.end
        const weight = next > time ? next - time : 0
        if (Math.abs(time) < 2 ** 63)
          options.samples.add(time, -1, options.thread, stackOf(samples.get(row)), weight)
      }
      for (let row = timed; row < samples.length; row++) {
        options.untimed.add(options.start, -1, options.thread, stackOf(samples.get(row)), 1)
      }
      return samples.length - timed
    },
  }
}
export type V8Profile = ReturnType<typeof createV8Profile>
