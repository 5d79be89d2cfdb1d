/**
 * What a parser has read so far, handed over in pieces while the rest is still coming: only what the receiver does not
 * have yet, so that a look at a long capture costs what has come since the last one. Whole records only: a record whose
 * end has not come is in a later piece. shared/profile/live-profile.ts puts pieces together.
 */
import type { DistributionStream, Loss, SampleStream, SliceStream } from '../model/profile.ts'
import type { Nanoseconds } from '../units/units.ts'

/** How many rows of each table the receiver has. */
export interface LiveCursor {
  readonly strings: number
  readonly functions: number
  readonly frames: number
  readonly stacks: number
  readonly threads: number
  /** of each stream, by its place */
  readonly rows: readonly number[]
}

export const fromTheStart: LiveCursor = {
  strings: 0,
  functions: 0,
  frames: 0,
  stacks: 0,
  threads: 0,
  rows: [],
}

/** The rows behind the cursor, as they came: in no order, their times on the parser's axis. */
export type LiveRows =
  | (Omit<SampleStream, 'id'> & LiveCount)
  | (Omit<SliceStream, 'id'> & LiveCount & LiveNames)
  /** all of it, each time: a tool prints it as a whole */
  | (Omit<DistributionStream, 'id'> & LiveNames)

interface LiveCount {
  /** rows that there are in all; a piece may hold fewer than are missing */
  readonly total: number
}

interface LiveNames {
  /** what the values of `name` stand for; null: they are indices into strings */
  readonly names: ReadonlyMap<number, string> | null
}

export interface LivePiece {
  readonly strings: readonly string[]
  readonly functions: {
    readonly name: Int32Array
    readonly module: Int32Array
    readonly kind: Uint8Array
  }
  readonly frames: { readonly func: Int32Array; readonly address: BigUint64Array }
  readonly stacks: { readonly parent: Int32Array; readonly frame: Int32Array }
  readonly threads: { readonly pid: Int32Array; readonly tid: Int32Array; readonly name: Int32Array }
  /** a stream keeps its place; new ones come behind */
  readonly streams: readonly LiveRows[]
  /** all there are so far */
  readonly losses: readonly Loss[]
  /** the tool's own marks of its begin and end, on the parser's axis; null: none yet */
  readonly start: Nanoseconds | null
  readonly end: Nanoseconds | null
  /** the tool's clock at 0 of the parser's axis */
  readonly clock: Nanoseconds
}

/** What the parser of a format adds to the tables that a builder keeps. */
export type LiveParts = Pick<LivePiece, 'streams' | 'losses' | 'start' | 'end' | 'clock'>
