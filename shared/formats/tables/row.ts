/** A row of a table of events as it is read, and what its columns say together. */
import type { StackIndex, ThreadIndex } from '../../units/units.ts'
import type { Column } from './table-header.ts'

/** Written anew for each row. */
export interface Row {
  /** ns since some second, NaN where the table has none; so are latency, count and total */
  time: number
  latency: number
  count: number
  total: number
  thread: ThreadIndex
  cpu: number
  /** what it is about: the call, the path */
  subject: string
  result: number
  stack: StackIndex
}

export const emptyRow = (): Row => ({
  time: Number.NaN,
  latency: Number.NaN,
  count: Number.NaN,
  total: Number.NaN,
  thread: -1,
  cpu: -1,
  subject: '',
  result: Number.NaN,
  stack: -1,
})

/** What the one-letter column of the *slower tools stands for. */
const operations: Readonly<Record<string, string>> = {
  R: 'read',
  W: 'write',
  O: 'open',
  S: 'fsync',
  F: 'fsync',
}

/** What a row with a column for its call is about. */
export const subjectOfCall = (column: string, call: string): string => {
  if (/^[TD]$/i.test(column)) return operations[call] ?? call
  // bcc's Python tools print their bytes with a b''
  return /^-?\d+$/.test(call) ? `${column} ${call}` : call.replace(/^b'(.*)'$/, '$1')
}

/** What a row is about: its call; or, where rows are counted or listed, its other columns from the last on. */
export const subjectOf = (
  columns: readonly Column[],
  fields: readonly (string | undefined)[],
  isSlice: boolean,
): string => {
  const call = columns.findIndex(({ role }) => role === 'call')
  if (fields[call] !== undefined) return subjectOfCall(columns[call]!.name, fields[call])
  if (isSlice) return ''
  const last = columns.findLastIndex(({ role }) => role === 'other')
  const text = fields[last]?.trim()
  if (text) return text
  return fields[columns.findIndex(({ role }) => role === 'comm')] ?? ''
}
