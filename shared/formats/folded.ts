/**
 * Folded stacks, `comm;outermost;...;leaf weight` a line: what stackcollapse-perf.pl of FlameGraph prints without
 * options for the same perf script text. So it holds the first event of the file only, and the weight is the sum of
 * the periods (the number of samples where there is none). Lines are sorted by their bytes.
 *
 * `raw` writes names in full, an unknown function as its whole module in brackets. `allEvents` writes all events, each
 * below a frame of its own: unlike events are never added up.
 */
import { SmokejumperError } from '../errors/errors.ts'
import type { Profile, SampleStream } from '../model/profile.ts'
import type { ExportOptions } from './exporter.ts'
import { foldedComm, foldedFrames, rawFunction, rawName } from './fold-names.ts'
import { createRowIndex, type RowIndex } from './row-index.ts'

const CHUNK_BYTES = 256 * 1024

/** The tree of folded lines: node 0 is the root, a node's name is an index into `names`. */
interface FoldedTree {
  readonly nodes: RowIndex
  readonly names: readonly string[]
  /** by node: the weight of the line that ends there, undefined where none does */
  readonly weight: readonly (number | undefined)[]
}

const sampleStreams = (profile: Profile, allEvents: boolean): readonly SampleStream[] => {
  const streams = profile.streams.filter((stream): stream is SampleStream => stream.kind === 'samples')
  if (streams.length > 0) return allEvents ? streams : streams.slice(0, 1)
  throw new SmokejumperError({
    code: 'export.unsupported',
    message: 'This capture has no samples with stacks, which is what folded text is made of.',
    remedy: 'Export its raw output, or capture a CPU profile.',
  })
}

/** How threads and functions are written; an empty comm makes no frame. */
interface Naming {
  comm(thread: number): string[]
  /** outermost first: several where a symbol stands for inlined calls */
  frames(func: number, isJava: boolean): string[]
}

const tidyNaming = ({ strings, functions, threads }: Profile): Naming => ({
  // a semicolon in a comm is one in the line, so it makes a frame
  comm(thread) {
    const comm = foldedComm(strings[threads.name[thread]!]!, threads.pid[thread]!, threads.tid[thread]!)
    return comm === '' ? [] : comm.split(';')
  },
  frames: (func, isJava) => foldedFrames(functions, strings, func, isJava),
})

const rawNaming = ({ strings, functions, threads }: Profile): Naming => ({
  comm(thread) {
    const comm = strings[threads.name[thread]!]!
    return comm === '' ? [] : [rawName(comm)]
  },
  frames: (func) => [rawFunction(functions, strings, func)],
})

const growTree = (profile: Profile, streams: readonly SampleStream[], naming: Naming): FoldedTree => {
  const { frames, stacks, threads } = profile
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
      folded = naming.frames(func, isJava).map(intern)
      known.set(func, folded)
    }
    return folded
  }
  const comms = Array.from({ length: threads.length }, (_, thread) => naming.comm(thread))
  const chain: number[] = []
  /** the line of a stack below the node of its thread */
  const descend = (from: number, thread: number, stack: number): number => {
    const isJava = comms[thread]?.[0]?.startsWith('java') ?? false
    chain.length = 0
    for (let at = stack; at !== -1; at = stacks.parent[at]!) chain.push(frames.func[stacks.frame[at]!]!)
    let node = from
    for (let depth = chain.length - 1; depth >= 0; depth--) {
      for (const name of framesOf(chain[depth]!, isJava)) node = child(node, name)
    }
    return node
  }

  for (const stream of streams) {
    const root = streams.length === 1 ? 0 : child(0, intern(rawName(stream.event)))
    const commNodes = comms.map((comm) => comm.reduce((node, name) => child(node, intern(name)), root))
    const known = new Map<number, number>()
    for (let sample = 0; sample < stream.length; sample++) {
      const thread = stream.thread[sample]!
      const stack = stream.stack[sample]!
      const from = commNodes[thread] ?? root
      const key = from * (stacks.length + 1) + stack + 1
      let node = known.get(key)
      if (node === undefined) {
        node = descend(from, thread, stack)
        known.set(key, node)
      }
      // neither thread nor stack: there is no line for it
      if (node === 0) continue
      // the script counts a period of 0 as 1
      weight[node] = (weight[node] ?? 0) + (stream.weight[sample]! || 1)
    }
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

/** The places of `name` and of `name;` in the order of all of them, by name: siblings are then sorted by numbers. */
const rankNames = (encoded: readonly Uint8Array[]): { ends: Int32Array; goesOn: Int32Array } => {
  // the key of name / 2: odd ones with the semicolon
  const keys = encoded.flatMap((name) => [name.subarray(0, -1), name])
  const order = Uint32Array.from(keys, (_, key) => key).sort((a, b) => compareBytes(keys[a]!, keys[b]!))
  const ends = new Int32Array(encoded.length)
  const goesOn = new Int32Array(encoded.length)
  for (let place = 0; place < order.length; place++) {
    const key = order[place]!
    if (key % 2 === 0) ends[key / 2] = place
    else goesOn[(key - 1) / 2] = place
  }
  return { ends, goesOn }
}

/** The entries below each node in the order of their bytes; a line's end comes before whatever goes on. */
const entriesBelow = (tree: FoldedTree, encoded: readonly Uint8Array[]) => {
  const parents = tree.nodes.column(0)
  const nameOf = tree.nodes.column(1)
  const ranks = rankNames(encoded)
  // nodes by parent: those of node n are byParent[from[n], from[n + 1])
  const from = new Int32Array(parents.length + 1)
  for (let node = 1; node < parents.length; node++) from[parents[node]! + 1]!++
  for (let node = 0; node < parents.length; node++) from[node + 1]! += from[node]!
  const next = from.slice()
  const byParent = new Int32Array(parents.length)
  for (let node = 1; node < parents.length; node++) byParent[next[parents[node]!]!++] = node
  const rankOf = ({ node, isLine }: Entry) => (isLine ? ranks.ends : ranks.goesOn)[nameOf[node]!]!
  return (parent: number, pathLength: number): Entry[] => {
    const entries: Entry[] = []
    for (let at = from[parent]!; at < from[parent + 1]!; at++) {
      const node = byParent[at]!
      if (tree.weight[node] !== undefined) entries.push({ node, isLine: true, pathLength })
      if (from[node + 1]! > from[node]!) entries.push({ node, isLine: false, pathLength })
    }
    return entries.sort((a, b) => rankOf(a) - rankOf(b))
  }
}

/**
 * The folded text in chunks, each ending with a newline; nothing for a profile whose first event has no samples.
 * Throws SmokejumperError export.unsupported when there are no samples at all.
 */
export function* foldToText(profile: Profile, options: ExportOptions = {}): Generator<Uint8Array> {
  const streams = sampleStreams(profile, options.allEvents ?? false)
  const tree = growTree(profile, streams, options.raw ? rawNaming(profile) : tidyNaming(profile))
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
