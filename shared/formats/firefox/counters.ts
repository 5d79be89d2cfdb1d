/**
 * Counters of a processed profile. Those of memory hold changes in bytes, whose sum is the value. In our own exports
 * the category of the others is their event.
 */
import type { EventColumns } from '../assemble-streams.ts'
import { float64Column } from '../growable-columns.ts'
import type { JsonVisit } from '../json/json-reader.ts'
import { numberOf, scalarText, textOf } from '../json/json-value.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { createCounterColumns } from '../stream-columns.ts'

const MILLISECOND = 1e6

const createCounter = () => ({
  name: '',
  category: '',
  pid: '',
  times: float64Column(),
  deltas: float64Column(),
  counts: float64Column(),
})

export const createCounters = () => {
  const counters: ReturnType<typeof createCounter>[] = []
  const last = () => counters[counters.length - 1]!

  const samplesAt = (at: string): Readonly<Record<string, JsonVisit>> => ({
    [`${at}/time/#`]: { value: (value) => last().times.push(numberOf(value) ?? Number.NaN) },
    [`${at}/timeDeltas/#`]: { value: (value) => last().deltas.push(numberOf(value) ?? Number.NaN) },
    [`${at}/count/#`]: { value: (value) => last().counts.push(numberOf(value) ?? Number.NaN) },
  })

  return {
    visits: {
      'counters/#': { start: () => counters.push(createCounter()) },
      'counters/#/name': {
        value(value) {
          last().name = textOf(value) ?? ''
        },
      },
      'counters/#/category': {
        value(value) {
          last().category = textOf(value) ?? ''
        },
      },
      'counters/#/pid': {
        value(value) {
          last().pid = scalarText(value) ?? ''
        },
      },
      ...samplesAt('counters/#/samples'),
      // before version 43
      ...samplesAt('counters/#/sampleGroups/#/samples'),
    } satisfies Readonly<Record<string, JsonVisit>>,

    columns(
      builder: ProfileBuilder,
      leaveOut: (what: string) => void,
      isOurs: boolean,
    ): readonly EventColumns[] {
      const memory = createCounterColumns({ id: 0, event: 'memory', unit: 'bytes', title: 'memory' })
      const others = new Map<string, ReturnType<typeof createCounterColumns>>()
      const columnsOf = (category: string) => {
        const event = isOurs ? category : 'counters'
        const known = others.get(event) ?? createCounterColumns({ id: 0, event, unit: 'count', title: event })
        others.set(event, known)
        return known
      }
      for (const { name, category, pid, times, deltas, counts } of counters) {
        const isMemory = category === 'Memory'
        const label = builder.string(isOurs || pid === '' ? name : `${name} (${pid})`)
        let passed = 0
        let sum = 0
        for (let row = 0; row < counts.length; row++) {
          if (times.length === 0) passed += row < deltas.length ? deltas.get(row) : Number.NaN
          else passed = row < times.length ? times.get(row) : Number.NaN
          sum += counts.get(row)
          const time = Math.round(passed * MILLISECOND)
          const value = isMemory ? sum : counts.get(row)
          if (!Number.isFinite(value) || !(Math.abs(time) < 2 ** 63))
            leaveOut('counter values without a time or a value')
          else (isMemory ? memory : columnsOf(category)).add(time, label, value)
        }
      }
      return [memory, ...others.values()]
    },
  }
}
