/** The call chain of one sample, on its way to a stack. Recursion deep down repeats from sample to sample. */
import type { FrameIndex, StackIndex } from '../units/units.ts'
import type { ProfileBuilder } from './profile-builder.ts'

export interface CallChain {
  readonly length: number
  clear(): void
  /** leaf first */
  push(frame: FrameIndex): void
  /** Its stack; -1 when it is empty. */
  toStack(): StackIndex
}

const grown = (column: Int32Array): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(column.length * 2)
  to.set(column)
  return to
}

export const createCallChain = (builder: Pick<ProfileBuilder, 'stack'>): CallChain => {
  let frames = new Int32Array(256)
  /** frames and stacks of the chain before, root first: most chains begin as the one before did */
  let lastFrames = new Int32Array(256)
  let lastStacks = new Int32Array(256)
  let lastLength = 0
  // length is no getter: see the byte index
  const chain: CallChain & { length: number } = {
    length: 0,
    clear() {
      chain.length = 0
    },
    push(frame) {
      if (chain.length === frames.length) frames = grown(frames)
      frames[chain.length++] = frame
    },
    toStack() {
      const { length } = chain
      while (lastFrames.length < length) {
        lastFrames = grown(lastFrames)
        lastStacks = grown(lastStacks)
      }
      let depth = 0
      const shared = Math.min(length, lastLength)
      while (depth < shared && lastFrames[depth] === frames[length - 1 - depth]) depth++
      let stack = depth === 0 ? -1 : lastStacks[depth - 1]!
      for (; depth < length; depth++) {
        const frame = frames[length - 1 - depth]!
        stack = builder.stack(stack, frame)
        lastFrames[depth] = frame
        lastStacks[depth] = stack
      }
      lastLength = length
      return stack
    },
  }
  return chain
}
