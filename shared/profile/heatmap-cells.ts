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
  // Second by second, so that an event costs one division; seconds without events cost nothing.
  while (i < end) {
    const second = Math.floor(start[i]! / SECOND) * SECOND
    const column = Math.floor((second - origin) / width)
    const next = second + SECOND
    for (; i < end && start[i]! < next; i++)
      cells[Math.floor((start[i]! - second) / height) * across + column]! += mask[i]!
  }
  return cells
}

/** Cells of slices by their starts and durations */
export function countByLatency(
  { start, duration }: SliceStream,
  ranked: RankedSlices,
  { from, to, mask }: SelectedEvents,
  columns: Bounds,
  rows: Bounds,
): Bounds {
  const across = columns.length - 1
  const cells = new Float64Array(across * (rows.length - 1))
  const { cellOf } = ranked
  const rowOf = rowsOfCells(ranked, duration, rows)
  const last = rows.length - 2
  for (let column = 0; column < across; column++) {
    const end = Math.min(to, lowerBound(start, columns[column + 1]!))
    for (let i = Math.max(from, lowerBound(start, columns[column]!)); i < end; i++) {
      let row = rowOf[cellOf[i]!]!
      if (row < 0) {
        row = ~row
        while (row < last && duration[i]! >= rows[row + 1]!) row++
      }
      cells[row * across + column]! += mask[i]!
    }
  }
  return cells
}

/**
 * The row that all slices of a cell are in; ~row, where they are in several, is that of its shortest. What is outside of
 * all rows is given the nearest: it is not selected.
 */
function rowsOfCells(ranked: RankedSlices, duration: Float64Array, rows: Bounds): Int32Array {
  const { cellAt, order } = ranked
  const rowOf = new Int32Array(cellAt.length - 1)
  const last = rows.length - 2
  let row = 0
  for (let cell = 0; cell < rowOf.length; cell++) {
    const from = cellAt[cell]!
    const to = cellAt[cell + 1]!
    const shortest = duration[order[from]!]!
    const longest = duration[order[to - 1]!]!
    while (row < last && shortest >= rows[row + 1]!) row++
    rowOf[cell] = row === last || longest < rows[row + 1]! ? row : ~row
  }
  return rowOf
}
