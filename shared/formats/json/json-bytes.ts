/** What bytes are to JSON, and the words that stand for a value. */
import type { JsonScalar } from './json-value.ts'

export const QUOTE = 34
export const MINUS = 45
export const ZERO = 48
export const COMMA = 44
export const COLON = 58
export const OPEN_ARRAY = 91
export const BACKSLASH = 92
export const CLOSE_ARRAY = 93
export const OPEN_OBJECT = 123
export const CLOSE_OBJECT = 125
export const NEWLINE = 10

/** Bytes of numbers and of words such as null: letters, digits, + - . */
export const isWordByte = new Uint8Array(256)
for (const character of '+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz') {
  isWordByte[character.charCodeAt(0)] = 1
}

/** What ends a stretch of a string that stands for itself. */
export const endsPlain = new Uint8Array(256)
for (const byte of [QUOTE, BACKSLASH, NEWLINE]) endsPlain[byte] = 1

export const words: ReadonlyMap<string, JsonScalar> = new Map<string, JsonScalar>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

/** Space, tab, newline, return. */
export const isWhite = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

export const byteText = (byte: number): string =>
  byte > 32 && byte < 127 ? `'${String.fromCharCode(byte)}'` : `byte 0x${byte.toString(16).padStart(2, '0')}`
