/**
 * Counters of a Firefox profile, one for each name of each stream. Those of bytes are of the category Memory and hold
 * changes, whose sum is the value; others hold the values, and their category is the event.
 */
import type { CounterStream, Profile } from '../../model/profile.ts'
import type { ByteSink } from './byte-sink.ts'
import { cellsOf, writeTable } from './json-table.ts'

/** Rows by name, in the order of their times; values that are no number cannot be written. */
const rowsByName = ({ length, name, value }: CounterStream): Map<number, number[]> => {
  const found = new Map<number, number[]>()
  for (let row = 0; row < length; row++) {
    if (!Number.isFinite(value[row])) continue
    const rows = found.get(name[row]!)
    if (rows === undefined) found.set(name[row]!, [row])
    else rows.push(row)
  }
  return found
}

export const writeFirefoxCounters = function* (
  profile: Profile,
  streams: readonly CounterStream[],
  sink: ByteSink,
): Generator<Uint8Array> {
  const cells = cellsOf(sink)
  const pid = profile.threads.pid[0] ?? 0
  let isFirst = true
  for (const stream of streams) {
    // sums of fractions would not come back exactly
    const isMemory =
      stream.unit === 'bytes' &&
      stream.value.every((value) => Number.isSafeInteger(value) || !Number.isFinite(value))
    const category = JSON.stringify(isMemory ? 'Memory' : stream.event)
    const description = JSON.stringify(`${stream.title} (${stream.unit})`)
    for (const [name, rows] of rowsByName(stream)) {
      const valueAt = (row: number): number => (row < 0 ? 0 : stream.value[rows[row]!]!)
      sink.text(isFirst ? '{"name":' : ',{"name":')
      isFirst = false
      sink.text(`${JSON.stringify(profile.strings[name] ?? '')},"category":${category}`)
      sink.text(`,"description":${description},"pid":"${pid}","mainThreadIndex":0,"samples":`)
      yield* writeTable(sink, rows.length, {
        time: cells.milliseconds((row) => stream.time[rows[row]!]!),
        count: cells.number((row) => (isMemory ? valueAt(row) - valueAt(row - 1) : valueAt(row))),
      })
      sink.text('}')
    }
  }
}
