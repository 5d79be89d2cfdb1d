/**
 * Gathers what a bpftrace program printed of its maps, and makes streams of them at the end: maps with stacks in
 * their keys become samples, histograms distributions, other maps samples of one frame each, their key; what has no
 * key, or values below zero, counters.
 *
 * A map may be printed many times. When a print holds no less than the one before, in every key, the map was not
 * cleared in between and the later print stands for both; else the two add up.
 */
import type { Stream } from '../../model/profile.ts'
import { type Bucket, openOverflow } from '../bpftrace-output.ts'
import type { ProfileBuilder } from '../profile-builder.ts'
import {
  createCounterColumns,
  createDistributionColumns,
  createSampleColumns,
  type StreamHead,
} from '../stream-columns.ts'
import { type MapKey, splitKey, stackOfKey, threadOfKey } from './map-key.ts'
import { unitOfMap } from './map-units.ts'

/** low and high of a bucket joined, its count; or '' and a map's only value; or 'count' and 'total' of stats */
type Values = Map<string, number>

interface Print {
  /** by key as it is printed, '' for a map without */
  readonly entries: Map<string, Values>
}

interface GatheredMap {
  kind: 'value' | 'stats' | 'hist'
  separator: ',' | ', '
  /** sums of the prints before `last` that were cleared */
  readonly before: Map<string, Values>
  last: Print
}

export interface MapGatherer {
  /** A map is printed from its first entry on: those before were another print. */
  startPrint(map: string): void
  value(map: string, key: string, separator: ',' | ', ', value: number): void
  stats(map: string, key: string, separator: ',' | ', ', count: number, total: number): void
  buckets(map: string, key: string, separator: ',' | ', ', buckets: readonly Bucket[]): void
  /** Whether the print of the map that goes on has this key. */
  has(map: string, key: string): boolean
  readonly isEmpty: boolean
  /** ids count from firstId */
  finish(firstId: number): Stream[]
}

const addTo = (sums: Map<string, Values>, entries: ReadonlyMap<string, Values>) => {
  for (const [key, values] of entries) {
    const sum = sums.get(key) ?? new Map<string, number>()
    for (const [field, value] of values) sum.set(field, (sum.get(field) ?? 0) + value)
    sums.set(key, sum)
  }
}

/** Whether the map of the earlier print can have grown to the later one. */
const isGrown = (earlier: Print, later: Print): boolean => {
  for (const [key, values] of earlier.entries) {
    const now = later.entries.get(key)
    if (now === undefined) return false
    for (const [field, value] of values) if (!((now.get(field) ?? 0) >= value)) return false
  }
  return true
}

