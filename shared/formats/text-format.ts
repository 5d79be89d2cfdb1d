/** A format whose parser reads lines of text. */
import type { Format, ProfileParser } from './format.ts'
import { createTextParser, type TextParserOptions } from './text-parser.ts'

export interface TextFormat extends Format {
  /** Reads each line in the general way, slowly: what the quick way is compared with. */
  createGeneralParser(): ProfileParser
}

export const createTextFormat = ({
  id,
  title,
  sniff,
  ...options
}: Pick<Format, 'id' | 'title' | 'sniff'> & TextParserOptions): TextFormat => ({
  id,
  title,
  sniff,
  createParser: () => createTextParser(options),
  createGeneralParser: () => createTextParser({ ...options, isQuick: false }),
})
