/**
 * Slow calls as our own bpftrace programs print them (bpftrace-syscalls.ts says how), in the output of a program
 * that prints other things too:
 *
 *     S\t<start ns>\t<duration ns>\t<pid>\t<tid>\t<call number>\t<return value>\t<comm>
 */
import type { Stream } from '../../model/profile.ts'
import type { StackIndex } from '../../units/units.ts'
import { createHostClock } from '../host-clock.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createSliceColumns } from '../stream-columns.ts'
import { syscallName } from '../syscalls/syscall-names.ts'

export interface PrintedSlices {
  /** False when it is none. */
  line(text: string): boolean
  /** of the slice that was read last */
  setStack(stack: StackIndex): void
  finish(firstId: number): { streams: Stream[]; clockOrigin: number; duration: number }
}

type Slice = readonly [start: number, duration: number, thread: number, name: number, result: number]

export const createPrintedSlices = (builder: ProfileBuilder): PrintedSlices => {
  const clock = createHostClock()
  const columns = createSliceColumns({ id: 0, event: 'bpftrace', unit: 'ns', title: 'Latency: slow calls' })
  let architecture = ''
  let pending: Slice | null = null
  let stack = -1

  const flush = () => {
    if (pending !== null) columns.add(...pending, stack)
    pending = null
    stack = -1
  }

  return {
    line(text) {
      const slow =
        /^S\t(\d{1,20})\t(\d{1,18})\t(\d{1,9})\t(\d{1,9})\t(-?\d{1,10})\t(-?\d{1,20})\t(.{0,64})$/.exec(text)
      if (slow) {
        flush()
        const [, start, duration, pid, tid, call, result, comm] = slow
        pending = [
          clock.relative(Number(start!.slice(0, -9)), Number(start!.slice(-9))),
          Number(duration),
          builder.thread(Number(pid), Number(tid), comm!),
          builder.string(syscallName(architecture, Number(call))),
          Number(result),
        ]
        return true
      }
      const mark = /^M\t(begin|attached|end)\t\d{1,20}(?:\t\d+\t(\w+))?/.exec(text)
      architecture = mark?.[2] ?? architecture
      return mark !== null
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
