/** The column tables of a processed profile as they stand there: of a thread, or shared by all of them. */
import { type Float64Column, float64Column } from '../growable-columns.ts'
import { digitsOf, type JsonValue, numberOf, textOf } from '../json/json-value.ts'

/** By table, the columns that are read. */
export const symbolColumns = {
  stackTable: ['prefix', 'frame'],
  frameTable: ['func', 'category', 'inlineDepth', 'address'],
  funcTable: ['name', 'resource', 'isJS', 'fileName', 'source'],
  resourceTable: ['lib', 'name'],
  sources: ['filename'],
} as const
export const eventColumns = {
  samples: ['stack', 'time', 'timeDeltas', 'weight'],
  nativeAllocations: ['stack', 'time', 'weight'],
  jsAllocations: ['stack', 'time', 'weight'],
  markers: ['name', 'startTime', 'endTime', 'phase'],
} as const

const none = float64Column()

/** NaN for null and for what is no number; 1 and 0 for true and false. */
const cellOf = (value: JsonValue): number =>
  typeof value === 'boolean' ? Number(value) : (numberOf(value) ?? Number.NaN)

export interface RawTables {
  readonly strings: readonly string[]
  /** addresses, which a double does not hold: in the place of frameTable's column */
  readonly addresses: readonly bigint[]
  addString(value: JsonValue): void
  /** key: 'table/column' */
  add(table: string, key: string, value: JsonValue): void
  /** An empty one when it is not there. */
  column(table: string, column: string): Float64Column
  has(table: string): boolean
}

export const createRawTables = (): RawTables => {
  const columns = new Map<string, Float64Column>()
  const tables = new Set<string>()
  const strings: string[] = []
  const addresses: bigint[] = []
  return {
    strings,
    addresses,
    addString: (value) => strings.push(textOf(value) ?? ''),
    add(table, key, value) {
      tables.add(table)
      if (key === 'frameTable/address') {
        const digits = digitsOf(value)
        // -1: none
        addresses.push(digits !== undefined && /^\d+$/.test(digits) ? BigInt.asUintN(64, BigInt(digits)) : 0n)
        return
      }
      let cells = columns.get(key)
      if (cells === undefined) {
        cells = float64Column()
        columns.set(key, cells)
      }
      cells.push(cellOf(value))
    },
    column: (table, column) => columns.get(`${table}/${column}`) ?? none,
    has: (table) => tables.has(table),
  }
}
