/**
 * First lines of events that -F has left without process and thread, or without time:
 *
 *     python3  7513.750500: cpu-clock:
 *     python3  3374/3374    20408163 cpu-clock:
 *
 * Looked at only when a line is no ordinary header, for almost any text looks a little like one of these.
 */
import { type PerfHeader, readEvent } from './perf-script-header.ts'

const latin = new TextDecoder('latin1')
/** longer than any comm with its numbers and an event's name */
const LONGEST = 256

const timed =
  /^\s{0,64}([^\s[(][^[(]{0,63}?)?\s{0,20}(?:\[(\d{1,5})\])?\s{0,20}(?<![^\s\]])(\d{1,20})\.(\d{1,9}):(?=\s|$)/
// spaces, no tabs: rows of tables have those
const untimed =
  /^ {0,64}([^\s][^\t]{0,63}?) {1,20}(-?\d{1,10})(?:\/(-?\d{1,10}))? {0,20}(?:\[(\d{1,5})\])?(?: {1,20}(\d{1,20}))?(?: {1,20}\S{1,128}:)? {0,40}\r?$/

/** One character a byte, so that places in it are places in the bytes. */
const textOf = (bytes: Uint8Array, start: number, end: number): string =>
  latin.decode(bytes.subarray(start, Math.min(end, start + LONGEST)))

const setComm = (header: PerfHeader, start: number, line: string, comm: string): void => {
  header.commStart = start + (comm === '' ? 0 : line.indexOf(comm))
  header.commEnd = header.commStart + comm.length
}

/** Without process and thread: pid and tid are then -1. False when it is none. */
export const readHeaderWithoutThread = (
  header: PerfHeader,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean => {
  const line = textOf(bytes, start, end)
  const match = timed.exec(line)
  if (match === null) return false
  const [all, comm = '', cpu, seconds, fraction] = match
  setComm(header, start, line, comm)
  header.threadEnd = header.commEnd
  header.pid = -1
  header.tid = -1
  header.cpu = cpu === undefined ? -1 : Number(cpu)
  header.seconds = Number(seconds)
  header.nanoseconds = Number(fraction!.padEnd(9, '0'))
  readEvent(header, bytes, start + all.length, end)
  return true
}

/** Without time: seconds are then NaN. False when it is none. */
export const readHeaderWithoutTime = (
  header: PerfHeader,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean => {
  const line = end - start > LONGEST ? '' : textOf(bytes, start, end)
  const match = untimed.exec(line)
  if (match === null) return false
  const [, comm, pid, tid, cpu] = match
  setComm(header, start, line, comm!)
  const numbers = tid === undefined ? pid! : `${pid}/${tid}`
  const threadEnd = line.indexOf(numbers, header.commEnd - start) + numbers.length
  header.threadEnd = start + threadEnd
  header.pid = Number(pid) | 0
  header.tid = Number(tid ?? pid) | 0
  header.cpu = cpu === undefined ? -1 : Number(cpu)
  header.seconds = Number.NaN
  header.nanoseconds = 0
  const at = cpu === undefined ? threadEnd : line.indexOf(']', threadEnd) + 1
  readEvent(header, bytes, start + at, end)
  return true
}

/** Of srcline: `  liborder.c:10`, `  ??:0`, `  libc.so.6[891f4]`, below the frame. */
export const isSourceLine = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start <= 4096 &&
  /^ {2}\S.*(?::(?:\d+|\?)(?: \(.*\))?|\[[\da-f]+\])$/.test(latin.decode(bytes.subarray(start, end)))
