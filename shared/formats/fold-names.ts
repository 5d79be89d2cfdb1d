/**
 * How Brendan Gregg's stackcollapse-perf.pl writes names, without options, so that folded text of ours and of his
 * can be diffed. Where the script stumbles over its input we do not follow: a comm of one character, the thread
 * `:-1 -1/-1` that perf prints when the process is gone, and a module with ` (` in its name, such as
 * `/usr/bin/x (deleted)`.
 */
import type { FunctionTable } from '../model/profile.ts'
import { kindCode } from '../model/profile.ts'
import type { FunctionIndex, Pid } from '../units/units.ts'

/** The script ends a comm at the first number that stands alone: 'worker 1' becomes 'worker'. */
export const foldedComm = (comm: string, pid: Pid, tid: Pid): string => {
  const upToNumber = /^(\S.+?)\s+\d+\/*\d*\s/.exec(`${comm} ${pid}/${tid} `)?.[1]
  return (comm.length > 1 ? (upToNumber ?? comm) : comm).replaceAll(' ', '_')
}

/** The brackets say that it is the module, not the function. */
const nameByModule = (module: string | null): string => {
  if (module === null || module === '[unknown]') return '[unknown]'
  return `[${module.replace(/ \(deleted\)$/, '').replace(/.*\//, '')}]`
}

const tidy = (name: string, isJava: boolean): string => {
  let tidied = name.replaceAll(';', ':')
  // Go's methods, net/http.(*Client).Do, keep their parentheses; elsewhere they begin the arguments
  if (!/\.\(.*\)\./.test(tidied)) tidied = tidied.replace(/\((?!anonymous namespace\)).*/, '')
  tidied = tidied.replace(/["']/g, '')
  // Lorg/x/Member;.run: a class by its path
  return isJava && tidied.includes('/') ? tidied.replace(/^L/, '') : tidied
}

/**
 * The folded frames of a function, outermost first: several where a symbol holds `->`, which is how some symbol
 * maps write inlined calls; none where the script leaves the function out.
 */
export const foldedFrames = (
  functions: FunctionTable,
  strings: readonly string[],
  func: FunctionIndex,
  isJava: boolean,
): string[] => {
  const name = strings[functions.name[func]!]!
  if (name.startsWith('(')) return []
  const module = functions.module[func]!
  const inlined = functions.kind[func] === kindCode.inlined
  const parts = name.split('->')
  while (parts.at(-1) === '') parts.pop()
  return parts.map((part, depth) => {
    const shown =
      part === '[unknown]'
        ? nameByModule(inlined ? 'inlined' : module === -1 ? null : strings[module]!)
        : part
    const tidied = tidy(shown, isJava)
    return depth > 0 && !tidied.includes('_[i]') ? `${tidied}_[i]` : tidied
  })
}

/** A name in full, but for what would break the line: semicolons and line ends. */
export const rawName = (name: string): string => name.replaceAll(';', ':').replace(/[\r\n]+/g, ' ')

/** In full; an unknown function as its module in brackets. */
export const rawFunction = (
  functions: FunctionTable,
  strings: readonly string[],
  func: FunctionIndex,
): string => {
  const name = strings[functions.name[func]!]!
  const module = functions.module[func]!
  return rawName(name === '[unknown]' && module !== -1 ? `[${strings[module]!}]` : name)
}
