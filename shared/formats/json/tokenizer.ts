/**
 * JSON (RFC 8259) from bytes, cut anywhere, to tokens: without recursion, in bounded memory. Where the text is no
 * JSON it stops, and says where; what came before has been handed over. Lenient where real files are: a comma
 * before a closing bracket, NaN and Infinity, a byte-order mark.
 */
import {
  BACKSLASH,
  byteText,
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  endsPlain,
  isWhite,
  isWordByte,
  MINUS,
  NEWLINE,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  words,
  ZERO,
} from './json-bytes.ts'
import type { JsonTokenizer, JsonTokens, TokenizerOptions } from './json-tokens.ts'
import type { JsonScalar } from './json-value.ts'
import { readNumber } from './number-token.ts'
import { createStringCache } from './string-cache.ts'
import { unescapeString } from './unescape.ts'

export const MAX_DEPTH = 256
/** a longer string is cut */
export const MAX_STRING_BYTES = 1024 * 1024
const MAX_NUMBER_BYTES = 1024
/** an integer of so many digits is exact however it is added up */
const QUICK_DIGITS = 15

/** What comes next. `between`: a document; `word`: the rest of a number or of a word such as null. */
const mode = {
  between: 0,
  firstValue: 1,
  value: 2,
  firstKey: 3,
  key: 4,
  colon: 5,
  comma: 6,
  string: 7,
  word: 8,
  broken: 9,
} as const
type Mode = (typeof mode)[keyof typeof mode]

