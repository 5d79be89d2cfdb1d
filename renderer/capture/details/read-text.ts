/** Bytes as text that is safe to look at: what is not printable is shown as its code, not obeyed. */

// C0 and C1 but tab and newline, and the signs that turn the direction of text around
const hidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

export function readText(bytes: Uint8Array): string {
  return new TextDecoder()
    .decode(bytes)
    .replaceAll(hidden, (sign) =>
      sign === '\n' || sign === '\t' ? sign : `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`,
    )
}
