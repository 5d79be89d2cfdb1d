/**
 * Text for a terminal. What a host sends may hold escape sequences that write files, set titles or answer for the
 * person; so every control character but line feed and tab becomes visible (caret notation, as `cat -v` has it),
 * and so do the characters that turn the direction of text.
 */
const unprintable = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu

export const printable = (text: string): string =>
  text.replace(unprintable, (character) => {
    const code = character.charCodeAt(0)
    if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`
    return code === 0x7f ? '^?' : `\\u${code.toString(16).padStart(4, '0')}`
  })

/** On one line: for a cell of a table. */
export const printableLine = (text: string): string => printable(text.replace(/[\n\t]+/g, ' '))
