/**
 * Folded stacks: `outermost;...;leaf weight` a line, as FlameGraph's stackcollapse scripts, bcc's `profile -f`,
 * py-spy, async-profiler and others write them; or with two weights, `... leaf before after`, as difffolded.pl
 * does. Two weights are meant when every line has two; then there are two streams.
 *
 * Whether the first name is a thread's is not said in the text, so it stays a frame. There are no times: all
 * samples lie at 0, one for each line. Source of the grammar: flamegraph.pl, which takes
 * `^(.*)\s+(\d+(?:\.\d*)?)$`.
 */
import type { FrameKind } from '../model/profile.ts'
import type { Format } from './format.ts'
import { float64Column, int32Column } from './growable-columns.ts'
import { createSampleColumns, type SampleColumns } from './stream-columns.ts'
import { createTextParser, type TextContext, type TextReader } from './text-parser.ts'

const EXPECTED = 'folded stacks (outermost;...;leaf weight)'
/** a stack of a thousand long C++ names */
const MAX_LINE = 16 * 1024 * 1024
const HASH = 35
const decoder = new TextDecoder()

const weighted = /^(.*\S)\s+(\d+(?:\.\d*)?)$/s

const suffixKinds: Readonly<Record<string, FrameKind>> = { k: 'kernel', i: 'inlined', j: 'jit' }

/** `name_[k]` is how annotated folded text writes kinds, `[module]` an unknown function of a module. */
const readName = (name: string): { name: string; module: string | null; kind: FrameKind } => {
  const suffix = /^(.+)_\[([kij])\]$/s.exec(name)
  if (suffix) return { name: suffix[1]!, module: null, kind: suffixKinds[suffix[2]!]! }
  const module = /^\[(\S+)\]$/.exec(name)?.[1]
  if (module !== undefined || name === '') {
    const known = module === undefined || module === 'unknown' ? null : module
    return { name: '[unknown]', module: known, kind: 'unknown' }
  }
  return { name, module: null, kind: 'unknown' }
}

const createReader = ({ builder, losses, place }: TextContext): TextReader => {
  /** of each line: the stack without its leaf, and the leaf with and without a first weight */
  const parents = int32Column()
  const leaves = int32Column()
  const leavesOfOne = int32Column()
  const first = float64Column()
  const second = float64Column()
  const isKernel: boolean[] = []
  const names: string[] = []
  const nameIndex = new Map<string, number>()
  let allHaveTwo = true

  const intern = (name: string): number => {
    const known = nameIndex.get(name)
    if (known !== undefined) return known
    nameIndex.set(name, names.length)
    return names.push(name) - 1
  }

  const frameOf = (text: string, kernel: boolean): number => {
    const { name, module, kind } = readName(text)
    return builder.frame(builder.func(name, module, kernel ? 'kernel' : kind), 0, 0)
  }

  const line = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (start === end) return true
    const text = decoder.decode(bytes.subarray(start, end)).trimEnd()
    // a comment; but a thread may be called so, too
    if (text === '' || (bytes[start] === HASH && !text.includes(';'))) return true
    const [, stackAndFirst, last] = weighted.exec(text) ?? []
    if (stackAndFirst === undefined) return false
    const [, stack, before] = weighted.exec(stackAndFirst) ?? []
    const [firstWeight, weight] = [before === undefined ? 0 : Number(before), Number(last)]
    // of hundreds of digits no number is left
    if (firstWeight + weight === Number.POSITIVE_INFINITY) return false
    allHaveTwo &&= before !== undefined

    const parts = stackAndFirst.split(';')
    // what the first weight may be is in the last name only
    const leafOfOne = parts.pop()!
    const leaf = before === undefined ? leafOfOne : leafOfOne.slice(0, stack!.length - stackAndFirst.length)
    let parent = -1
    let kernel = false
    parts.forEach((part, depth) => {
      // a comm that is empty, and bcc's delimiter (-d) between the stacks of user and kernel
      if (part === '' && depth === 0) return
      if (depth > 0 && (part === '-' || part === '--')) kernel = true
      else parent = builder.stack(parent, frameOf(part, kernel))
    })
    parents.push(parent)
    leaves.push(intern(leaf))
    leavesOfOne.push(intern(leafOfOne))
    isKernel.push(kernel)
    first.push(firstWeight)
    second.push(weight)
    return true
  }

  const addAll = (columns: SampleColumns, leaf: typeof leaves, weight: typeof first) => {
    const thread = builder.thread(-1, -1, '')
    for (let row = 0; row < parents.length; row++) {
      if (weight.get(row) === 0) continue
      const frame = frameOf(names[leaf.get(row)]!, isKernel[row]!)
      columns.add(0, -1, thread, builder.stack(parents.get(row), frame), weight.get(row))
    }
  }

  return {
    line,
    finish() {
      if (parents.length === 0) return null
      const head = { event: 'folded', unit: 'count' } as const
      if (!allHaveTwo) {
        const columns = createSampleColumns({ id: 0, ...head, title: 'Folded stacks' })
        addAll(columns, leavesOfOne, second)
        return { streams: [columns.finish(0)], clockOrigin: 0, duration: 0 }
      }
      const before = createSampleColumns({ id: 0, ...head, title: 'Folded stacks: before' })
      const after = createSampleColumns({ id: 1, ...head, title: 'Folded stacks: after' })
      addAll(before, leaves, first)
      addAll(after, leaves, second)
      return { streams: [before.finish(0), after.finish(0)], clockOrigin: 0, duration: 0 }
    },
    /** Folded text is often cut from a terminal; a weight that is whole cannot be told from one that is cut. */
    isWhole(bytes) {
      if (!weighted.test(decoder.decode(bytes))) return false
      losses.truncated('no newline ends it; its weight is taken as it stands', place)
      return true
    },
  }
}

const sniff = (bytes: Uint8Array): number => {
  const lines = decoder.decode(bytes).split(/\r?\n/)
  if (lines.length > 1) lines.pop()
  let candidates = 0
  let plain = 0
  let stacks = 0
  for (const line of lines) {
    if (line === '' || line.startsWith('#')) continue
    candidates++
    // no JSON, call chain or table begins so
    if (/^[{[\s]/.test(line) || !weighted.test(line)) continue
    if (/^[^;]+;[^;]*\S/.test(line)) stacks++
    else if (/^\S+(?: \S+)* \d+(?:\.\d*)?$/.test(line)) plain++
  }
  if (stacks === 0) return candidates === 0 ? 0 : (0.2 * plain) / candidates
  return (0.9 * (stacks + plain)) / candidates
}

export const foldedStacks: Format = {
  id: 'folded',
  title: 'folded stacks',
  sniff,
  createParser: () =>
    createTextParser({ tool: 'the tool', expected: EXPECTED, maxLineBytes: MAX_LINE, createReader }),
}
