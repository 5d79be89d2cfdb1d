/** What holds for every profile, whatever it was read from. */
import type { Profile, Stream } from '../../model/profile.ts'

type Numbers = Int32Array | Uint8Array | Float64Array

const claim = (holds: boolean, what: string, at: number, value: number | undefined) => {
  if (!holds) throw new Error(`${what} holds ${value} in row ${at}`)
}

/** Each value is an index into a table of `length` rows, or -1 where `orNone`. */
const checkIndices = (what: string, values: Int32Array, length: number, orNone: boolean) => {
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    claim(value < length && value >= (orNone ? -1 : 0), what, at, value)
  }
}

const checkTimes = (what: string, values: Float64Array) => {
  let before = 0
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    claim(Number.isInteger(value) && value >= before, what, at, value)
    before = value
  }
}

const checkLengths = (what: string, length: number, columns: readonly Numbers[]) => {
  for (const column of columns)
    claim(column.length === length, `${what}: a column's length`, 0, column.length)
}

const lastOf = (values: Float64Array): number => values[values.length - 1] ?? 0

/** Returns when its last event ends. */
const checkStream = (profile: Profile, stream: Stream): number => {
  const what = `stream ${stream.id}`
  const { strings, stacks, threads } = profile
  if (stream.kind === 'samples') {
    const { time, cpu, thread, stack, weight } = stream
    checkLengths(what, stream.length, [time, cpu, thread, stack, weight])
    checkTimes(`${what} time`, time)
    checkIndices(`${what} thread`, thread, threads.length, true)
    checkIndices(`${what} stack`, stack, stacks.length, true)
    weight.forEach((value, at) => {
      claim(Number.isFinite(value), `${what} weight`, at, value)
    })
    return lastOf(time)
  }
  if (stream.kind === 'slices') {
    const { start, duration, thread, name, stack, result } = stream
    checkLengths(what, stream.length, [start, duration, thread, name, stack, result])
    checkTimes(`${what} start`, start)
    checkIndices(`${what} thread`, thread, threads.length, true)
    checkIndices(`${what} name`, name, strings.length, false)
    checkIndices(`${what} stack`, stack, stacks.length, true)
    let end = 0
    duration.forEach((value, at) => {
      claim(Number.isFinite(value) && value >= 0, `${what} duration`, at, value)
      end = Math.max(end, start[at]! + value)
    })
    return end
  }
  if (stream.kind === 'distribution') {
    const { name, low, high, count } = stream
    checkLengths(what, stream.length, [name, low, high, count])
    checkIndices(`${what} name`, name, strings.length, false)
    count.forEach((value, at) => {
      claim(value >= 0 && value < Number.POSITIVE_INFINITY, `${what} count`, at, value)
      claim(low[at]! < high[at]!, `${what} bounds`, at, low[at])
    })
    return 0
  }
  checkLengths(what, stream.length, [stream.time, stream.value, stream.name])
  checkTimes(`${what} time`, stream.time)
  checkIndices(`${what} name`, stream.name, strings.length, false)
  return lastOf(stream.time)
}

/** Throws, naming column and row, when the profile breaks a rule of shared/model/profile.ts. */
export const checkProfile = (profile: Profile): void => {
  const { strings, functions, frames, stacks, threads, streams } = profile
  checkLengths('functions', functions.length, [functions.name, functions.module, functions.kind])
  checkIndices('functions.name', functions.name, strings.length, false)
  checkIndices('functions.module', functions.module, strings.length, true)
  checkIndices('frames.func', frames.func, functions.length, false)
  claim(frames.address.length === frames.length, 'frames.address length', 0, frames.address.length)
  checkIndices('stacks.frame', stacks.frame, frames.length, false)
  stacks.parent.forEach((parent, stack) => {
    claim(parent < stack && parent >= -1, 'stacks.parent', stack, parent)
  })
  checkIndices('threads.name', threads.name, strings.length, false)
  const ids = new Set(streams.map(({ id }) => id))
  claim(ids.size === streams.length, 'streams: ids', 0, ids.size)
  let end = 0
  for (const stream of streams) end = Math.max(end, checkStream(profile, stream))
  claim(Number.isFinite(profile.duration) && profile.duration >= end, 'duration', 0, profile.duration)
  claim(Number.isFinite(profile.clockOrigin), 'clockOrigin', 0, profile.clockOrigin)
  for (const { count, detail } of profile.losses) claim(count > 0 && detail !== '', 'losses', 0, count)
}
