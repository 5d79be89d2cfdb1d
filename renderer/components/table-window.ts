/** Which rows of a long table are in sight, and where a key leads. */

/** px; --row-table of the tokens */
export const ROW_HEIGHT = 24
/** rows drawn beyond both edges, so that a quick scroll does not show blanks */
const MARGIN = 12

/** Rows [from, to) to draw. */
export function rangeInSight(scrollTop: number, height: number, count: number): { from: number; to: number } {
  const from = Math.max(Math.floor(scrollTop / ROW_HEIGHT) - MARGIN, 0)
  const to = Math.min(Math.ceil((scrollTop + height) / ROW_HEIGHT) + MARGIN, count)
  return { from: Math.min(from, to), to }
}

/** The row that a key moves to; null when the key does not move. */
export function stepActive(key: string, active: number, count: number, page: number): number | null {
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -count, End: count }[key]
  return step === undefined || count === 0 ? null : Math.min(Math.max(active + step, 0), count - 1)
}
