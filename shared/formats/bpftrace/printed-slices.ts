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

/** bytes */
const LONGEST_COMM = 64

export interface PrintedSlices {
  /** False when it is none. */
  line(text: string): boolean
  /** The same of bytes, for `take`. False also for what is to be read as text: nothing has happened. */
  quick(bytes: Uint8Array, start: number, end: number): boolean
  /** Takes the slice that `quick` has read. */
  take(bytes: Uint8Array, end: number): void
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
    quick: (bytes, start, end) =>
      readSlowCall(call, bytes, start, end) && end - call.commStart <= LONGEST_COMM,
    take(bytes, end) {
      flush()
      slice.start = clock.relative(call.seconds, call.nanoseconds)
      slice.duration = call.duration
      slice.thread = builder.thread(call.pid, call.tid, commOf(bytes, call.commStart, end))
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
      stream.start.forEach((start, i) => {
        duration = Math.max(duration, start + stream.duration[i]!)
      })
      return { streams: [stream], clockOrigin: clock.absolute(origin), duration }
    },
  }
}
