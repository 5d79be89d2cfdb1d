/** The cells, and on top of them what is selected, brushed and pointed at. */
import type { Palette } from '../canvas/palette.ts'
import { type Box, columnEdges, type HeatGrid, type HeatLayout, heatShare, rowEdge } from './heat-grid.ts'

const COLOURS = 64

export function drawHeatCells(
  context: CanvasRenderingContext2D,
  grid: HeatGrid,
  layout: HeatLayout,
  palette: Palette,
): void {
  const colours = Array.from({ length: COLOURS }, (_, index) => palette.heat(index / (COLOURS - 1)))
  const edges = columnEdges(grid, layout)
  const tops = Float64Array.from({ length: grid.rows + 1 }, (_, row) =>
    Math.round(rowEdge(grid, layout, row)),
  )
  for (let row = 0; row < grid.rows; row += 1) {
    const [bottom, top] = [tops[row]!, tops[row + 1]!]
    const gapY = bottom - top > 5 ? 1 : 0
    for (let column = 0; column < grid.columns; column += 1) {
      const count = grid.cells[row * grid.columns + column]!
      if (count === 0) continue
      const [left, right] = [edges[column]!, edges[column + 1]!]
      const gapX = right - left > 5 ? 1 : 0
      context.fillStyle = colours[Math.round(heatShare(count, grid.most) * (COLOURS - 1))] ?? palette.density
      context.fillRect(left, top, Math.max(right - left - gapX, 1), Math.max(bottom - top - gapY, 1))
    }
  }
}

export interface HeatMarks {
  readonly selected: readonly Box[]
  /** a brush in the making takes the selection's place */
  readonly brush: readonly Box[] | null
  /** under the pointer or the keyboard */
  readonly cursor: Box | null
}

/** In the accent, with an outline: a tint alone is not seen over bright cells. */
export function drawHeatMarks(
  context: CanvasRenderingContext2D,
  { selected, brush, cursor }: HeatMarks,
  palette: Palette,
): void {
  const boxes = brush ?? selected
  context.fillStyle = palette.selection
  for (const { left, top, width, height } of boxes) context.fillRect(left, top, width, height)
  context.fillStyle = palette.accent
  for (const [index, box] of boxes.entries()) drawOutline(context, box, boxes[index - 1], boxes[index + 1])
  if (cursor) {
    context.strokeStyle = palette.text
    context.lineWidth = 1
    context.strokeRect(
      cursor.left + 0.5,
      cursor.top + 0.5,
      Math.max(cursor.width - 1, 2),
      Math.max(cursor.height - 1, 2),
    )
  }
}

const LINE = 1.5

/** Of a run of boxes side by side as one shape: no line where one touches the next. */
function drawOutline(
  context: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  before: Box | undefined,
  after: Box | undefined,
): void {
  context.fillRect(left, top, width, LINE)
  context.fillRect(left, top + height - LINE, width, LINE)
  for (const [x, neighbour, touches] of [
    [left, before, before !== undefined && before.left + before.width === left],
    [left + width - LINE, after, after !== undefined && after.left === left + width],
  ] as const) {
    if (!neighbour || !touches) {
      context.fillRect(x, top, LINE, height)
      continue
    }
    const [high, low] = [
      Math.max(top, neighbour.top),
      Math.min(top + height, neighbour.top + neighbour.height),
    ]
    context.fillRect(x, top, LINE, Math.max(Math.min(high, top + height) - top, 0))
    context.fillRect(x, Math.max(low, top), LINE, Math.max(top + height - Math.max(low, top), 0))
  }
}
