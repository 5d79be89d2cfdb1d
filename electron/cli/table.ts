import { printableLine } from './printable.ts'

export interface Column<T> {
  readonly title: string
  readonly value: (row: T) => string
  readonly align?: 'left' | 'right'
}

/** Rows as aligned text, two spaces between columns. Widths are in characters. */
export const formatTable = <T>(rows: readonly T[], columns: readonly Column<T>[]): string => {
  const cells = [columns.map(({ title }) => title)].concat(
    rows.map((row) => columns.map(({ value }) => printableLine(value(row)))),
  )
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]!.length)))
  const lines = cells.map((line) =>
    line
      .map((cell, at) =>
        columns[at]!.align === 'right' ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!),
      )
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}
