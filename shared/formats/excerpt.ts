/** Shows bytes of unknown origin in a message, harmlessly. */
import { SmokejumperError } from '../errors/errors.ts'

const LONGEST = 80

/** At most 80 characters in quotes; control, format and undecodable characters as '\u{xx}'. */
export const excerpt = (bytes: Uint8Array, start = 0, end = bytes.length): string => {
  const text = new TextDecoder().decode(bytes.subarray(start, Math.min(end, start + LONGEST * 4)))
  const characters = Array.from(text)
  const shown = characters
    .slice(0, LONGEST)
    .map((character) =>
      /[\p{C}\p{Zl}\p{Zp}\uFFFD]/u.test(character)
        ? `\\u{${character.codePointAt(0)!.toString(16)}}`
        : character,
    )
    .join('')
  const cut = characters.length > LONGEST || end - start > LONGEST * 4
  return `"${shown}${cut ? '…' : ''}"`
}

/** How much of the input is kept to say what it looks like. */
const HEAD_BYTES = 512

/** The beginning of the input with the next chunk behind it, as long as it is short. */
export const growHead = (head: Uint8Array, chunk: Uint8Array): Uint8Array => {
  if (head.length >= HEAD_BYTES) return head
  const joined = new Uint8Array(Math.min(HEAD_BYTES, head.length + chunk.length))
  joined.set(head)
  joined.set(chunk.subarray(0, joined.length - head.length), head.length)
  return joined
}

/** What the beginning of an input looks like, in a sentence without its full stop. */
export const describeHead = (head: Uint8Array): string => {
  if (head.length === 0) return 'The input is empty'
  if (head[0] === 0x1f && head[1] === 0x8b) return 'The input is gzip-compressed'
  if (new TextDecoder().decode(head.subarray(0, 8)) === 'PERFILE2') {
    return 'The input is a perf.data file, not the text of perf script'
  }
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return 'The input is UTF-16 text, which no tool writes: save it as UTF-8'
  }
  if (head.subarray(0, 512).includes(0)) return 'The input is binary'
  const newline = head.indexOf(10)
  return `The input begins with ${excerpt(head, 0, newline === -1 ? head.length : newline)}`
}

/** What a parser throws when nothing could be read. `head`: the first bytes of the input. */
export const unrecognised = (expected: string, head: Uint8Array, lines: number): SmokejumperError =>
  new SmokejumperError({
    code: 'format.unrecognised',
    message: `Nothing in the input could be read as ${expected}. ${describeHead(head)}.`,
    remedy: 'Look at the raw output and at what the tool wrote to its error output; then capture again.',
    facts: { expected, lines },
  })
