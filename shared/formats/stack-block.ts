/**
 * The lines of a stack while they are read, as bytes: what stack they are is found out once for each different stack.
 */
import type { StackIndex } from '../units/units.ts'
import { createByteBlock } from './byte-block.ts'
import { createByteNames } from './byte-names.ts'

/** the kernel's 127 frames with long C++ names are less */
const MOST_BYTES = 1024 * 1024
const NEWLINE = 10
const encoder = new TextEncoder()

export interface StackBlock {
  readonly lines: number
  /** False when there is no room: the line is then not part of it. */
  add(bytes: Uint8Array, start: number, end: number): boolean
  addText(line: string): boolean
  clear(): void
  /** The stack of the lines, -1 for none, and begins anew. */
  take(): StackIndex
}

/** stackOf: of lines without their ends, as they came */
export const createStackBlock = (stackOf: (lines: readonly string[]) => StackIndex): StackBlock => {
  const block = createByteBlock(MOST_BYTES)
  let lines = 0
  const stacks = createByteNames((text) => stackOf(text.split('\n')))

  const add = (bytes: Uint8Array, start: number, end: number): boolean => {
    if (block.length + end - start + 1 > MOST_BYTES) return false
    block.add(bytes, start, end)
    block.addByte(NEWLINE)
    lines++
    return true
  }
  const clear = () => {
    block.clear()
    lines = 0
  }

  return {
    get lines() {
      return lines
    },
    add,
    addText(line) {
      const bytes = encoder.encode(line)
      return add(bytes, 0, bytes.length)
    },
    clear,
    take() {
      const stack = lines === 0 ? -1 : stacks(block.bytes, 0, block.length - 1)
      clear()
      return stack
    },
  }
}
