/** The functions of two profiles under common numbers: what is called alike is one. */
import type { NamedFunctions } from './function-names.ts'
import { rankByName } from './function-names.ts'
import type { ProfileIndex } from './profile-index.ts'

export interface UnitedFunctions {
  readonly functions: NamedFunctions
  /** function number of each side -> common number */
  readonly ofA: Int32Array
  readonly ofB: Int32Array
}

/**
 * By name, module and kind. Processes and threads are called by their comm alone: a pid or tid means nothing in another
 * run, so all processes of one comm are one frame, also those of one side.
 */
export function uniteFunctions(a: ProfileIndex, b: ProfileIndex): UnitedFunctions {
  const names: string[] = []
  const modules: string[] = []
  const kinds: number[] = []
  const known = new Map<string, number>()

  const place = (index: ProfileIndex): Int32Array => {
    const { functions } = index
    const comms = commsOfGroups(index)
    const of = new Int32Array(functions.length)
    for (let i = 0; i < of.length; i++) {
      const name = comms.get(i) ?? functions.names[i]!
      const module = functions.modules[i]!
      const kind = functions.kinds[i]!
      // The length says where the module ends, whatever is in it.
      const key = `${kind} ${module.length} ${module}${name}`
      let number = known.get(key)
      if (number === undefined) {
        number = names.push(name) - 1
        modules.push(module)
        kinds.push(kind)
        known.set(key, number)
      }
      of[i] = number
    }
    return of
  }
  const ofA = place(a)
  const ofB = a === b ? ofA : place(b)
  let rank: Int32Array | undefined
  return {
    functions: {
      length: names.length,
      names,
      modules,
      kinds: Uint8Array.from(kinds),
      rank: () => {
        rank ??= rankByName(names, modules, kinds)
        return rank
      },
    },
    ofA,
    ofB,
  }
}

/** comm by function number, of processes and threads */
function commsOfGroups({ threads, functions }: ProfileIndex): ReadonlyMap<number, string> {
  const comms = new Map<number, string>()
  for (let i = 0; i < threads.length; i++) {
    comms.set(functions.ofProcess[i]!, threads.process[i]!)
    comms.set(functions.ofThread[i]!, threads.thread[i]!)
  }
  return comms
}
