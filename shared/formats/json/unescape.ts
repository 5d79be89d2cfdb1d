/** The text of a JSON string with escapes: RFC 8259, section 7. */
const BACKSLASH = 92
const LOWER_U = 117

const simple: Readonly<Record<number, string>> = {
  34: '"',
  92: '\\',
  47: '/',
  98: '\b',
  102: '\f',
  110: '\n',
  114: '\r',
  116: '\t',
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const ascii = new TextDecoder('latin1')

/** bytes[start, end) without the quotes. Null for an escape that is none; one that is cut at the end is left out. */
export const unescapeString = (bytes: Uint8Array, start: number, end: number): string | null => {
  const parts: string[] = []
  let from = start
  for (let at = bytes.indexOf(BACKSLASH, start); at !== -1 && at < end; at = bytes.indexOf(BACKSLASH, from)) {
    parts.push(decoder.decode(bytes.subarray(from, at)))
    from = at + 2
    if (from > end) return parts.join('')
    const escaped = bytes[at + 1]!
    if (escaped !== LOWER_U) {
      const character = simple[escaped]
      if (character === undefined) return null
      parts.push(character)
      continue
    }
    from += 4
    if (from > end) return parts.join('')
    const digits = ascii.decode(bytes.subarray(at + 2, from))
    if (!/^[\da-fA-F]{4}$/.test(digits)) return null
    parts.push(String.fromCharCode(Number.parseInt(digits, 16)))
  }
  if (from < end) parts.push(decoder.decode(bytes.subarray(from, end)))
  // half of a surrogate pair is no text that could be stored
  return parts.join('').toWellFormed()
}
