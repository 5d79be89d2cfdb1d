/** Builds a workload with gcc into a folder; frame pointers stay, so that perf finds the callers. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Workload = 'busy' | 'slow-calls'

/** The program's path. */
export const buildWorkload = (name: Workload, directory: string): string => {
  const program = join(directory, name)
  const source = fileURLToPath(new URL(`${name}.c`, import.meta.url))
  // without optimisation every function keeps its frame, leaf functions too
  execFileSync('gcc', ['-O0', '-g', '-fno-omit-frame-pointer', '-o', program, source])
  return program
}
