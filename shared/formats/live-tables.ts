/** The tables of a profile that is still coming: rows are added at their ends. */
import type { Profile } from '../model/profile.ts'
import type { LiveCursor, LivePiece } from './live-piece.ts'

type Tables = Pick<LivePiece, 'functions' | 'frames' | 'stacks' | 'threads'>

export interface TableColumns {
  append(tables: Tables): void
  lengths(): Pick<LiveCursor, 'functions' | 'frames' | 'stacks' | 'threads'>
  /** Views on what there is: good until the next change. */
  finish(): Pick<Profile, 'functions' | 'frames' | 'stacks' | 'threads'>
}

interface Growing<A> {
  append(values: A): void
  view(): A
}

const growing = <A extends Int32Array | Uint8Array | BigUint64Array>(
  allocate: (length: number) => A,
  copy: (from: A, to: A, at: number) => void,
  part: (of: A, length: number) => A,
): Growing<A> => {
  let held = allocate(256)
  let length = 0
  return {
    append(values) {
      const wanted = length + values.length
      if (wanted > held.length) {
        const larger = allocate(Math.max(wanted, held.length * 2))
        copy(held, larger, 0)
        held = larger
      }
      copy(values, held, length)
      length = wanted
    },
    view: () => part(held, length),
  }
}

const integers = () =>
  growing<Int32Array>(
    (length) => new Int32Array(length),
    (from, to, at) => to.set(from, at),
    (of, length) => of.subarray(0, length),
  )
const bytes = () =>
  growing<Uint8Array>(
    (length) => new Uint8Array(length),
    (from, to, at) => to.set(from, at),
    (of, length) => of.subarray(0, length),
  )
const words = () =>
  growing<BigUint64Array>(
    (length) => new BigUint64Array(length),
    (from, to, at) => to.set(from, at),
    (of, length) => of.subarray(0, length),
  )

export const createTableColumns = (): TableColumns => {
  const functions = { name: integers(), module: integers(), kind: bytes() }
  const frames = { func: integers(), address: words() }
  const stacks = { parent: integers(), frame: integers() }
  const threads = { pid: integers(), tid: integers(), name: integers() }
  const finish: TableColumns['finish'] = () => {
    const kind = functions.kind.view()
    const func = frames.func.view()
    const parent = stacks.parent.view()
    const pid = threads.pid.view()
    return {
      functions: {
        length: kind.length,
        name: functions.name.view(),
        module: functions.module.view(),
        kind,
      },
      frames: { length: func.length, func, address: frames.address.view() },
      stacks: { length: parent.length, parent, frame: stacks.frame.view() },
      threads: { length: pid.length, pid, tid: threads.tid.view(), name: threads.name.view() },
    }
  }
  return {
    append(added) {
      functions.name.append(added.functions.name)
      functions.module.append(added.functions.module)
      functions.kind.append(added.functions.kind)
      frames.func.append(added.frames.func)
      frames.address.append(added.frames.address)
      stacks.parent.append(added.stacks.parent)
      stacks.frame.append(added.stacks.frame)
      threads.pid.append(added.threads.pid)
      threads.tid.append(added.threads.tid)
      threads.name.append(added.threads.name)
    },
    lengths() {
      const tables = finish()
      return {
        functions: tables.functions.length,
        frames: tables.frames.length,
        stacks: tables.stacks.length,
        threads: tables.threads.length,
      }
    },
    finish,
  }
}
