/** Tables as JSON has them in columns: `{"length":2,"time":[1,2],"stack":[null,0]}`. */
import { type ByteSink, COMMA } from './byte-sink.ts'

/** Writes the cell of a row. */
export type Cell = (row: number) => void

export interface CellKinds {
  number(of: (row: number) => number): Cell
  /** null for what is below 0: an index that there is not */
  index(of: (row: number) => number): Cell
  /** nanoseconds as milliseconds */
  milliseconds(of: (row: number) => number): Cell
  /** JSON that is the same in each row */
  always(json: string): Cell
}

const MILLISECOND_PLACES = 6

export const cellsOf = (sink: ByteSink): CellKinds => ({
  number: (of) => (row) => sink.number(of(row)),
  index: (of) => (row) => {
    const index = of(row)
    if (index < 0) sink.text('null')
    else sink.number(index)
  },
  milliseconds: (of) => (row) => sink.scaled(of(row), MILLISECOND_PLACES),
  always: (json) => () => sink.text(json),
})

/** `more`: fields beside the columns, as JSON with a comma behind. */
export const writeTable = function* (
  sink: ByteSink,
  length: number,
  columns: Readonly<Record<string, Cell>>,
  more = '',
): Generator<Uint8Array> {
  sink.text(`{${more}"length":${length}`)
  for (const [name, write] of Object.entries(columns)) {
    sink.text(`,"${name}":[`)
    for (let row = 0; row < length; row++) {
      if (row > 0) sink.byte(COMMA)
      write(row)
      if (sink.isFull) yield sink.take()
    }
    sink.text(']')
  }
  sink.text('}')
}
