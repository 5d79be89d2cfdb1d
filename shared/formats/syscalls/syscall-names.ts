/** Names of system calls by number; each architecture counts its own way. */
import { aarch64 } from './aarch64.ts'
import { x86_64 } from './x86-64.ts'

export interface SyscallRun {
  readonly first: number
  /** names of first, first + 1, ... between white space */
  readonly names: string
}

const expand = (runs: readonly SyscallRun[]): ReadonlyMap<number, string> =>
  new Map(
    runs.flatMap(({ first, names }) =>
      names
        .trim()
        .split(/\s+/)
        .map((name, i): [number, string] => [first + i, name]),
    ),
  )

const tables: ReadonlyMap<string, ReadonlyMap<number, string>> = new Map(
  Object.entries({ x86_64: expand(x86_64), aarch64: expand(aarch64) }),
)

/** architecture: as uname -m prints it. `syscall_NUMBER` where number or architecture are unknown. */
export const syscallName = (architecture: string, number: number): string =>
  tables.get(architecture)?.get(number) ?? `syscall_${number}`
