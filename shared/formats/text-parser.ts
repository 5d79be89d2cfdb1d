/**
 * What the parsers of text have in common: lines in bounded memory, a byte order mark that is skipped, lines that
 * cannot be read counted with their place, an end in the middle, the refusal of what is something else.
 */
import type { Profile, Stream } from '../model/profile.ts'
import type { Nanoseconds } from '../units/units.ts'
import { growHead, unrecognised } from './excerpt.ts'
import type { ProfileParser } from './format.ts'
import { createLineReader, MAX_LINE_BYTES } from './line-reader.ts'
import { createLossCounter, type LossCounter, type Place } from './loss-counter.ts'
import { createProfileBuilder, type ProfileBuilder } from './profile-builder.ts'

export interface TextContext {
  readonly builder: ProfileBuilder
  readonly losses: LossCounter
  /** of the line that is being read */
  readonly place: Place
}

export interface TextReader {
  /** A line without its end. False when it is none of the format's: it is then counted. */
  line(bytes: Uint8Array, start: number, end: number): boolean
  /** Whether a last line that no newline ends is surely whole. Absent: it never is, and is left out. */
  isWhole?(bytes: Uint8Array): boolean
  /** At the end, after the last line: may add losses. Null when nothing of the format was there. */
  finish(): {
    readonly streams: readonly Stream[]
    readonly clockOrigin: Nanoseconds
    readonly duration: Nanoseconds
  } | null
}

export interface TextParserOptions {
  /** as it stands in sentences about losses: 'strace' */
  readonly tool: string
  /** what a refusal says was expected */
  readonly expected: string
  readonly maxLineBytes?: number
  readonly createReader: (context: TextContext) => TextReader
}

const hasMark = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf

export const createTextParser = (options: TextParserOptions): ProfileParser => {
  const builder = createProfileBuilder()
  const losses = createLossCounter(options.tool)
  let head: Uint8Array = new Uint8Array(0)

  const unparsed = (bytes: Uint8Array, start: number, end: number) =>
    losses.unparsed(bytes, start, end, lines)
  const line = (bytes: Uint8Array, start: number, end: number) => {
    const from = lines.offset === 0 && hasMark(bytes, start, end) ? start + 3 : start
    if (!reader.line(bytes, from, end)) unparsed(bytes, from, end)
  }
  const lines = createLineReader({ line, oversized: unparsed }, options.maxLineBytes ?? MAX_LINE_BYTES)
  const reader = options.createReader({ builder, losses, place: lines })

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
      lines.push(chunk)
    },
    finish(): Profile {
      finishRest()
      const parts = reader.finish()
      if (parts === null) throw unrecognised(options.expected, head, lines.lineNumber)
      return builder.build({ ...parts, losses: losses.losses() })
    },
  }
}
