/** Events counted by column and row. */
import type { SliceStream } from '../model/profile.ts'
import { lowerBound } from './binary-search.ts'
import type { EventStream } from './event-stream.ts'
import { type Bounds, SECOND } from './heatmap-axes.ts'
import type { RankedSlices } from './ranked-slices.ts'
import type { SelectedEvents } from './select-events.ts'

export interface Heatmap {
  /** cells[row * columns + column] */
  readonly cells: Bounds
  readonly columnBounds: Bounds
  readonly rowBounds: Bounds
  /** the largest cell, and all of them */
  readonly most: number
  readonly count: number
}

export function heatmapOf(cells: Bounds, columnBounds: Bounds, rowBounds: Bounds): Heatmap {
  let most = 0
  let count = 0
  for (let i = 0; i < cells.length; i++) {
    count += cells[i]!
    if (cells[i]! > most) most = cells[i]!
  }
  return { cells, columnBounds, rowBounds, most, count }
}

/** Cells by the bounds of `rows` within each second */
export function countBySecond(
  { start }: EventStream,
  { from, to, mask }: SelectedEvents,
  columns: Bounds,
  rows: Bounds,
): Bounds {
  const across = columns.length - 1
  const cells = new Float64Array(across * (rows.length - 1))
  const height = rows[1]!
  const origin = columns[0]!
  const width = columns[1]! - origin
  const end = Math.min(to, lowerBound(start, columns[across]!))
  let i = Math.max(from, lowerBound(start, origin))
  const lastRow = rows.length - 2
  // Events come by time, so row by row: what a row needs to know is found once for all events in it.
  while (i < end) {
    const second = Math.floor(start[i]! / SECOND) * SECOND
    const row = Math.max(0, Math.min(lastRow, Math.floor((start[i]! - second) / height)))
    const next = second + (row + 1) * height
    const cell = row * across + Math.floor((second - origin) / width)
    let count = mask[i++]!
    for (; i < end && start[i]! < next; i++) count += mask[i]!
    cells[cell]! += count
  }
  return cells
}

/** Cells of slices by their starts and durations, which the rows hold all of those that are selected of. */
export function countByLatency(
  { start, duration }: SliceStream,
  ranked: RankedSlices,
  { from, to, mask }: SelectedEvents,
  columns: Bounds,
  rows: Bounds,
): Bounds {
  const across = columns.length - 1
  const up = rows.length - 1
  const cells = new Float64Array(across * up)
  const { cellOf, cellAt, order } = ranked
  const { rowOf, straddling } = rowsOfCells(ranked, duration, rows)
  // A column is counted in one place before it goes to its cells, which lie a whole row apart. The last count is of
  // slices whose row is not known by their cell: a loop that asks for it takes twice as long.
  const counts = new Int32Array(up + 1)
  for (let column = 0; column < across; column++) {
    const begin = Math.max(from, lowerBound(start, columns[column]!))
    const end = Math.min(to, lowerBound(start, columns[column + 1]!))
    if (begin >= end) continue
    for (let i = begin; i < end; i++) counts[rowOf[cellOf[i]!]!]! += mask[i]!
    for (let row = 0; row < up; row++) cells[row * across + column] = counts[row]!
    counts.fill(0)
  }

  const scale = across / (columns[across]! - columns[0]!)
  for (const { cell, firstRow } of straddling) {
    let row = firstRow
    for (let at = cellAt[cell]!; at < cellAt[cell + 1]!; at++) {
      const slice = order[at]!
      while (row < up - 1 && duration[slice]! >= rows[row + 1]!) row++
      const begin = start[slice]!
      if (mask[slice] === 0 || begin < columns[0]! || begin >= columns[across]!) continue
      // The bounds themselves have the last word: the product may be off by a rounding.
      let column = Math.min(across - 1, Math.floor((begin - columns[0]!) * scale))
      while (begin < columns[column]!) column--
      while (begin >= columns[column + 1]!) column++
      cells[row * across + column]!++
    }
  }
  return cells
}

/** The row that all slices of a cell are in, by cell; for cells across several rows, that behind the last row. */
function rowsOfCells(
  { cellAt, order }: RankedSlices,
  duration: Float64Array,
  rows: Bounds,
): { rowOf: Int32Array; straddling: readonly { readonly cell: number; readonly firstRow: number }[] } {
  const rowOf = new Int32Array(cellAt.length - 1)
  const straddling: { cell: number; firstRow: number }[] = []
  const up = rows.length - 1
  let row = 0
  for (let cell = 0; cell < rowOf.length; cell++) {
    const shortest = duration[order[cellAt[cell]!]!]!
    const longest = duration[order[cellAt[cell + 1]! - 1]!]!
    // What is outside of all rows, and so not selected, is given the nearest.
    while (row < up - 1 && shortest >= rows[row + 1]!) row++
    const isOne = row === up - 1 || longest < rows[row + 1]!
    rowOf[cell] = isOne ? row : up
    if (!isOne) straddling.push({ cell, firstRow: row })
  }
  return { rowOf, straddling }
}
