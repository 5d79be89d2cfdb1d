/** The tables of a pprof profile while it is read; what they refer to may come later. */
import type { Label, Location, Mapping, Function as PprofFunction, Sample, ValueType } from 'pprof-format'
import { type Float64Column, float64Column, int32Column } from '../growable-columns.ts'
import { createRowIndex } from '../row-index.ts'

type Numeric = number | bigint

/** more kinds of values than any tool writes */
const MAX_VALUES = 64

/** Ids and numbers as keys that are the same however many bytes they were written in. */
const keyOf = (id: Numeric): Numeric =>
  typeof id === 'bigint' && id <= Number.MAX_SAFE_INTEGER ? Number(id) : id
/** An int64 that was read without its sign. */
const signed = (value: Numeric): number =>
  typeof value === 'number' ? value : Number(BigInt.asIntN(64, value))

export interface LocationRow {
  readonly mapping: Numeric
  readonly address: bigint
  /** ids of functions, innermost first */
  readonly functions: readonly Numeric[]
}

export interface LabelRow {
  readonly key: number
  readonly text: number
  readonly number: bigint
}

export const createPprofTables = () => {
  const types: { type: number; unit: number }[] = []
  const strings: string[] = []
  const mappings = new Map<Numeric, number>()
  const functions = new Map<Numeric, { name: number; filename: number }>()
  const locationIndex = new Map<Numeric, number>()
  const locations: (LocationRow | undefined)[] = []
  /** rows (parent, location), outermost first */
  const stacks = createRowIndex()
  const labelSets: (readonly LabelRow[])[] = []
  const labelIndex = new Map<string, number>()
  const sampleStack = int32Column()
  const sampleLabels = int32Column()
  const values: Float64Column[] = []

  const locationOf = (id: Numeric): number => {
    const key = keyOf(id)
    const known = locationIndex.get(key)
    if (known !== undefined) return known
    locationIndex.set(key, locations.length)
    return locations.push(undefined) - 1
  }

  const labelsOf = (labels: readonly Label[]): number => {
    if (labels.length === 0) return -1
    const key = labels.map((label) => `${label.key},${label.str},${label.num}`).join(';')
    const known = labelIndex.get(key)
    if (known !== undefined) return known
    labelIndex.set(key, labelSets.length)
    const rows = labels.map(({ key: name, str, num }) => ({
      ...{ key: signed(name), text: signed(str), number: BigInt.asIntN(64, BigInt(num)) },
    }))
    return labelSets.push(rows) - 1
  }

  return {
    types,
    strings,
    stacks,
    locations,
    labelSets,
    sampleStack,
    sampleLabels,
    values,
    addType({ type, unit }: ValueType) {
      if (types.length < MAX_VALUES) types.push({ type: signed(type), unit: signed(unit) })
    },
    addSample({ locationId, value, label }: Sample) {
      let stack = -1
      for (let depth = locationId.length - 1; depth >= 0; depth--) {
        stack = stacks.indexOf(stack, locationOf(locationId[depth]!), 0)
      }
      for (let kind = 0; kind < Math.max(values.length, Math.min(value.length, MAX_VALUES)); kind++) {
        let column = values[kind]
        if (column === undefined) {
          column = float64Column()
          values.push(column)
          for (let row = 0; row < sampleStack.length; row++) column.push(0)
        }
        column.push(signed(value[kind] ?? 0))
      }
      sampleStack.push(stack)
      sampleLabels.push(labelsOf(label))
    },
    addLocation({ id, mappingId, address, line }: Location) {
      locations[locationOf(id)] = {
        mapping: keyOf(mappingId),
        address: BigInt.asUintN(64, BigInt(address)),
        functions: line.map(({ functionId }) => keyOf(functionId)),
      }
    },
    addFunction({ id, name, systemName, filename }: PprofFunction) {
      functions.set(keyOf(id), { name: signed(name) || signed(systemName), filename: signed(filename) })
    },
    addMapping({ id, filename }: Mapping) {
      mappings.set(keyOf(id), signed(filename))
    },
    /** '' for none, or one that is not there */
    text: (index: number): string => strings[index] ?? '',
    functionOf: (id: Numeric) => functions.get(id),
    mappingName(id: Numeric): string {
      const name = mappings.get(id)
      return name === undefined ? '' : (strings[name] ?? '')
    },
  }
}
export type PprofTables = ReturnType<typeof createPprofTables>
