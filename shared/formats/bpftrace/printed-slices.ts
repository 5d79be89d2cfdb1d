/**
 * Slow calls as our own bpftrace programs print them (bpftrace-syscalls.ts says how), in the output of a program
 * that prints other things too:
 *
 *     S\t<start ns>\t<duration ns>\t<pid>\t<tid>\t<call number>\t<return value>\t<comm>
 */
import type { Stream } from '../../model/profile.ts'
import type { StackIndex } from '../../units/units.ts'
import { createByteNames } from '../byte-names.ts'
import { createHostClock } from '../host-clock.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { emptySlowCall, readSlowCall } from '../slow-call.ts'
import { createSliceColumns } from '../stream-columns.ts'
import { syscallName } from '../syscalls/syscall-names.ts'
import { createThreadCache } from '../thread-cache.ts'

const NEWLINE = 10
const RETURN = 13
/** bytes */
const LONGEST_COMM = 64

export interface PrintedSlices {
  /** False when it is none. */
  line(text: string): boolean
  /**
   * Reads the slice that begins at `start` from its bytes, for `take`, and gives where its newline is. -1 when it is none,
   * or is to be read as text: nothing has happened. There must be a newline somewhere behind `start`.
   */
  read(bytes: Uint8Array, start: number): number
  /** Takes the slice that `read` has read. */
  take(): void
  /** of the slice that was read last */
  setStack(stack: StackIndex): void
  finish(firstId: number): { streams: Stream[]; clockOrigin: number; duration: number }
}

interface Slice {
  start: number
  duration: number
  thread: number
  name: number
  result: number
}

export const createPrintedSlices = (builder: ProfileBuilder): PrintedSlices => {
  const clock = createHostClock()
  const columns = createSliceColumns({ id: 0, event: 'bpftrace', unit: 'ns', title: 'Latency: slow calls' })
  let architecture = ''
  const slice: Slice = { start: 0, duration: 0, thread: -1, name: -1, result: 0 }
  let isPending = false
  let stack = -1
  const call = emptySlowCall()
  let comm = ''
  const threadOf = createThreadCache(builder)
  const commOf = createByteNames((text) => text)
  /** by number, of the architecture that is known */
  const names = new Map<number, number>()

  const flush = () => {
    if (isPending) columns.add(slice.start, slice.duration, slice.thread, slice.name, slice.result, stack)
    isPending = false
    stack = -1
  }

  const nameOf = (number: number): number => {
    let name = names.get(number)
    if (name === undefined) {
      name = builder.string(syscallName(architecture, number))
      names.set(number, name)
    }
    return name
  }

  return {
    line(text) {
      const slow =
        /^S\t(\d{1,20})\t(\d{1,18})\t(\d{1,9})\t(\d{1,9})\t(-?\d{1,10})\t(-?\d{1,20})\t(.{0,64})$/s.exec(text)
      if (slow) {
        flush()
        const [, start, duration, pid, tid, number, result, comm] = slow
        slice.start = clock.relative(Number(start!.slice(0, -9)), Number(start!.slice(-9)))
        slice.duration = Number(duration)
        slice.thread = builder.thread(Number(pid), Number(tid), comm!)
        slice.name = nameOf(Number(number))
        slice.result = Number(result)
        isPending = true
        return true
      }
      const mark = /^M\t(begin|attached|end)\t\d{1,20}(?:\t\d+\t(\w+))?/.exec(text)
      if (mark?.[2] !== undefined) {
        architecture = mark[2]
        names.clear()
      }
      return mark !== null
    },
    read(bytes, start) {
      if (!readSlowCall(call, bytes, start, false)) return -1
      let end = call.commStart
      while (bytes[end] !== NEWLINE) end++
      const commEnd = end > call.commStart && bytes[end - 1] === RETURN ? end - 1 : end
      if (commEnd - call.commStart > LONGEST_COMM) return -1
      comm = commOf(bytes, call.commStart, commEnd)
      return end
    },
    take() {
      flush()
      slice.start = clock.relative(call.seconds, call.nanoseconds)
      slice.duration = call.duration
      slice.thread = threadOf(call.pid, call.tid, comm)
      slice.name = nameOf(call.call)
      slice.result = call.result
      isPending = true
    },
    setStack(index) {
      stack = index
    },
    finish(firstId) {
      flush()
      if (columns.length === 0) return { streams: [], clockOrigin: 0, duration: 0 }
      const origin = columns.firstStart()
      const stream = { ...columns.finish(origin), id: firstId }
      let duration = 0
      const { start, duration: own } = stream
      for (let row = 0; row < start.length; row++) duration = Math.max(duration, start[row]! + own[row]!)
      return { streams: [stream], clockOrigin: clock.absolute(origin), duration }
    },
  }
}
