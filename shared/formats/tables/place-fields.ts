/**
 * Finds the fields of a table's rows, and reads those that are numbers on the way: one pass over the bytes of a row. Rows
 * that are anything but plain are refused; the reader of text (table-reader.ts) gives the same for all others.
 */
import {
  INTEGER_DIGITS,
  MOST_DIGITS,
  powers,
  readDigits,
  readDecimal as readLongDecimal,
} from '../byte-numbers.ts'
import type { Column, ColumnRole, TableShape } from './table-header.ts'

const TAB = 9
const NEWLINE = 10
const RETURN = 13
const SPACE = 32
const LAST_PRINTABLE = 126
const MINUS = 45
const POINT = 46
const ZERO = 48
const COLON = 58
/** names of threads and functions that hold more spaces are left to the reader of text */
const MOST_WORDS = 6

/** of a row: longer ones may be too long for the reader of lines */
const MOST_BYTES = 4096

/** What is read of a column. */
const WORD = 0
const INTEGER = 1
const DECIMAL = 2
const TIME = 3
/** the last column when it is text: all that is left of the line */
const REST = 4

const numbers: Readonly<Partial<Record<ColumnRole, number>>> = {
  time: TIME,
  latency: DECIMAL,
  total: DECIMAL,
  count: INTEGER,
  pid: INTEGER,
  tid: INTEGER,
  cpu: INTEGER,
}

export const isNumeric = ({ role }: Column): boolean => numbers[role] !== undefined

export interface Fields {
  /** where each column's field is, by column */
  readonly starts: Int32Array
  readonly ends: Int32Array
  /** of columns of numbers, but for times, the number; of tabbed tables NaN where the field is empty */
  readonly values: Float64Array
  /**
   * Reads the row that begins at `start`, and gives where its newline is; -1 when it is not plain. There must be a
   * newline somewhere behind `start`.
   */
  place(bytes: Uint8Array, start: number): number
}

/** Behind the number that begins at `start`, or -1. */
const readInteger = (bytes: Uint8Array, start: number, values: Float64Array, column: number): number => {
  const from = bytes[start] === MINUS ? start + 1 : start
  let at = from
  let value = 0
  for (let digit = bytes[at]! - ZERO; digit >>> 0 <= 9; digit = bytes[++at]! - ZERO) {
    value = (value * 10 + digit) | 0
  }
  if (at === from || at - from > MOST_DIGITS) return -1
  const whole = at - from > INTEGER_DIGITS ? readDigits(bytes, from, at) : value
  values[column] = from === start ? whole : -whole
  return at
}

const readDecimal = (bytes: Uint8Array, start: number, values: Float64Array, column: number): number => {
  let at = start
  let value = 0
  for (let digit = bytes[at]! - ZERO; digit >>> 0 <= 9; digit = bytes[++at]! - ZERO) {
    value = (value * 10 + digit) | 0
  }
  const point = at
  if (at > start && bytes[at] === POINT) {
    at++
    for (let digit = bytes[at]! - ZERO; digit >>> 0 <= 9; digit = bytes[++at]! - ZERO) {
      value = (value * 10 + digit) | 0
    }
  }
  if (at - start > INTEGER_DIGITS) {
    values[column] = readLongDecimal(bytes, start, at)
    return Number.isNaN(values[column]) ? -1 : at
  }
  if (at === start || at === point + 1) return -1
  // both are exact, so the quotient is the double next to the decimal number
  values[column] = at === point ? value : value / powers[at - point - 1]!
  return at
}

/** Behind the time, which is read when it is asked for. */
const passTime = (bytes: Uint8Array, start: number): number => {
  let at = start
  for (let byte = bytes[at]!; (byte >= ZERO && byte <= COLON) || byte === POINT; byte = bytes[++at]!) {}
  return at === start ? -1 : at
}

/** Behind the word, or -1 when it holds what is not plain. */
const passWord = (bytes: Uint8Array, start: number): number => {
  let at = start
  while ((bytes[at]! - SPACE - 1) >>> 0 < LAST_PRINTABLE - SPACE) at++
  return at
}

const readNumber = (
  bytes: Uint8Array,
  at: number,
  kind: number,
  values: Float64Array,
  column: number,
): number =>
  kind === INTEGER
    ? readInteger(bytes, at, values, column)
    : kind === DECIMAL
      ? readDecimal(bytes, at, values, column)
      : passTime(bytes, at)

