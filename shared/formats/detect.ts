/** Finds the format of an input by its content, and reads it with that. */
import { isExpected, SmokejumperError } from '../errors/errors.ts'
import type { Profile } from '../model/profile.ts'
import { describeHead } from './excerpt.ts'
import type { Format, ProfileParser } from './format.ts'

/** Bytes by which a format is found: a header of perf script has that many. */
export const HEAD_BYTES = 64 * 1024
/** Below this it is anybody's. */
const LEAST = 0.15

/** Formats by how sure each is of the head, the surest first; of equals the one that is first in the registry. */
export const rankFormats = (
  head: Uint8Array,
  formats: readonly Format[],
): { readonly format: Format; readonly sureness: number }[] =>
  formats
    .map((format) => ({ format, sureness: format.sniff(head) }))
    .filter(({ sureness }) => sureness > 0)
    .sort((a, b) => b.sureness - a.sureness)

/** Throws SmokejumperError format.unrecognised, which says what it most looks like. */
export const detectFormat = (head: Uint8Array, formats: readonly Format[]): Format => {
  const [best] = rankFormats(head, formats)
  if (best && best.sureness >= LEAST) return best.format
  const resemblance = best ? ` It most looks like ${best.format.title}, but too little of it does.` : ''
  throw new SmokejumperError({
    code: 'format.unrecognised',
    message: `This is in none of the formats that can be read, from its first byte on. ${describeHead(head)}.${resemblance}`,
    remedy: `Formats that can be read: ${formats.map(({ title }) => title).join(', ')}.`,
    facts: { byte: 0, looksLike: best?.format.id ?? '' },
  })
}

export interface DetectingParser extends ProfileParser {
  /** null until enough has been read */
  readonly format: Format | null
}

/**
 * A parser for an input of any format. `push` throws format.unrecognised once the head is there and no format knows
 * it; `finish` says what it was taken for when that could then not be read.
 */
export const createDetectingParser = (formats: readonly Format[]): DetectingParser => {
  const head = new Uint8Array(HEAD_BYTES)
  let headLength = 0
  let format: Format | null = null
  let parser: ProfileParser | null = null

  const choose = (): ProfileParser => {
    const bytes = head.subarray(0, headLength)
    format = detectFormat(bytes, formats)
    parser = format.createParser()
    parser.push(bytes)
    return parser
  }

  return {
    get format() {
      return format
    },
    push(chunk) {
      if (parser !== null) return parser.push(chunk)
      const taken = chunk.subarray(0, HEAD_BYTES - headLength)
      head.set(taken, headLength)
      headLength += taken.length
      if (headLength < HEAD_BYTES) return
      const rest = chunk.subarray(taken.length)
      const chosen = choose()
      if (rest.length > 0) chosen.push(rest)
    },
    finish(): Profile {
      const chosen = parser ?? choose()
      try {
        return chosen.finish()
      } catch (error) {
        if (!isExpected(error) || format === null) throw error
        throw new SmokejumperError({
          code: error.code,
          message: `It most looks like ${format.title}, but could not be read as that: ${error.message}`,
          remedy: 'Check that the file is whole and that this tool wrote it; its beginning says what it is.',
          facts: { ...error.facts, looksLike: format.id },
          cause: error,
        })
      }
    },
  }
}
