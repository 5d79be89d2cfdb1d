/**
 * Keys of bpftrace's maps. Their parts are joined by ',' in JSON and ', ' in text, and nothing says where a part
 * that holds a comma ends; only stacks are sure, since they begin and end with a newline.
 */
import type { StackIndex, ThreadIndex } from '../../units/units.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { addStacks } from './stack-text.ts'

export interface MapKey {
  /** neither stacks nor empty */
  readonly scalars: readonly string[]
  /** lines of each stack, leaf first */
  readonly stacks: readonly (readonly string[])[]
}

export const splitKey = (key: string, separator: ',' | ', '): MapKey => {
  const scalars: string[] = []
  const stacks: string[][] = []
  let at = 0
  while (at < key.length) {
    if (key.charCodeAt(at) !== 10) {
      const found = key.indexOf(separator, at)
      const end = found === -1 ? key.length : found
      if (end > at) scalars.push(key.slice(at, end))
      at = end + separator.length
      continue
    }
    const frames: string[] = []
    while (key[at] === '\n' && (key[at + 1] === ' ' || key[at + 1] === '\t')) {
      const found = key.indexOf('\n', at + 1)
      const end = found === -1 ? key.length : found
      frames.push(key.slice(at + 1, end))
      at = end
    }
    stacks.push(frames)
    at += 1
    if (key.startsWith(separator, at)) at += separator.length
  }
  return { scalars, stacks }
}

/** Linux has no larger one (PID_MAX_LIMIT). */
const MOST_PID = 4_194_304

/**
 * Whose stack it is. By custom keys hold pid, tid and comm: the first numbers are taken for pid and tid, words for
 * the name. What else is in the key stays visible, in brackets behind the name.
 */
export const threadOfKey = (builder: ProfileBuilder, { scalars }: MapKey): ThreadIndex => {
  const ids: number[] = []
  const words: string[] = []
  const rest: string[] = []
  for (const scalar of scalars) {
    if (!/^-?\d+$/.test(scalar)) words.push(scalar)
    else if (ids.length < 2 && rest.length === 0 && Number(scalar) >= 0 && Number(scalar) <= MOST_PID) {
      ids.push(Number(scalar))
    } else rest.push(scalar)
  }
  const [pid = -1, tid = pid] = ids
  const name = words.join(', ')
  return builder.thread(pid, tid, rest.length === 0 ? name : `${name} [${rest.join(', ')}]`.trim())
}

export const stackOfKey = (builder: ProfileBuilder, { stacks }: MapKey): StackIndex =>
  addStacks(builder, stacks)
