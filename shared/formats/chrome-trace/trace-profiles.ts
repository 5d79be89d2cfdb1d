/** CPU profiles of V8 within a trace: a Profile event that begins one, ProfileChunk events that hold its parts. */
import type { Nanoseconds } from '../../units/units.ts'
import type { EventClock } from '../json/event-clock.ts'
import { type JsonValue, member, scalarText, textOf } from '../json/json-value.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import type { SampleColumns } from '../stream-columns.ts'
import { createV8Profile, type V8Profile } from '../v8-profile.ts'
import type { TraceEvent } from './trace-events.ts'

interface TraceProfile {
  readonly profile: V8Profile
  readonly thread: number
  start: Nanoseconds
}

const listOf = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])

export const createTraceProfiles = (clock: EventClock) => {
  const profiles = new Map<string, TraceProfile>()

  return {
    /** False when the event is no part of a profile. */
    add(event: Pick<TraceEvent, 'name' | 'args' | 'pid' | 'id' | 'ts'>, thread: number): boolean {
      const name = textOf(event.name)
      if (name !== 'Profile' && name !== 'ProfileChunk') return false
      const data = member(event.args, 'data')
      const key = `${scalarText(event.pid)} ${scalarText(event.id)}`
      let known = profiles.get(key)
      if (known === undefined) {
        known = { profile: createV8Profile(), thread, start: Number.NaN }
        profiles.set(key, known)
      }
      const start = clock.relative(member(data, 'startTime'))
      // the first chunk is written long after its first sample
      if (!Number.isNaN(start)) known.start = start
      else if (Number.isNaN(known.start)) known.start = clock.relative(event.ts)
      const part = member(data, 'cpuProfile')
      for (const node of listOf(member(part, 'nodes'))) known.profile.addNode(node)
      for (const sample of listOf(member(part, 'samples'))) known.profile.addSample(sample)
      for (const delta of listOf(member(data, 'timeDeltas'))) known.profile.addDelta(delta)
      return true
    },
    /** Returns how many samples have no time. */
    finish(into: {
      readonly builder: ProfileBuilder
      readonly samples: SampleColumns
      readonly untimed: SampleColumns
      readonly threadOf: (thread: number) => number
    }): number {
      let untimed = 0
      for (const { profile, thread, start } of profiles.values()) {
        untimed += profile.finish({
          ...into,
          thread: into.threadOf(thread),
          start: Number.isNaN(start) ? 0 : start,
          end: Number.NaN,
        })
      }
      return untimed
    },
  }
}
