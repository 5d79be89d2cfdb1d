/** Search by RE2 patterns: linear in the length of a name, whatever the pattern and whoever chose the name. */
import { RE2JS, RE2JSException, RE2JSSyntaxException } from 're2js'
import { SmokejumperError } from '../errors/errors.ts'
import type { NamedFunctions } from './function-names.ts'

export interface Searchable {
  readonly functions: Pick<NamedFunctions, 'length' | 'names' | 'modules'>
  readonly lastSearch: { pattern: string; matches: Uint8Array | null }
}

/**
 * 1 for each function whose name or module matches, by function number; null for an empty pattern. Upper and lower
 * case are one unless the pattern has an upper-case letter. Throws query.pattern.
 */
export function matchFunctions(index: Searchable, pattern: string): Uint8Array | null {
  if (pattern === '') return null
  const last = index.lastSearch
  if (last.pattern === pattern) return last.matches
  const matches = matchNames(index.functions, pattern)
  last.pattern = pattern
  last.matches = matches
  return matches
}

/** 1 for each function whose name or module matches the pattern. Throws query.pattern. */
export function matchNames(functions: Searchable['functions'], pattern: string): Uint8Array {
  const regex = compilePattern(pattern)
  const modules = new Map<string, boolean>()
  const matches = new Uint8Array(functions.length)
  for (let i = 0; i < functions.length; i++) {
    const module = functions.modules[i]!
    let inModule = modules.get(module)
    if (inModule === undefined) {
      inModule = module !== '' && regex.test(module)
      modules.set(module, inModule)
    }
    if (inModule || regex.test(functions.names[i]!)) matches[i] = 1
  }
  return matches
}

export function compilePattern(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern, hasUpperCase(pattern) ? 0 : RE2JS.CASE_INSENSITIVE)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const why = error instanceof RE2JSSyntaxException ? error.getDescription() : error.message
    const fragment = error instanceof RE2JSSyntaxException ? error.getPattern() : null
    const position = placeOfError(pattern, fragment)
    throw new SmokejumperError({
      code: 'query.pattern',
      message: `The pattern cannot be read at character ${position + 1}: ${why}.`,
      remedy: `Change it there, or put \\ before a character that is meant literally, as in std::vector\\(. Patterns are RE2: no look-around, no back-references.`,
      facts: { pattern, position },
      cause: error,
    })
  }
}

/** The letter of a class such as \S or \p{Lu}, or of a group's name, is no letter that is searched for. */
const hasUpperCase = (pattern: string): boolean =>
  /\p{Lu}/u.test(pattern.replace(/\\[pP]\{[^}]*\}|\\[pP]?.|\(\?P?<[^>]*>|\[:\^?\w+:\]/gsu, ''))

/** RE2 names the part that is wrong, or the whole pattern when parentheses do not match, or nothing at its end. */
function placeOfError(pattern: string, fragment: string | null): number {
  if (fragment === null) return Math.max(0, pattern.length - 1)
  // With a prefix that stands for the flags.
  if (fragment.endsWith(pattern)) return unmatchedParenthesis(pattern)
  return Math.max(0, pattern.indexOf(fragment))
}

function unmatchedParenthesis(pattern: string): number {
  const open: number[] = []
  let inClass = false
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]
    if (character === '\\') i++
    else if (inClass) inClass = character !== ']'
    else if (character === '[') inClass = true
    else if (character === '(') open.push(i)
    else if (character === ')' && open.pop() === undefined) return i
  }
  return open.pop() ?? 0
}
