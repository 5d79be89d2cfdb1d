/**
 * What the parsers of text have in common: lines in bounded memory, a byte order mark that is skipped, lines that
 * cannot be read counted with their place, an end in the middle, the refusal of what is something else.
 */
import type { Profile, Stream } from '../model/profile.ts'
import type { Nanoseconds } from '../units/units.ts'
import { growHead, unrecognised } from './excerpt.ts'
import type { ProfileParser } from './format.ts'
import { createLineReader, MAX_LINE_BYTES } from './line-reader.ts'
import type { LiveCursor, LiveParts } from './live-piece.ts'
import { createLossCounter, type LossCounter, type Place } from './loss-counter.ts'
import { createProfileBuilder, type ProfileBuilder } from './profile-builder.ts'

export interface TextContext {
  readonly builder: ProfileBuilder
  readonly losses: LossCounter
  /** of the line that is being read */
  readonly place: Place
}

export interface TextReader {
  /**
   * A line without its end. False when it is none of the format's: it is then counted. Of empty lines that follow each
   * other only the first is given, when it is taken.
   */
  line(bytes: Uint8Array, start: number, end: number): boolean
  /**
   * Reads the lines that most are straight from their bytes, with the same result as `line`, which is called when
   * this returns false: then nothing has happened.
   */
  quick?(bytes: Uint8Array, start: number, end: number): boolean
  /**
   * Reads lines from `start` on, one after the other, for as long as they are of those that most are, with the same result
   * as `line` for each; gives where the first begins that it has not read. All end before `stop`, behind a newline.
   */
  run?(bytes: Uint8Array, start: number, stop: number): number
  /** Lines that `run` has read when it was last called. */
  readonly runLines?: number
  /** Whether a last line that no newline ends is surely whole. Absent: it never is, and is left out. */
  isWhole?(bytes: Uint8Array): boolean
  /** At the end, after the last line: may add losses. Null when nothing of the format was there. */
  finish(): {
    readonly streams: readonly Stream[]
    readonly clockOrigin: Nanoseconds
    readonly duration: Nanoseconds
  } | null
  /** What there is so far, behind the cursor; null while that is nothing. Absent: it is seen at the end only. */
  since?(cursor: LiveCursor, most: number): Omit<LiveParts, 'losses'> | null
}

export interface TextParserOptions {
  /** as it stands in sentences about losses: 'strace' */
  readonly tool: string
  /** what a refusal says was expected */
  readonly expected: string
  readonly maxLineBytes?: number
  /** Whether `quick` and `run` are used; true when absent. */
  readonly isQuick?: boolean
  readonly createReader: (context: TextContext) => TextReader
}

const NEWLINE = 10

const hasMark = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf

export const createTextParser = (options: TextParserOptions): ProfileParser => {
  const builder = createProfileBuilder()
  const losses = createLossCounter(options.tool)
  let head: Uint8Array = new Uint8Array(0)
  let afterEmpty = false
  /** behind the last newline of the bytes that are being read */
  let stop = 0

  const unparsed = (bytes: Uint8Array, start: number, end: number) =>
    losses.unparsed(bytes, start, end, lines)
  const line = (bytes: Uint8Array, start: number, end: number) => {
    const from = lines.offset === 0 && hasMark(bytes, start, end) ? start + 3 : start
    afterEmpty = false
    if (readQuick?.(bytes, from, end)) {
      afterEmpty = from === end
      return
    }
    const isTaken = reader.line(bytes, from, end)
    if (!isTaken) unparsed(bytes, from, end)
    afterEmpty = isTaken && from === end
  }
  const next = (bytes: Uint8Array, start: number): number => {
    let at = start
    if (afterEmpty) {
      while (bytes[at] === NEWLINE) at++
      lines.pass(at - start, at - start)
    }
    if (!isQuick || reader.run === undefined || at >= stop) return at
    const end = reader.run(bytes, at, stop)
    if (end === at) return at
    lines.pass(reader.runLines!, end - at)
    afterEmpty = false
    return end
  }
  const maxLineBytes = options.maxLineBytes ?? MAX_LINE_BYTES
  const lines = createLineReader({ line, oversized: unparsed, next }, maxLineBytes)
  const reader = options.createReader({ builder, losses, place: lines })
  const isQuick = options.isQuick !== false
  const readQuick = isQuick ? reader.quick : undefined

  const finishRest = () => {
    const { bytes, oversized } = lines.rest()
    if (oversized) unparsed(bytes, 0, bytes.length)
    else if (bytes.length === 0) return
    else if (reader.isWhole?.(bytes)) line(bytes, 0, bytes.length)
    else losses.truncated('what stood there is left out', lines)
  }

  return {
    push(chunk) {
      head = growHead(head, chunk)
      stop = chunk.lastIndexOf(NEWLINE) + 1
      lines.push(chunk)
    },
    finish(): Profile {
      finishRest()
      const parts = reader.finish()
      if (parts === null) throw unrecognised(options.expected, head, lines.lineNumber)
      return builder.build({ ...parts, losses: losses.losses() })
    },
    ...(reader.since === undefined
      ? {}
      : {
          since: (cursor: LiveCursor, most: number) => {
            const parts = reader.since?.(cursor, most) ?? null
            return parts && builder.since(cursor, { ...parts, losses: losses.losses() })
          },
        }),
  }
}
