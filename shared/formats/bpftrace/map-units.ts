/** bpftrace does not say what its numbers count; names of maps do, by custom: @usecs, @lat_ns, @bytes. */
import type { Unit } from '../../model/profile.ts'

/**
 * scale: units of `unit` in one of the map's.
 * isSpread: the map is a histogram or stats; else @us may as well count user stacks.
 */
export const unitOfMap = (name: string, isSpread: boolean): { unit: Unit; scale: number } => {
  const [, before, word] = /^(.*?)(ns|nsecs?|us|usecs?|ms|msecs?|secs?|bytes?)$/i.exec(name) ?? []
  const isWord = before === '@' || before?.endsWith('_')
  if (word === undefined || !isWord || (!isSpread && before === '@' && word.length === 2)) {
    return { unit: 'count', scale: 1 }
  }
  const first = word[0]!.toLowerCase()
  if (first === 'b') return { unit: 'bytes', scale: 1 }
  return { unit: 'ns', scale: first === 'n' ? 1 : first === 'u' ? 1e3 : first === 'm' ? 1e6 : 1e9 }
}