export const createJsonTokenizer = (
  tokens: JsonTokens,
  { lines = false }: TokenizerOptions = {},
): JsonTokenizer => {
  const decode = createStringCache()
  const isArray = new Uint8Array(MAX_DEPTH)
  let depth = 0
  let state: Mode = mode.between
  let documents = 0
  /** of the chunk that is read */
  let chunkOffset = 0
  /** where the token that is read begins in the input, whatever the chunks that it lies in */
  let tokenOffset = 0
  let isReading = false
  /** beginning of a string or word that goes on in the next chunk */
  let carried = new Uint8Array(1024)
  let carriedLength = 0
  /** the value that comes next is passed over */
  let isPassing = false
  /** depth of the container that is passed over, -1 for none */
  let passedDepth = -1
  let stringIsKey = false
  let hasEscapes = false
  let afterBackslash = false
  let isCut = false
  let cutStrings = 0
  let breaks = 0
  let broken: { offset: number; what: string } | null = null

  const fail = (at: number, what: string) => {
    broken ??= { offset: chunkOffset + at, what }
    breaks++
    state = mode.broken
    carriedLength = 0
  }

  const afterValue = () => {
    state = depth === 0 ? mode.between : mode.comma
  }

  const isQuiet = (): boolean => isPassing || passedDepth !== -1

  const scalar = (value: JsonScalar) => {
    if (!isQuiet()) tokens.scalar(value)
    isPassing = false
  }

  const key = (text: string) => {
    isPassing = !tokens.key(text)
  }

  const open = (at: number, array: boolean) => {
    if (depth === MAX_DEPTH) return fail(at, `is nested deeper than ${MAX_DEPTH}`)
    isArray[depth] = array ? 1 : 0
    state = array ? mode.firstValue : mode.firstKey
    if (passedDepth === -1 && (isPassing || !tokens.start(array))) passedDepth = depth
    isPassing = false
    depth++
  }

  const close = () => {
    depth--
    afterValue()
    if (passedDepth === -1) tokens.end()
    else if (passedDepth === depth) passedDepth = -1
  }

  /** Keeps bytes[start, end) for the next chunk, as far as there is room. */
  const carry = (bytes: Uint8Array, start: number, end: number, limit: number) => {
    const length = Math.min(end - start, limit - carriedLength)
    if (length < end - start) isCut = true
    const wanted = carriedLength + length
    if (wanted > carried.length) {
      const larger = new Uint8Array(Math.min(limit, Math.max(wanted, carried.length * 2)))
      larger.set(carried.subarray(0, carriedLength))
      carried = larger
    }
    carried.set(bytes.subarray(start, start + length), carriedLength)
    carriedLength = wanted
  }

  const endString = (bytes: Uint8Array, start: number, end: number) => {
    if (stringIsKey) state = mode.colon
    else afterValue()
    if (isQuiet()) {
      isPassing = false
      return
    }
    let from = bytes
    let first = start
    let last = end
    if (carriedLength > 0 || end - start > MAX_STRING_BYTES) {
      carry(bytes, start, end, MAX_STRING_BYTES)
      from = carried
      first = 0
      last = carriedLength
      carriedLength = 0
    }
    if (isCut) cutStrings++
    const text = hasEscapes ? unescapeString(from, first, last) : decode(from, first, last)
    if (text === null) fail(end, 'has a string with an escape that is none')
    else if (stringIsKey) key(text)
    else scalar(text)
  }

  /** Reads on in a string from `start`; returns where it ends, or the chunk's end. */
  const readString = (bytes: Uint8Array, start: number): number => {
    let at = start
    const end = bytes.length
    if (afterBackslash && at < end) {
      afterBackslash = false
      at++
    }
    while (at < end) {
      const byte = bytes[at]!
      if (byte === QUOTE) {
        endString(bytes, start, at)
        return at + 1
      }
      if (byte === BACKSLASH) {
        hasEscapes = true
        if (++at === end) afterBackslash = true
        else if (bytes[at] === NEWLINE) break
      } else if (byte === NEWLINE) break
      at++
    }
    if (at < end) {
      fail(at, 'has a line that ends within a string')
      return at
    }
    if (!isQuiet()) carry(bytes, start, end, MAX_STRING_BYTES)
    return end
  }

  const endWord = (bytes: Uint8Array, start: number, end: number) => {
    let from = bytes
    let first = start
    let last = end
    const begin = tokenOffset - chunkOffset
    if (carriedLength > 0) {
      carry(bytes, start, end, MAX_NUMBER_BYTES + 1)
      from = carried
      first = 0
      last = carriedLength
      carriedLength = 0
    }
    if (isCut || last - first > MAX_NUMBER_BYTES) return fail(begin, 'has a number of endless digits')
    afterValue()
    const number = readNumber(from, first, last)
    if (number !== null) {
      scalar(number)
      return
    }
    const word = words.get(decode(from, first, last))
    if (word === undefined) return fail(begin, 'has a word that is no value')
    scalar(word)
  }

  const readWord = (bytes: Uint8Array, start: number): number => {
    let at = start
    while (at < bytes.length && isWordByte[bytes[at]!] === 1) at++
    if (at < bytes.length) endWord(bytes, start, at)
    else carry(bytes, start, at, MAX_NUMBER_BYTES + 1)
    return at
  }

  /** A comma is most of what follows a value. Returns where to read on. */
  const afterValueAt = (bytes: Uint8Array, at: number): number => {
    if (state !== mode.comma || at >= bytes.length || bytes[at] !== COMMA) return at
    state = isArray[depth - 1] === 1 ? mode.value : mode.key
    return at + 1
  }

  /** Reads the string whose quote is at `at`, at once when it lies in the chunk and has no escapes, as most do. */
  const startString = (bytes: Uint8Array, at: number, isKey: boolean): number => {
    const length = bytes.length
    let end = at + 1
    while (end < length && endsPlain[bytes[end]!] === 0) end++
    if (end === length || bytes[end] !== QUOTE || end - at > MAX_STRING_BYTES) {
      stringIsKey = isKey
      hasEscapes = false
      afterBackslash = false
      isCut = false
      state = mode.string
      return at + 1
    }
    if (isKey) {
      state = mode.colon
      if (!isQuiet()) key(decode(bytes, at + 1, end))
      if (end + 1 === length || bytes[end + 1] !== COLON) return end + 1
      state = mode.value
      return end + 2
    }
    afterValue()
    if (isQuiet()) isPassing = false
    else scalar(decode(bytes, at + 1, end))
    return afterValueAt(bytes, end + 1)
  }

  /** An integer of few digits that ends in the chunk, at once; others as words. */
  const startWord = (bytes: Uint8Array, at: number): number => {
    const isNegative = bytes[at] === MINUS
    const first = isNegative ? at + 1 : at
    const last = Math.min(bytes.length, first + QUICK_DIGITS + 1)
    let end = first
    let value = 0
    while (end < last) {
      const digit = bytes[end]! - ZERO
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      end++
    }
    if (end === first || end === last || isWordByte[bytes[end]!] === 1) {
      state = mode.word
      isCut = false
      return at
    }
    afterValue()
    scalar(isNegative ? -value : value)
    return afterValueAt(bytes, end)
  }

  /** Returns where to read on. */
  const startValue = (bytes: Uint8Array, at: number): number => {
    const byte = bytes[at]!
    if (byte === QUOTE) return startString(bytes, at, false)
    if (isWordByte[byte] === 1) return startWord(bytes, at)
    if (byte === OPEN_OBJECT) open(at, false)
    else if (byte === OPEN_ARRAY) open(at, true)
    else fail(at, `has ${byteText(byte)} where a value should begin`)
    return at + 1
  }

  const startRoot = (bytes: Uint8Array, at: number): number => {
    const offset = chunkOffset + at
    const byte = bytes[at]!
    if (offset < 3 && byte === [0xef, 0xbb, 0xbf][offset]) return at + 1
    if (documents > 0 && !lines) {
      fail(at, `goes on with ${byteText(byte)} after its end`)
      return at + 1
    }
    documents++
    return startValue(bytes, at)
  }

  const isClosing = (byte: number): boolean =>
    byte === (isArray[depth - 1] === 1 ? CLOSE_ARRAY : CLOSE_OBJECT)

  /** What stands between the values: at a byte that is no white space. Returns where to read on. */
  const readStructure = (bytes: Uint8Array, at: number): number => {
    const byte = bytes[at]!
    if (state === mode.comma) {
      if (byte === COMMA) state = isArray[depth - 1] === 1 ? mode.value : mode.key
      else if (isClosing(byte)) close()
      else fail(at, `has ${byteText(byte)} where a comma or a closing bracket should be`)
    } else if (state === mode.colon) {
      if (byte === COLON) state = mode.value
      else fail(at, `has ${byteText(byte)} where a colon should be`)
    } else if (state === mode.key || state === mode.firstKey) {
      if (byte === QUOTE) return startString(bytes, at, true)
      if (byte === CLOSE_OBJECT) close()
      else fail(at, `has ${byteText(byte)} where a key should begin`)
    } else if (state === mode.between) return startRoot(bytes, at)
    else if (byte === CLOSE_ARRAY && isArray[depth - 1] === 1) close()
    else return startValue(bytes, at)
    return at + 1
  }

  /** Behind the line that is broken; the chunk's end while it goes on, or for ever when there are no lines. */
  const skipBroken = (bytes: Uint8Array, at: number): number => {
    const newline = lines ? bytes.indexOf(NEWLINE, at) : -1
    if (newline === -1) return bytes.length
    depth = 0
    state = mode.between
    isPassing = false
    passedDepth = -1
    tokens.abandon()
    return newline + 1
  }

  return {
    push(bytes) {
      let at = 0
      isReading = true
      while (at < bytes.length) {
        if (state === mode.string) at = readString(bytes, at)
        else if (state === mode.word) at = readWord(bytes, at)
        else if (state === mode.broken) at = skipBroken(bytes, at)
        else if (isWhite(bytes[at]!)) at++
        else {
          tokenOffset = chunkOffset + at
          at = readStructure(bytes, at)
        }
      }
      chunkOffset += bytes.length
      isReading = false
    },
    finish() {
      if (state === mode.word && depth === 0) endWord(carried, 0, 0)
    },
    get offset() {
      return isReading ? tokenOffset : chunkOffset
    },
    get depth() {
      return depth
    },
    get broken() {
      return broken
    },
    get breaks() {
      return breaks
    },
    get cutStrings() {
      return cutStrings
    },
    get betweenValues() {
      if (state === mode.value) return isArray[depth - 1] === 1
      return state === mode.between || state === mode.comma || state === mode.firstValue
    },
  }
}
