/** Which columns a profile has on disk, by table and by kind of stream: the disk's side of shared/model/profile.ts. */
import type { StreamKind } from '../../../shared/model/profile.ts'
import type { ColumnShape } from './columns.ts'

const i32: ColumnShape = { type: 'i32', rising: false }
const risingI32: ColumnShape = { type: 'i32', rising: true }
const f64: ColumnShape = { type: 'f64', rising: false }
const risingF64: ColumnShape = { type: 'f64', rising: true }

export const CHUNK_ROWS = 65_536

export const tableColumns = {
  functions: { name: risingI32, module: i32, kind: { type: 'u8', rising: false } },
  frames: { func: risingI32, address: { type: 'u64', rising: false } },
  stacks: { parent: risingI32, frame: i32 },
} as const satisfies Record<string, Record<string, ColumnShape>>

export const streamColumns = {
  samples: { time: risingF64, cpu: i32, thread: i32, stack: i32, weight: f64 },
  slices: { start: risingF64, duration: f64, thread: i32, name: i32, stack: i32, result: f64 },
  distribution: { name: i32, low: f64, high: f64, count: f64 },
  counter: { time: risingF64, value: f64, name: i32 },
} as const satisfies Record<StreamKind, Record<string, ColumnShape>>
