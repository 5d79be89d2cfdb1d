/** Samples whose threads and stacks were numbers of the file, for when these are known. */
import type { StackIndex, ThreadIndex } from '../units/units.ts'
import type { SampleColumns } from './stream-columns.ts'

export const resolveSamples = (
  columns: SampleColumns,
  threadOf: (thread: number) => ThreadIndex,
  stackOf: (stack: number) => StackIndex,
): SampleColumns => ({
  ...columns,
  get length() {
    return columns.length
  },
  finish(origin) {
    const stream = columns.finish(origin)
    return {
      ...stream,
      thread: stream.thread.map((thread) => (thread === -1 ? -1 : threadOf(thread))),
      stack: stream.stack.map((stack) => (stack === -1 ? -1 : stackOf(stack))),
    }
  },
})
