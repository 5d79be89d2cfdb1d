/**
 * Text of unknown origin, made harmless to the eye: what would not show, or would turn the text around it (control
 * characters, bidirectional overrides), stands there as `\u{202e}`. Line breaks and tabs stay.
 */
export const visibleText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
      character === '\n' || character === '\t' || character === '\u200d'
        ? character
        : `\\u{${character.codePointAt(0)!.toString(16)}}`,
    )
