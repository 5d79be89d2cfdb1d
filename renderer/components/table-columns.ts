/** Which columns a table has room for. */

export interface ColumnWidth {
  /** px, or a share of the table; absent: takes what is left */
  readonly width?: number | `${number}%`
  readonly dispensable?: number
}

export const TABLE_CHECK_WIDTH = 32
/** of a column that takes a share, or what is left */
const LEAST_COLUMN = 120

/** px; narrower than this the table scrolls sideways */
export const leastWidth = (columns: readonly ColumnWidth[], hasChecks: boolean): number =>
  columns.reduce(
    (sum, { width }) => sum + (typeof width === 'number' ? width : LEAST_COLUMN),
    hasChecks ? TABLE_CHECK_WIDTH : 0,
  )

/** Those that can be done without go, one by one, until the rest fits or none of them is left. */
export function columnsThatFit<C extends ColumnWidth>(
  columns: readonly C[],
  width: number,
  hasChecks: boolean,
): readonly C[] {
  let left = columns
  while (leastWidth(left, hasChecks) > width) {
    const most = left.reduce((found, { dispensable = 0 }) => Math.max(found, dispensable), 0)
    if (most === 0) return left
    left = left.filter(({ dispensable }) => dispensable !== most)
  }
  return left
}
