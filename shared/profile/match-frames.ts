/** Which functions a transform means. */
import type { FrameMatch } from '../contract/transforms.ts'
import type { FunctionNames } from './function-names.ts'
import { matchNames } from './search-functions.ts'

/**
 * 1 for each function that matches, by number; group frames never do. A pattern finds what a search for it finds.
 * Throws query.pattern.
 */
export function matchFrames(functions: FunctionNames, match: FrameMatch): Uint8Array {
  const { names, modules } = functions
  const matches = match.by === 'pattern' ? matchNames(functions, match.pattern) : new Uint8Array(names.length)
  if (match.by === 'module')
    for (let i = 0; i < names.length; i++) matches[i] = modules[i] === match.module ? 1 : 0
  if (match.by === 'function') {
    const { name, module } = match.function
    for (let i = 0; i < names.length; i++) matches[i] = names[i] === name && modules[i] === module ? 1 : 0
  }
  return matches.fill(0, functions.groupsFrom, functions.groupsTo)
}
