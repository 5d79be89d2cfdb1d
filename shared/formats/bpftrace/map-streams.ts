/**
 * Streams of what a bpftrace program printed of its maps: maps with stacks in their keys become samples, histograms
 * distributions, other maps samples of one frame each, their key; what has no key, averages and values below zero
 * counters.
 */
import type { Stream, Unit } from '../../model/profile.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import {
  createCounterColumns,
  createDistributionColumns,
  createSampleColumns,
  type StreamHead,
} from '../stream-columns.ts'
import { COUNT, type MapContents, TOTAL, VALUE } from './map-gatherer.ts'
import { type MapKey, splitKey, stackOfKey, threadOfKey } from './map-key.ts'
import { unitOfMap } from './map-units.ts'

/** One field of a map and how it is shown. */
interface Field {
  readonly field: number
  readonly head: StreamHead
  readonly scale: number
}

/** The key as a name: its parts, with the names of a stack's functions. */
const nameOfKey = (map: string, { scalars, stacks }: MapKey): string => {
  const parts = [...scalars, ...stacks.map((frames) => frames.map((frame) => frame.trim()).join(' < '))]
  return parts.length === 0 ? map : parts.join(', ')
}

const distributionOf = (
  builder: ProfileBuilder,
  map: MapContents,
  head: StreamHead,
  scale: number,
  belowZero: (count: number) => void,
): Stream => {
  const columns = createDistributionColumns(head)
  map.keys.forEach((key, at) => {
    const label = builder.string(nameOfKey(map.name, splitKey(key, map.separator)))
    for (const { low, high, count } of map.bucketsOf(at)) {
      if (low < 0) belowZero(count)
      else if (count > 0) columns.add(label, low * scale, high * scale, count)
    }
  })
  return columns.finish()
}

const samplesOf = (builder: ProfileBuilder, map: MapContents, { field, head, scale }: Field): Stream => {
  const columns = createSampleColumns(head)
  map.keys.forEach((key, at) => {
    const value = map.fieldOf(at, field)
    if (value === undefined) return
    const parts = splitKey(key, map.separator)
    if (parts.stacks.length > 0) {
      columns.add(0, -1, threadOfKey(builder, parts), stackOfKey(builder, parts), value * scale)
      return
    }
    const frame = builder.frame(builder.func(nameOfKey(map.name, parts), null, 'group'), 0, 0)
    columns.add(0, -1, builder.thread(-1, -1, ''), builder.stack(-1, frame), value * scale)
  })
  return columns.finish(0)
}

const countersOf = (builder: ProfileBuilder, map: MapContents, { field, head, scale }: Field): Stream => {
  const columns = createCounterColumns(head)
  map.keys.forEach((key, at) => {
    const value = map.fieldOf(at, field)
    if (value === undefined) return
    columns.add(0, builder.string(nameOfKey(map.name, splitKey(key, map.separator))), value * scale)
  })
  return columns.finish(0)
}

/**
 * ids count from firstId. belowZero: told of values that a histogram holds and no axis of latencies or sizes has.
 */
export const streamsOfMaps = (
  builder: ProfileBuilder,
  maps: readonly MapContents[],
  firstId: number,
  belowZero: (count: number) => void,
): Stream[] => {
  const streams: Stream[] = []
  for (const map of maps) {
    const { unit, scale } = unitOfMap(map.name, map.kind !== 'value')
    const headOf = (title: string, of: Unit): StreamHead => ({
      id: firstId + streams.length,
      event: map.name,
      unit: of,
      title,
    })
    if (map.kind === 'hist') {
      streams.push(distributionOf(builder, map, headOf(map.name, unit), scale, belowZero))
      continue
    }
    const mayBeWeight = map.kind !== 'average' && !(map.keys.length === 1 && map.keys[0] === '')
    const add = (field: number, title: string, of: Unit, by: number) => {
      const isWeight = mayBeWeight && map.keys.every((_, at) => (map.fieldOf(at, field) ?? 0) >= 0)
      const make = isWeight ? samplesOf : countersOf
      streams.push(make(builder, map, { field, head: headOf(title, of), scale: by }))
    }
    if (map.kind === 'value' || map.kind === 'average') add(VALUE, map.name, unit, scale)
    else {
      add(TOTAL, `${map.name}: total`, unit, scale)
      add(COUNT, `${map.name}: count`, 'count', 1)
    }
  }
  return streams
}