/** belowZero: told of values that a histogram holds and no axis of latencies or sizes has */
export const createMapGatherer = (
  builder: ProfileBuilder,
  belowZero: (count: number) => void,
): MapGatherer => {
  const maps = new Map<string, GatheredMap>()
  /** of maps that are being printed anew: what was printed before */
  const earlier = new Map<string, Print>()

  const settle = (name: string, map: GatheredMap) => {
    const previous = earlier.get(name)
    if (previous !== undefined && !isGrown(previous, map.last)) addTo(map.before, previous.entries)
    earlier.delete(name)
  }

  const add = (
    name: string,
    kind: GatheredMap['kind'],
    key: string,
    separator: ',' | ', ',
    values: Values,
  ) => {
    let map = maps.get(name)
    if (map === undefined) {
      map = { kind, separator, before: new Map(), last: { entries: new Map() } }
      maps.set(name, map)
    }
    map.kind = kind
    map.separator = separator
    // stacks that differ in addresses only are printed alike
    const known = map.last.entries.get(key)
    if (known === undefined) map.last.entries.set(key, values)
    else for (const [field, value] of values) known.set(field, (known.get(field) ?? 0) + value)
  }

  const sumOf = (map: GatheredMap): Map<string, Values> => {
    addTo(map.before, map.last.entries)
    return map.before
  }

  /** The key as a name: its parts, with the names of a stack's functions. */
  const nameOfKey = (map: string, { scalars, stacks }: MapKey): string => {
    const parts = [...scalars, ...stacks.map((frames) => frames.map((frame) => frame.trim()).join(' < '))]
    return parts.length === 0 ? map : parts.join(', ')
  }

  const distribution = (head: StreamHead, name: string, map: GatheredMap, scale: number): Stream => {
    const columns = createDistributionColumns(head)
    for (const [key, buckets] of sumOf(map)) {
      const label = builder.string(nameOfKey(name, splitKey(key, map.separator)))
      const sorted = [...buckets]
        .map(([bounds, count]) => ({ bounds: bounds.split(' ').map(Number), count }))
        .sort((a, b) => a.bounds[0]! - b.bounds[0]!)
      for (const { bounds, count } of sorted) {
        if (bounds[0]! < 0) belowZero(count)
        else if (count > 0) columns.add(label, bounds[0]! * scale, bounds[1]! * scale, count)
      }
    }
    return columns.finish()
  }

  const samples = (
    head: StreamHead,
    entries: ReadonlyMap<string, Values>,
    map: GatheredMap,
    field: string,
    scale: number,
  ): Stream => {
    const columns = createSampleColumns(head)
    for (const [key, values] of entries) {
      const parts = splitKey(key, map.separator)
      const weight = values.get(field)! * scale
      if (parts.stacks.length > 0) {
        columns.add(0, -1, threadOfKey(builder, parts), stackOfKey(builder, parts), weight)
        continue
      }
      const frame = builder.frame(builder.func(nameOfKey(head.event, parts), null, 'group'), 0, 0)
      columns.add(0, -1, builder.thread(-1, -1, ''), builder.stack(-1, frame), weight)
    }
    return columns.finish(0)
  }

  const counters = (
    head: StreamHead,
    entries: ReadonlyMap<string, Values>,
    map: GatheredMap,
    field: string,
    scale: number,
  ): Stream => {
    const columns = createCounterColumns(head)
    for (const [key, values] of entries) {
      const name = builder.string(nameOfKey(head.event, splitKey(key, map.separator)))
      columns.add(0, name, values.get(field)! * scale)
    }
    return columns.finish(0)
  }

  return {
    startPrint(name) {
      const map = maps.get(name)
      if (map === undefined) return
      settle(name, map)
      earlier.set(name, map.last)
      map.last = { entries: new Map() }
    },
    value: (map, key, separator, value) => add(map, 'value', key, separator, new Map([['', value]])),
    stats(map, key, separator, count, total) {
      const values = new Map([
        ['count', count],
        ['total', total],
      ])
      add(map, 'stats', key, separator, values)
    },
    buckets(map, key, separator, buckets) {
      const values = new Map(openOverflow(buckets).map(({ low, high, count }) => [`${low} ${high}`, count]))
      add(map, 'hist', key, separator, values)
    },
    has: (map, key) => maps.get(map)?.last.entries.has(key) ?? false,
    get isEmpty() {
      return maps.size === 0
    },
    finish(firstId) {
      const streams: Stream[] = []
      for (const [name, map] of maps) {
        settle(name, map)
        const { unit, scale } = unitOfMap(name, map.kind !== 'value')
        const head = (title: string, of = unit): StreamHead => ({
          id: firstId + streams.length,
          event: name,
          unit: of,
          title,
        })
        if (map.kind === 'hist') {
          streams.push(distribution(head(name), name, map, scale))
          continue
        }
        const entries = sumOf(map)
        const fields: readonly (readonly [string, StreamHead['unit'], number])[] =
          map.kind === 'value'
            ? [['', unit, scale]]
            : [
                ['total', unit, scale],
                ['count', 'count', 1],
              ]
        for (const [field, of, by] of fields) {
          const isKeyed = !(entries.size === 1 && entries.has(''))
          const isWeight = isKeyed && [...entries.values()].every((values) => values.get(field)! >= 0)
          const title = field === '' ? name : `${name}: ${field}`
          streams.push((isWeight ? samples : counters)(head(title, of), entries, map, field, by))
        }
      }
      return streams
    },
  }
}
