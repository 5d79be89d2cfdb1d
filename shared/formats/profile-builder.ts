/** Gathers the tables of a profile (shared/model/profile.ts) while a parser reads. */
import type { FrameKind, Loss, Profile, Stream } from '../model/profile.ts'
import { kindCode } from '../model/profile.ts'
import type {
  FrameIndex,
  FunctionIndex,
  Nanoseconds,
  Pid,
  StackIndex,
  StringIndex,
  ThreadIndex,
} from '../units/units.ts'
import type { LiveCursor, LiveParts, LivePiece } from './live-piece.ts'
import { createRowIndex } from './row-index.ts'
import { createStackIndex } from './stack-index.ts'

export interface ProfileBuilder {
  string(text: string): StringIndex
  /** of an index that `string` gave */
  stringAt(index: StringIndex): string
  /** module null: the format names none */
  func(name: string, module: string | null, kind: FrameKind): FunctionIndex
  /** the address in two halves of 32 bits */
  frame(func: FunctionIndex, addressHigh: number, addressLow: number): FrameIndex
  /** parent -1 for a root */
  stack(parent: StackIndex, frame: FrameIndex): StackIndex
  thread(pid: Pid, tid: Pid, name: string): ThreadIndex
  build(parts: {
    streams: readonly Stream[]
    losses: readonly Loss[]
    clockOrigin: Nanoseconds
    duration: Nanoseconds
  }): Profile
  /** The rows of the tables behind the cursor. */
  since(cursor: LiveCursor, parts: LiveParts): LivePiece
}

export const createProfileBuilder = (): ProfileBuilder => {
  const strings: string[] = []
  const stringIndex = new Map<string, number>()
  const functions = createRowIndex()
  const frames = createRowIndex()
  const stacks = createStackIndex()
  const threads = createRowIndex()

  const intern = (text: string): number => {
    const known = stringIndex.get(text)
    if (known !== undefined) return known
    const index = strings.length
    strings.push(text)
    stringIndex.set(text, index)
    return index
  }

  const addresses = (from = 0): BigUint64Array => {
    const high = frames.column(1, from)
    const low = frames.column(2, from)
    const joined = new BigUint64Array(high.length)
    for (let i = 0; i < joined.length; i++) {
      joined[i] = (BigInt(high[i]! >>> 0) << 32n) | BigInt(low[i]! >>> 0)
    }
    return joined
  }

  return {
    string: intern,
    stringAt: (index) => strings[index]!,
    func: (name, module, kind) =>
      functions.indexOf(intern(name), module === null ? -1 : intern(module), kindCode[kind]),
    frame: (func, addressHigh, addressLow) => frames.indexOf(func, addressHigh, addressLow),
    // a new row comes after its parent's, so parent < child holds
    stack: (parent, frame) => stacks.indexOf(parent, frame),
    thread: (pid, tid, name) => threads.indexOf(pid, tid, intern(name)),
    build: ({ streams, losses, clockOrigin, duration }) => ({
      strings,
      functions: {
        length: functions.length,
        name: functions.column(0),
        module: functions.column(1),
        kind: Uint8Array.from(functions.column(2)),
      },
      frames: { length: frames.length, func: frames.column(0), address: addresses() },
      stacks: { length: stacks.length, parent: stacks.parents(), frame: stacks.frames() },
      threads: {
        length: threads.length,
        pid: threads.column(0),
        tid: threads.column(1),
        name: threads.column(2),
      },
      streams,
      losses,
      clockOrigin,
      duration,
    }),
    since: (cursor, parts) => ({
      ...parts,
      strings: strings.slice(cursor.strings),
      functions: {
        name: functions.column(0, cursor.functions),
        module: functions.column(1, cursor.functions),
        kind: Uint8Array.from(functions.column(2, cursor.functions)),
      },
      frames: { func: frames.column(0, cursor.frames), address: addresses(cursor.frames) },
      stacks: { parent: stacks.parents(cursor.stacks), frame: stacks.frames(cursor.stacks) },
      threads: {
        pid: threads.column(0, cursor.threads),
        tid: threads.column(1, cursor.threads),
        name: threads.column(2, cursor.threads),
      },
    }),
  }
}
