/**
 * Everything that can stand as a frame, numbered: the functions of the profile under their own numbers, then
 * "no stack", the calls of slices, and the processes, threads and CPUs as group frames.
 */
import { kindCode, type Profile } from '../model/profile.ts'
import type { ThreadNames } from './thread-names.ts'

export interface FunctionNames {
  readonly length: number
  readonly names: readonly string[]
  readonly modules: readonly string[]
  readonly kinds: Uint8Array
  /** stands for the stack of a sample that has none */
  readonly noStack: number
  /** calls are numbered [callsFrom, groupsFrom) */
  readonly callsFrom: number
  /** group frames (processes, threads, CPUs) are numbered [groupsFrom, groupsTo); from there on what transforms added */
  readonly groupsFrom: number
  readonly groupsTo: number
  /** string index of a call -> function number */
  readonly ofCall: ReadonlyMap<number, number>
  /** by entry of ThreadNames */
  readonly ofProcess: Int32Array
  readonly ofThread: Int32Array
  /** by CPU; -1 is what is known of none */
  readonly ofCpu: ReadonlyMap<number, number>
  /** place of each in the order by name, module, kind; made on first use */
  readonly rank: () => Int32Array
}

/** What laying out, finding and searching frames needs of them: also a table of two captures' functions has it. */
export type NamedFunctions = Pick<FunctionNames, 'length' | 'names' | 'modules' | 'kinds' | 'rank'>

export const NO_STACK = '[no stack]'
export const CALL_MODULE = 'syscall'
export const NO_CPU = '[no CPU]'
/** of a Linux kernel; a file may say what it likes, and is read a little slower */
export const MOST_CPUS = 8192
export const cpuLabel = (cpu: number): string => `CPU ${cpu}`
export const processLabel = (name: string, pid: number): string => `${name} (pid ${pid})`
export const threadLabel = (name: string, tid: number): string => `${name} (tid ${tid})`

export function nameFunctions(profile: Profile, threads: ThreadNames): FunctionNames {
  const { functions, strings } = profile
  const names: string[] = []
  const modules: string[] = []
  const kinds: number[] = []
  const add = (name: string, module: string, kind: number): number => {
    modules.push(module)
    kinds.push(kind)
    return names.push(name) - 1
  }
  for (let i = 0; i < functions.length; i++)
    add(strings[functions.name[i]!] ?? '', strings[functions.module[i]!] ?? '', functions.kind[i]!)
  const noStack = add(NO_STACK, '', kindCode.unknown)

  const callsFrom = names.length
  const ofCall = new Map<number, number>()
  for (const stream of profile.streams) {
    if (stream.kind !== 'slices') continue
    for (let i = 0; i < stream.length; i++) {
      const call = stream.name[i]!
      if (call >= 0 && !ofCall.has(call))
        ofCall.set(call, add(strings[call] ?? '', CALL_MODULE, kindCode.kernel))
    }
  }

  const groupsFrom = names.length
  const groups = new Map<string, number>()
  const group = (label: string): number => {
    const known = groups.get(label) ?? add(label, '', kindCode.group)
    groups.set(label, known)
    return known
  }
  const ofProcess = new Int32Array(threads.length)
  const ofThread = new Int32Array(threads.length)
  for (let i = 0; i < threads.length; i++) {
    ofProcess[i] = group(processLabel(threads.process[i]!, threads.pid[i]!))
    ofThread[i] = group(threadLabel(threads.thread[i]!, threads.tid[i]!))
  }

  const ofCpu = new Map([[-1, group(NO_CPU)]])
  for (const cpu of findCpus(profile)) ofCpu.set(cpu, group(cpuLabel(cpu)))

  return {
    length: names.length,
    names,
    modules,
    kinds: Uint8Array.from(kinds),
    noStack,
    callsFrom,
    groupsFrom,
    groupsTo: names.length,
    ofCall,
    ofProcess,
    ofThread,
    ofCpu,
    rank: rankOnce(names, modules, kinds),
  }
}

/** What a function is known by. */
export interface FunctionName {
  readonly name: string
  readonly module: string
  readonly kind: number
}

/** Adds functions behind those that there are, whose numbers stay. */
export function extendNames(known: FunctionNames, added: readonly FunctionName[]): FunctionNames {
  const names = [...known.names, ...added.map(({ name }) => name)]
  const modules = [...known.modules, ...added.map(({ module }) => module)]
  const kinds = Uint8Array.from([...known.kinds, ...added.map(({ kind }) => kind)])
  return { ...known, length: names.length, names, modules, kinds, rank: rankOnce(names, modules, kinds) }
}

function rankOnce(
  names: readonly string[],
  modules: readonly string[],
  kinds: ArrayLike<number>,
): () => Int32Array {
  let rank: Int32Array | undefined
  return () => {
    rank ??= rankByName(names, modules, kinds)
    return rank
  }
}

/** By name, module and kind; CPUs by number. */
export function rankByName(
  names: readonly string[],
  modules: readonly string[],
  kinds: ArrayLike<number>,
): Int32Array {
  const keys = names.map((name, i) =>
    kinds[i] === kindCode.group && /^CPU \d+$/.test(name) ? `CPU ${name.slice(4).padStart(16, '0')}` : name,
  )
  const order = Uint32Array.from(keys, (_, i) => i).sort(
    (a, b) =>
      compareText(keys[a]!, keys[b]!) || compareText(modules[a]!, modules[b]!) || kinds[a]! - kinds[b]!,
  )
  const rank = new Int32Array(order.length)
  for (let place = 0; place < order.length; place++) rank[order[place]!] = place
  return rank
}

/** Those that samples were taken on. */
function findCpus({ streams }: Profile): ReadonlySet<number> {
  const found = new Set<number>()
  const seen = new Uint8Array(MOST_CPUS)
  for (const stream of streams) {
    if (stream.kind !== 'samples') continue
    const { length, cpu: cpus } = stream
    for (let i = 0; i < length; i++) {
      const cpu = cpus[i]!
      if (cpu < 0) continue
      if (cpu >= MOST_CPUS) found.add(cpu)
      else seen[cpu] = 1
    }
  }
  for (let cpu = 0; cpu < MOST_CPUS; cpu++) if (seen[cpu] === 1) found.add(cpu)
  return found
}

/** By code unit, as flame graphs sort: the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
