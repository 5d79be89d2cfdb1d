/** What the importers of JSON formats have in common: the reader, records that cannot be used, the refusal. */
import type { Loss, Profile, Stream } from '../../model/profile.ts'
import type { Nanoseconds } from '../../units/units.ts'
import { growHead, unrecognised } from '../excerpt.ts'
import type { ProfileParser } from '../format.ts'
import { createLeftOut } from '../left-out.ts'
import { createProfileBuilder, type ProfileBuilder } from '../profile-builder.ts'
import { createJsonReader, type JsonVisits } from './json-reader.ts'

export interface JsonContext {
  readonly builder: ProfileBuilder
  /** Counts what is left out: `what` in the plural, with the reason: 'events without a time'. A few of them only. */
  leaveOut(what: string, count?: number): void
  /** The tool says that it dropped that many; `detail` is a sentence. */
  lost(count: number, detail: string): void
}

export interface JsonFormatReader {
  readonly visits: JsonVisits
  /** Null when nothing of the format was there. */
  finish(): {
    readonly streams: readonly Stream[]
    readonly clockOrigin: Nanoseconds
    readonly duration: Nanoseconds
  } | null
}

export interface JsonParserOptions {
  /** what a refusal says was expected */
  readonly expected: string
  /** a document a line */
  readonly lines?: boolean
  /** the last bracket may be missing */
  readonly mayBeOpen?: boolean
  readonly createReader: (context: JsonContext) => JsonFormatReader
}

export const createJsonParser = ({
  expected,
  lines = false,
  mayBeOpen = false,
  createReader,
}: JsonParserOptions): ProfileParser => {
  const builder = createProfileBuilder()
  const leftOut = createLeftOut(() => json.offset)
  const lost: Loss[] = []
  let head: Uint8Array = new Uint8Array(0)

  const format = createReader({
    builder,
    leaveOut: leftOut.add,
    lost: (count, detail) => lost.push({ kind: 'lost', count, detail }),
  })
  const json = createJsonReader(format.visits, { lines })

  return {
    push(chunk) {
      head = growHead(head, chunk)
      json.push(chunk)
    },
    finish(): Profile {
      const broken = json.finish({ mayBeOpen })
      const parts = format.finish()
      if (parts === null) throw unrecognised(expected, head, 0)
      return builder.build({ ...parts, losses: [...lost, ...leftOut.losses(), ...broken] })
    },
  }
}