/** Whether what stands where a number is expected holds a letter or the like: then it is of the name before. */
const isOfName = (bytes: Uint8Array, start: number): boolean => {
  for (let at = start; ; at++) {
    const byte = bytes[at]!
    if (byte <= SPACE || byte > LAST_PRINTABLE) return false
    if (byte !== MINUS && byte !== POINT && !(byte >= ZERO && byte <= COLON)) return true
  }
}

const lineEnd = (bytes: Uint8Array, from: number): number => {
  let at = from
  while (bytes[at] !== NEWLINE) at++
  return at
}

export const createFields = ({ columns, isTabbed }: TableShape): Fields => {
  const last = columns.length - 1
  const starts = new Int32Array(columns.length)
  const ends = new Int32Array(columns.length)
  const values = new Float64Array(columns.length)
  const kinds = Uint8Array.from(columns, (column, at) => numbers[column.role] ?? (at === last ? REST : WORD))
  /** the first name of a thread or function takes as many words as it needs for the others to fit */
  const spaced = isTabbed
    ? -1
    : columns.findIndex(
        (column, at) =>
          at < last && (column.role === 'comm' || (!isNumeric(column) && /^func$/i.test(column.name))),
      )
  const longest = columns[spaced]?.role === 'comm' ? 64 : 1024
  const mustHaveRest = columns[last]!.role === 'call'
  const isWholeRest = columns[last]!.role !== 'other'

  const placeSpaced = (bytes: Uint8Array, start: number): number => {
    let at = start
    let words = 1
    for (let column = 0; column <= last; column++) {
      while (bytes[at] === SPACE || bytes[at] === TAB) at++
      starts[column] = at
      const kind = kinds[column]!
      if (kind === WORD) {
        const stop = passWord(bytes, at)
        if (stop === at || (bytes[stop] !== SPACE && bytes[stop] !== TAB)) return -1
        at = stop
      } else if (kind === REST) {
        const end = lineEnd(bytes, at)
        const stop = bytes[end - 1] === RETURN && end > at ? end - 1 : end
        ends[column] = stop
        if (stop === at) return mustHaveRest ? -1 : end
        // white space at the end is of some texts, and of others not
        if (isWholeRest && (bytes[stop - 1]! <= SPACE || bytes[stop - 1]! > LAST_PRINTABLE)) return -1
        // other white space than blanks may stand before it
        return bytes[at]! > SPACE && bytes[at]! <= LAST_PRINTABLE ? end : -1
      } else {
        const stop = readNumber(bytes, at, kind, values, column)
        if (stop === -1 || bytes[stop]! > SPACE) {
          if (column < spaced || spaced === -1 || words === MOST_WORDS || !isOfName(bytes, at)) return -1
          words++
          at = ends[spaced]!
          while (bytes[at] === SPACE || bytes[at] === TAB) at++
          const more = passWord(bytes, at)
          if (more === at || more - starts[spaced]! > longest) return -1
          ends[spaced] = more
          at = more
          column = spaced
          continue
        }
        at = stop
      }
      ends[column] = at
      if (column === spaced && at - starts[column]! > longest) return -1
    }
    while (bytes[at] === SPACE || bytes[at] === TAB || bytes[at] === RETURN) at++
    return bytes[at] === NEWLINE ? at : -1
  }

  const placeTabbed = (bytes: Uint8Array, start: number): number => {
    let at = start
    for (let column = 0; column <= last; column++) {
      starts[column] = at
      const kind = kinds[column]!
      const first = bytes[at]!
      if (kind === WORD || kind === REST) {
        // one comparison a byte: what is smaller and no tab is not plain
        while (bytes[at]! > NEWLINE) at++
      } else if (first === TAB || first === NEWLINE || first === RETURN) values[column] = Number.NaN
      else {
        at = readNumber(bytes, at, kind, values, column)
        if (at === -1) return -1
      }
      ends[column] = at
      const byte = bytes[at]
      if (column === last) break
      if (byte !== TAB) return -1
      at++
    }
    const end = bytes[at] === RETURN ? at + 1 : at
    if (bytes[end] !== NEWLINE) return -1
    if (kinds[last] === WORD || kinds[last] === REST) {
      if (at > starts[last]! && bytes[at - 1] === RETURN) ends[last] = --at
      // white space at the end, of which an empty column is made, is of some texts, and of others not
      if (at === starts[last] || bytes[at - 1]! <= SPACE || bytes[at - 1]! > LAST_PRINTABLE) return -1
    }
    return end
  }

  const place = isTabbed ? placeTabbed : placeSpaced
  return {
    starts,
    ends,
    values,
    place(bytes, start) {
      const end = place(bytes, start)
      return end - start > MOST_BYTES ? -1 : end
    },
  }
}
