/**
 * Folded stacks, `comm;outermost;...;leaf weight` a line: what stackcollapse-perf.pl of FlameGraph prints without
 * options for the same perf script text. So it holds the first event of the file only, and the weight is the sum of
 * the periods (the number of samples where there is none). Lines are sorted by their bytes.
 */
import { SmokejumperError } from '../errors/errors.ts'
import type { Profile, SampleStream } from '../model/profile.ts'
import type { Exporter } from './exporter.ts'
import { foldedComm, foldedFrames } from './fold-names.ts'
import { createRowIndex, type RowIndex } from './row-index.ts'

const CHUNK_BYTES = 256 * 1024

/** The tree of folded lines: node 0 is the root, a node's name is an index into `names`. */
interface FoldedTree {
  readonly nodes: RowIndex
  readonly names: readonly string[]
  /** by node: the weight of the line that ends there, undefined where none does */
  readonly weight: readonly (number | undefined)[]
}

const firstSamples = (profile: Profile): SampleStream => {
  for (const stream of profile.streams) if (stream.kind === 'samples') return stream
  throw new SmokejumperError({
    code: 'export.unsupported',
    message: 'This capture has no samples with stacks, which is what folded text is made of.',
    remedy: 'Export its raw output, or capture a CPU profile.',
  })
}

const growTree = (profile: Profile, stream: SampleStream): FoldedTree => {
  const { strings, functions, frames, stacks, threads } = profile
  const nodes = createRowIndex()
  nodes.indexOf(-1, -1, 0)
  const names: string[] = []
  const nameIndex = new Map<string, number>()
  const weight: (number | undefined)[] = []
  const intern = (name: string): number => {
    const known = nameIndex.get(name)
    if (known !== undefined) return known
    nameIndex.set(name, names.length)
    return names.push(name) - 1
  }
  const child = (node: number, name: number) => nodes.indexOf(node, name, 0)

  const byLanguage = [new Map<number, number[]>(), new Map<number, number[]>()] as const
  const framesOf = (func: number, isJava: boolean): number[] => {
    const known = byLanguage[isJava ? 1 : 0]
    let folded = known.get(func)
    if (folded === undefined) {
      folded = foldedFrames(functions, strings, func, isJava).map(intern)
      known.set(func, folded)
    }
    return folded
  }
  const comms = Array.from({ length: threads.length }, (_, thread) =>
    foldedComm(strings[threads.name[thread]!]!, threads.pid[thread]!, threads.tid[thread]!),
  )
  // a semicolon in a comm is one in the line, so it makes a frame
  // and samples of no thread, as folded text itself has them, begin with their outermost function
  const commNodes = comms.map((comm) => (comm === '' ? 0 : comm.split(';').map(intern).reduce(child, 0)))

  const known = new Map<number, number>()
  const chain: number[] = []
  const nodeOf = (thread: number, stack: number): number => {
    const root = commNodes[thread]!
    const key = root * (stacks.length + 1) + stack + 1
    let node = known.get(key)
    if (node !== undefined) return node
    const isJava = comms[thread]!.startsWith('java')
    chain.length = 0
    for (let at = stack; at !== -1; at = stacks.parent[at]!) chain.push(frames.func[stacks.frame[at]!]!)
    node = root
    for (let depth = chain.length - 1; depth >= 0; depth--) {
      for (const name of framesOf(chain[depth]!, isJava)) node = child(node, name)
    }
    known.set(key, node)
    return node
  }

  for (let sample = 0; sample < stream.length; sample++) {
    const node = nodeOf(stream.thread[sample]!, stream.stack[sample]!)
    // the script counts a period of 0 as 1
    weight[node] = (weight[node] ?? 0) + (stream.weight[sample]! || 1)
  }
  return { nodes, names, weight }
}

/** Negative, 0 or positive as the UTF-8 bytes of a come before, with or after b's. */
export const compareBytes = (a: Uint8Array, b: Uint8Array): number => {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) if (a[at] !== b[at]) return a[at]! - b[at]!
  return a.length - b.length
}

/** What is to be written: the line that ends at a node, or the lines that go on below it. */
interface Entry {
  readonly node: number
  readonly isLine: boolean
  /** of the path to its parent, in bytes */
  readonly pathLength: number
}

/** The entries below each node in the order of their bytes; a line's end comes before whatever goes on. */
const entriesBelow = (tree: FoldedTree, encoded: readonly Uint8Array[]) => {
  const parents = tree.nodes.column(0)
  const nameOf = tree.nodes.column(1)
  const children = new Map<number, number[]>()
  for (let node = 1; node < parents.length; node++) {
    const siblings = children.get(parents[node]!)
    if (siblings) siblings.push(node)
    else children.set(parents[node]!, [node])
  }
  const keyOf = ({ node, isLine }: Entry) => encoded[nameOf[node]!]!.subarray(0, isLine ? -1 : undefined)
  return (parent: number, pathLength: number): Entry[] =>
    (children.get(parent) ?? [])
      .flatMap((node) => {
        const below = children.has(node) ? [{ node, isLine: false, pathLength }] : []
        return tree.weight[node] === undefined ? below : [{ node, isLine: true, pathLength }, ...below]
      })
      .sort((a, b) => compareBytes(keyOf(a), keyOf(b)))
}

/**
 * The folded text in chunks, each ending with a newline; nothing for a profile whose first event has no samples.
 * Throws SmokejumperError export.unsupported when there are no samples at all.
 */
export function* foldToText(profile: Profile): Generator<Uint8Array> {
  const tree = growTree(profile, firstSamples(profile))
  const encoder = new TextEncoder()
  const nameOf = tree.nodes.column(1)
  const encoded = tree.names.map((name) => encoder.encode(`${name};`))
  const below = entriesBelow(tree, encoded)

  let path = new Uint8Array(1024)
  let out = new Uint8Array(CHUNK_BYTES)
  let used = 0
  const pending = below(0, 0).reverse()
  for (let entry = pending.pop(); entry !== undefined; entry = pending.pop()) {
    const name = encoded[nameOf[entry.node]!]!
    const length = entry.pathLength + name.length
    if (length > path.length) {
      const longer = new Uint8Array(length * 2)
      longer.set(path)
      path = longer
    }
    path.set(name, entry.pathLength)
    if (!entry.isLine) {
      for (const next of below(entry.node, length).reverse()) pending.push(next)
      continue
    }
    const count = encoder.encode(` ${tree.weight[entry.node]}\n`)
    if (used + length + count.length > out.length) {
      if (used > 0) yield out.slice(0, used)
      used = 0
      if (length + count.length > out.length) out = new Uint8Array(length * 2 + count.length)
    }
    // the path without its last semicolon
    out.set(path.subarray(0, length - 1), used)
    out.set(count, used + length - 1)
    used += length - 1 + count.length
  }
  if (used > 0) yield out.slice(0, used)
}

export const folded: Exporter = {
  id: 'folded',
  title: 'Folded stacks',
  extension: 'folded',
  mediaType: 'text/plain',
  write: foldToText,
}
