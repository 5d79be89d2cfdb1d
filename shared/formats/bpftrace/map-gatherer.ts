/**
 * Gathers what a bpftrace program printed of its maps; map-streams.ts makes streams of it.
 *
 * A map may be printed many times. When a print holds no less than the one before, in every key, the map was not
 * cleared in between and the later print stands for both; else the two add up. Of averages the last print stands.
 *
 * Keys that hold stacks are long and come again in each print, so they and their fields are known by numbers.
 */
import { createRowIndex } from '../row-index.ts'
import { addPrint, createMapPrint, isGrown, type MapPrint } from './map-print.ts'

/** What a map holds by key: a number, an average, the count and total of stats, or the counts of buckets. */
export type MapKind = 'value' | 'average' | 'stats' | 'hist'
/** between the parts of a key: in JSON ',', in text ', ' */
export type Separator = ',' | ', '

/** Fields that are no bucket. */
export const VALUE = -1
export const COUNT = -2
export const TOTAL = -3

export interface GatheredMap {
  readonly name: string
  /** The number of a key as it is printed, '' for a map without. */
  key(text: string): number
  keyText(key: number): string
  /** A map is printed from its first entry on: those before were another print. */
  startPrint(): void
  /** Whether the print that goes on has this key. */
  has(key: number): boolean
  /** What follows is of this kind; the last one that is said holds for all. */
  setKind(kind: MapKind, separator: Separator): void
  /** The print has this key, of which `field` or `bucket` tell the numbers. */
  entry(key: number): void
  field(key: number, field: number, value: number): void
  /** [low, high) */
  bucket(key: number, low: number, high: number, count: number): void
}

/** What is known of a map in the end. */
export interface MapContents {
  readonly name: string
  readonly kind: MapKind
  readonly separator: Separator
  readonly keys: readonly string[]
  /** undefined where a key has no such field */
  fieldOf(at: number, field: number): number | undefined
  /** of a key, from low to high */
  bucketsOf(at: number): { readonly low: number; readonly high: number; readonly count: number }[]
}

export interface MapGatherer {
  /** The map of a name, to which prints are added. */
  map(name: string): GatheredMap
  /** Maps of which something was printed, in the order in which they were. Call once, at the end. */
  finish(): MapContents[]
}

interface Buckets {
  idOf(low: number, high: number): number
  low(id: number): number
  high(id: number): number
}

/** Bounds of buckets by number. They come in the same order again and again. */
const createBuckets = (): Buckets => {
  const lows: number[] = []
  const highs: number[] = []
  /** by number: the one that came after it */
  const after: number[] = []
  const byBounds = new Map<string, number>()
  let last = -1
  return {
    idOf(low, high) {
      const guess = last === -1 ? -1 : after[last]!
      if (guess !== -1 && lows[guess] === low && highs[guess] === high) {
        last = guess
        return guess
      }
      const bounds = `${low} ${high}`
      let id = byBounds.get(bounds)
      if (id === undefined) {
        id = lows.length
        lows.push(low)
        highs.push(high)
        after.push(-1)
        byBounds.set(bounds, id)
      }
      if (last !== -1) after[last] = id
      last = id
      return id
    },
    low: (id) => lows[id]!,
    high: (id) => highs[id]!,
  }
}

const createGatheredMap = (name: string, onFirst: (contents: () => MapContents) => void): GatheredMap => {
  const keyByText = new Map<string, number>()
  const keyTexts: string[] = []
  const cells = createRowIndex()
  const buckets = createBuckets()
  /** sums of the prints that were cleared after */
  const before = createMapPrint()
  let earlier: MapPrint | null = null
  let last = createMapPrint()
  let spare = createMapPrint()
  let kind: MapKind = 'value'
  let separator: Separator = ','
  let isFilled = false

  const settle = () => {
    if (earlier === null) return
    // averages are no sums
    if (kind !== 'average' && !isGrown(earlier, last)) addPrint(before, earlier)
    spare = earlier
    earlier = null
  }

  const contents = (): MapContents => {
    settle()
    addPrint(before, last)
    const keys = before.keys.toArray()
    const [keyOfCell, fieldOfCell] = [cells.column(0), cells.column(1)]
    const bucketsByKey = new Map<number, number[]>()
    for (const cell of before.cells.toArray()) {
      if (fieldOfCell[cell]! < 0) continue
      const own = bucketsByKey.get(keyOfCell[cell]!)
      if (own) own.push(cell)
      else bucketsByKey.set(keyOfCell[cell]!, [cell])
    }
    return {
      name,
      kind,
      separator,
      keys: Array.from(keys, (key) => keyTexts[key]!),
      fieldOf(at, field) {
        const cell = cells.indexOf(keys[at]!, field, 0)
        return before.hasCell(cell) ? before.valueOf(cell) : undefined
      },
      bucketsOf: (at) =>
        (bucketsByKey.get(keys[at]!) ?? [])
          .map((cell) => {
            const id = fieldOfCell[cell]!
            return { low: buckets.low(id), high: buckets.high(id), count: before.valueOf(cell) }
          })
          .sort((a, b) => a.low - b.low),
    }
  }

  return {
    name,
    key(text) {
      const known = keyByText.get(text)
      if (known !== undefined) return known
      const key = keyTexts.length
      keyTexts.push(text)
      keyByText.set(text, key)
      return key
    },
    keyText: (key) => keyTexts[key]!,
    startPrint() {
      if (!isFilled) return
      settle()
      earlier = last
      last = spare
      last.clear()
    },
    has: (key) => last.hasKey(key),
    setKind(ownKind, ownSeparator) {
      kind = ownKind
      separator = ownSeparator
    },
    entry(key) {
      if (!isFilled) onFirst(contents)
      isFilled = true
      last.touch(key)
    },
    field: (key, field, value) => last.add(cells.indexOf(key, field, 0), value),
    bucket: (key, low, high, count) => last.add(cells.indexOf(key, buckets.idOf(low, high), 0), count),
  }
}

export const createMapGatherer = (): MapGatherer => {
  const maps = new Map<string, GatheredMap>()
  const filled: (() => MapContents)[] = []
  return {
    map(name) {
      let map = maps.get(name)
      if (map === undefined) {
        map = createGatheredMap(name, (contents) => filled.push(contents))
        maps.set(name, map)
      }
      return map
    },
    finish: () => filled.map((contents) => contents()),
  }
}
