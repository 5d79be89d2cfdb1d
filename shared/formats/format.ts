/** What a format is to the rest of the program: bytes of a tool's output in, a profile out. */
import type { Profile } from '../model/profile.ts'
import type { LiveCursor, LivePiece } from './live-piece.ts'

export interface ProfileParser {
  /**
   * Takes the next bytes of the input, cut anywhere. Keeps no reference to the chunk. Never throws for what the
   * bytes hold: what cannot be read is counted.
   */
  push(chunk: Uint8Array): void
  /**
   * Ends the input. What was broken is in the profile's losses, with the line and byte where it began.
   * Throws SmokejumperError format.unrecognised when nothing could be read, naming what was expected and what the
   * input looks like. Call once; no push afterwards.
   */
  finish(): Profile
  /**
   * What has been read and the receiver does not have, at most `most` rows of a stream in all; null while nothing of the
   * format was there. Changes nothing: what `finish` gives is the same with and without. Absent: there is nothing to
   * be seen before the end.
   */
  since?(cursor: LiveCursor, most: number): LivePiece | null
}

export interface Format {
  /** as recipes name their parser: 'perf-script' */
  readonly id: string
  readonly title: string
  /** How sure we are, 0 to 1, that the input is ours, from its first bytes (a few KiB; the last line may be cut). */
  sniff(head: Uint8Array): number
  createParser(): ProfileParser
}
