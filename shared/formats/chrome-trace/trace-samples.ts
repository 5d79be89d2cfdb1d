/** `samples` of a trace: a stream for each event name, with stacks out of `stackFrames`. */
import type { EventColumns } from '../assemble-streams.ts'
import type { EventClock } from '../json/event-clock.ts'
import { integerOf, type JsonValue, member, numberOf, scalarText, textOf } from '../json/json-value.ts'
import { titleOfEvent, unitOfEvent } from '../perf-event.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import { resolveSamples } from '../resolved-columns.ts'
import { createSampleColumns, type SampleColumns } from '../stream-columns.ts'
import type { StackFrames } from './stack-frames.ts'
import type { TraceThreads } from './trace-threads.ts'

export const createTraceSamples = (clock: EventClock, threads: TraceThreads, frames: StackFrames) => {
  const byEvent = new Map<string, SampleColumns>()

  const columnsOf = (event: string, hasWeight: boolean): SampleColumns => {
    // weights with and without a weight are unlike, and never added up
    const key = `${hasWeight} ${event}`
    const known = byEvent.get(key)
    if (known) return known
    const unit = unitOfEvent(event, hasWeight)
    const added = createSampleColumns({ id: 0, event, unit, title: titleOfEvent(event, unit) })
    byEvent.set(key, added)
    return added
  }

  return {
    /** False for one without a time. */
    add(value: JsonValue): boolean {
      const time = clock.relative(member(value, 'ts'))
      if (Number.isNaN(time)) return false
      const weight = numberOf(member(value, 'weight'))
      const sf = scalarText(member(value, 'sf'))
      columnsOf(textOf(member(value, 'name')) || 'samples', weight !== undefined).add(
        time,
        integerOf(member(value, 'cpu')) ?? -1,
        threads.ofTid(member(value, 'tid')),
        sf === undefined ? -1 : frames.refer(sf),
        weight ?? 1,
      )
      return true
    },
    finish(builder: ProfileBuilder, threadOf: (thread: number) => number): readonly EventColumns[] {
      const stackOf = frames.resolve(builder)
      return [...byEvent.values()].map((columns) => resolveSamples(columns, threadOf, stackOf))
    },
  }
}
