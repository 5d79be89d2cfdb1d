/** `stackFrames` of a trace: a dictionary of frames with their parents, which may come after what refers to them. */
import type { StackIndex } from '../../units/units.ts'
import { type JsonValue, member, scalarText } from '../json/json-value.ts'
import type { ProfileBuilder } from '../profile-builder.ts'

export interface StackFrames {
  /** A number for the stack whose innermost frame has that id. */
  refer(id: string): number
  define(id: string, frame: JsonValue): void
  /** -1 for an id that has no frame. */
  resolve(builder: ProfileBuilder): (reference: number) => StackIndex
}

interface Frame {
  name: string | undefined
  category: string | null
  parent: number
}

export const createStackFrames = (): StackFrames => {
  const frames: Frame[] = []
  const byId = new Map<string, number>()

  const refer = (id: string): number => {
    const known = byId.get(id)
    if (known !== undefined) return known
    byId.set(id, frames.length)
    return frames.push({ name: undefined, category: null, parent: -1 }) - 1
  }

  return {
    refer,
    define(id, value) {
      const frame = frames[refer(id)]!
      frame.name = scalarText(member(value, 'name')) ?? '[unknown]'
      frame.category = scalarText(member(value, 'category')) || null
      const parent = scalarText(member(value, 'parent'))
      frame.parent = parent === undefined ? -1 : refer(parent)
    },
    resolve(builder) {
      const stacks = new Int32Array(frames.length).fill(-1)
      const isDone = new Uint8Array(frames.length)
      const path: number[] = []
      return (reference) => {
        path.length = 0
        let at = reference
        // marked on the way, so that frames which are each other's parents end
        while (at !== -1 && isDone[at] === 0) {
          isDone[at] = 1
          path.push(at)
          at = frames[at]!.parent
        }
        let stack = at === -1 ? -1 : stacks[at]!
        for (let row = path.pop(); row !== undefined; row = path.pop()) {
          const { name, category } = frames[row]!
          if (name !== undefined) {
            stack = builder.stack(stack, builder.frame(builder.func(name, category, 'unknown'), 0, 0))
          }
          stacks[row] = stack
        }
        return stacks[reference]!
      }
    },
  }
}
