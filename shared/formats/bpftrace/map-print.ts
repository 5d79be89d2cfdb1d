/** One print of a map, or a sum of prints: numbers by cell, a cell being a field of a key. */
import { type Int32Column, int32Column } from '../growable-columns.ts'

export interface MapPrint {
  /** in the order in which they were printed */
  readonly keys: Int32Column
  readonly cells: Int32Column
  /** The print has the key, if only without a number. */
  touch(key: number): void
  hasKey(key: number): boolean
  /** Numbers of one cell add up: stacks that differ in addresses only are printed alike. */
  add(cell: number, value: number): void
  /** 0 where there is none. */
  valueOf(cell: number): number
  hasCell(cell: number): boolean
  clear(): void
}

const enlarged = <A extends Int32Array | Float64Array>(from: A, to: A): A => {
  to.set(from)
  return to
}

export const createMapPrint = (): MapPrint => {
  const keys = int32Column()
  const cells = int32Column()
  /** what is not of this turn is of a print before */
  let turn = 1
  let keyTurns = new Int32Array(64)
  let cellTurns = new Int32Array(64)
  let values = new Float64Array(64)

  return {
    keys,
    cells,
    touch(key) {
      if (key >= keyTurns.length) keyTurns = enlarged(keyTurns, new Int32Array((key + 1) * 2))
      if (keyTurns[key] === turn) return
      keyTurns[key] = turn
      keys.push(key)
    },
    hasKey: (key) => keyTurns[key] === turn,
    add(cell, value) {
      if (cell >= cellTurns.length) {
        cellTurns = enlarged(cellTurns, new Int32Array((cell + 1) * 2))
        values = enlarged(values, new Float64Array((cell + 1) * 2))
      }
      if (cellTurns[cell] === turn) {
        values[cell] = values[cell]! + value
        return
      }
      cellTurns[cell] = turn
      values[cell] = value
      cells.push(cell)
    },
    valueOf: (cell) => (cellTurns[cell] === turn ? values[cell]! : 0),
    hasCell: (cell) => cellTurns[cell] === turn,
    clear() {
      turn++
      keys.clear()
      cells.clear()
    },
  }
}

/** Adds what `print` holds to `sum`. */
export const addPrint = (sum: MapPrint, print: MapPrint): void => {
  for (let at = 0; at < print.keys.length; at++) sum.touch(print.keys.get(at))
  for (let at = 0; at < print.cells.length; at++) {
    const cell = print.cells.get(at)
    sum.add(cell, print.valueOf(cell))
  }
}

/** Whether the map of the earlier print can have grown to the later one. */
export const isGrown = (earlier: MapPrint, later: MapPrint): boolean => {
  for (let at = 0; at < earlier.keys.length; at++) if (!later.hasKey(earlier.keys.get(at))) return false
  for (let at = 0; at < earlier.cells.length; at++) {
    const cell = earlier.cells.get(at)
    if (!(later.valueOf(cell) >= earlier.valueOf(cell))) return false
  }
  return true
}
